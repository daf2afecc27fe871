import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChosenPrecision } from '#contract/models';
import { AppError } from '#contract/errors';
import { trialFeeds, trialTile } from '#core/enhancement/inference/trial-scene';
import { openTileNetwork } from '#core/enhancement/inference/tile-network';
import { openModelSession } from '#core/runtime/model-session';
import { tryPrecision, trialTolerance, type PrecisionTrial } from '#core/runtime/precision-trial';
import { buildForwardModel, forwardGraph, inHalfPrecision } from '#native-models/dcsr/forward-model';
import { networkConfigurations } from '#native-models/dcsr/network';
import type { Graph } from '#native-models/graph/expression';
import { add } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { budgets, enhanceNearest, loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { roundedToHalf } from '../../../support/rounded-to-half.ts';
import { gradientImage } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saying } from '../../../support/saying.ts';

let scratchPath = '';
beforeEach(() => {
  scratchPath = join(temporaryFolder(), 'result.tif');
});

const { fast } = networkConfigurations;
const tile = { configuration: fast, ...trialTile, reference: true };

/** The trial of the network that ships, half precision made by `halve`, on a device that rounds as 16 bits do. */
async function trialOf(halve: (graph: Graph) => Graph): Promise<PrecisionTrial> {
  const { weights } = await loadFastModel();
  return {
    full: buildForwardModel({ ...tile, weights }),
    half: emitModel(roundedToHalf(halve(forwardGraph(tile)), 'exact'), weights),
    feeds: trialFeeds(),
    output: 'enhanced',
  };
}

describe('the trial of half precision', () => {
  it('finds out when the picture is another one', async () => {
    const lighter = (graph: Graph): Graph => {
      const { enhanced } = graph.outputs;
      if (enhanced === undefined) throw new Error('Expected a picture');
      return { ...graph, outputs: { ...graph.outputs, enhanced: add(enhanced, (4 * trialTolerance) / 255) } };
    };
    const answer = await tryPrecision('cpu', await trialOf((graph) => inHalfPrecision(lighter(graph))));
    expect(answer.problem).toEqual(saying(/levels of 255 from the right one/));
    expect(answer.levelsApart).toBeGreaterThan(2 * trialTolerance);
  });

  it('lets the halved network pass that ships, with room left', async () => {
    const answer = await tryPrecision('cpu', await trialOf(inHalfPrecision));
    expect(answer.problem).toBeNull();
    expect(answer.levelsApart).toBeGreaterThan(0);
    expect(answer.levelsApart).toBeLessThan(trialTolerance / 2);
  });

  it('shows the network a scene in which it uses the reference in some places and not in others', async () => {
    const session = await openModelSession((await trialOf(inHalfPrecision)).full, 'cpu');
    const { gate } = await session.run(trialFeeds());
    await session.close();
    const gates = [...(gate?.data ?? [])].sort((a, b) => a - b);
    expect(gates.at(0)).toBeLessThan(0.05);
    expect(gates.at(-1)).toBeGreaterThan(0.5);
  });
});

describe('a network in half precision', () => {
  it('is built as such, and in full precision unless told', async () => {
    const model = await loadFastModel();
    const opened: Uint8Array[] = [];
    const sizes = { width: 32, height: 32 };
    for (const precision of ['half', 'full', undefined] as const) {
      const network = openTileNetwork({
        model,
        device: 'cpu',
        ...(precision && { precision }),
        size: sizes,
        openSession: (bytes, device) => {
          opened.push(bytes);
          return nearestNetwork().openSession(bytes, device);
        },
      });
      await network.run(new Float32Array(3 * 32 * 32), null);
      await network.close();
    }
    const options = { configuration: fast, weights: model.weights, ...sizes, reference: false };
    const [half, full, untold] = opened;
    expect(half).toEqual(buildForwardModel({ ...options, precision: 'half' }));
    expect(full).toEqual(buildForwardModel(options));
    expect(untold).toEqual(full);
    expect(half).not.toEqual(full);
  });

  const half: ChosenPrecision = { precision: 'half', reason: { raw: 'It is faster.' } };

  it('is named in the report, with the reason', async () => {
    const { facts } = await enhanceNearest(nearestNetwork(), scratchPath, { precision: half });
    expect(facts).toMatchObject({ precision: 'half', precisionReason: saying('It is faster.') });
  });

  it('gives way to what the next device computes with when its device is lost', async () => {
    const lengths: number[] = [];
    const network = nearestNetwork({
      beforeRun: (attempt) => {
        if (attempt === 3) throw new AppError('device-unavailable', { raw: 'The card is gone' });
      },
    });
    const { facts } = await enhanceNearest(network, scratchPath, {
      wide: gradientImage(150, 150),
      memoryBudget: budgets.smallest,
      device: 'cuda',
      precision: half,
      openSession: (bytes, device) => {
        lengths.push(bytes.length);
        return network.openSession(bytes, device);
      },
      nextDevice: async () => ({
        device: 'webgpu',
        reason: { raw: 'cuda was lost' },
        precision: { precision: 'full', reason: { raw: 'No 16 bits there.' } },
      }),
    });
    expect(facts).toMatchObject({ device: 'webgpu', precision: 'full', precisionReason: saying('No 16 bits there.') });
    // The casts of the half network make it longer.
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toBeGreaterThan(lengths[1] ?? Infinity);
  });
});
