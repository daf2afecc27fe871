import { describe, expect, it } from 'vitest';
import { AppError } from '#contract/errors';
import type { DeviceName } from '#contract/models';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { openTrainStep } from '#core/learning/training/open-train-step';
import { lineFitModel, linePoints, lineWeights } from './support/line-fit.ts';

/** Opens the processor's session under the name that is asked for; `spoil` makes a graphics card fail. */
function opener(spoil: (session: ModelSession) => Promise<ModelSession>) {
  const opened: ModelSession[] = [];
  const closed: DeviceName[] = [];
  const openSession = async (model: Uint8Array, device: DeviceName): Promise<ModelSession> => {
    const session = await openModelSession(model, 'cpu');
    const named = {
      ...session,
      device,
      close: async () => {
        closed.push(device);
        await session.close();
      },
    };
    opened.push(named);
    return device === 'cpu' ? named : spoil(named);
  };
  return { openSession, closed, opened };
}

const options = { model: lineFitModel(), weights: lineWeights(1, 2), batch: async () => linePoints(1) };
const refusal = new AppError('internal', { raw: 'Einsum is not known' });

describe('openTrainStep', () => {
  it.each<[string, (session: ModelSession) => Promise<ModelSession>, RegExp, DeviceName[]]>([
    [
      'cannot be opened',
      () => Promise.reject(refusal),
      /webgpu cannot run a step of training: Einsum is not known/,
      [],
    ],
    ['fails in a step', async (session) => ({ ...session, run: () => Promise.reject(refusal) }), /Einsum/, ['webgpu']],
    [
      'gives no finite numbers',
      async (session) => ({
        ...session,
        run: async (feeds) => ({
          ...(await session.run(feeds)),
          loss: { data: Float32Array.of(Number.NaN), shape: [] },
        }),
      }),
      /not finite/,
      ['webgpu'],
    ],
  ])('leaves a device that %s to the processor, and says why', async (_, spoil, words, closedFirst) => {
    const { openSession, closed } = opener(spoil);
    const { session, reason } = await openTrainStep({ ...options, device: 'webgpu', openSession });
    expect(session.device).toBe('cpu');
    expect(reason).toMatch(words);
    expect(closed).toEqual(closedFirst);
    await session.close();
  });

  it('does not hide a fault of the program', async () => {
    const { openSession } = opener(() => Promise.reject(new TypeError('a fault')));
    await expect(openTrainStep({ ...options, device: 'cuda', openSession })).rejects.toThrow('a fault');
  });

  it.each<DeviceName>(['webgpu', 'cpu'])('takes %s when a step works there, the weights untouched', async (device) => {
    const { openSession } = opener(async (session) => session);
    const { session, reason } = await openTrainStep({ ...options, device, openSession });
    expect({ device: session.device, reason }).toEqual({ device, reason: null });
    expect(options.weights).toEqual(lineWeights(1, 2));
    await session.close();
  });
});
