import { constants, setPriority } from 'node:os';
import { AppError, toWireError } from '#contract/errors';
import { createModelRegistry } from '#core/models/model-registry';
import { adaptModel } from './adapt-model.ts';
import type { AdaptationMessage, AdaptationReply, AdaptationRequest } from './adaptation-requests.ts';
import { writeCandidate } from './candidate.ts';
import { cardOf } from './keep-model.ts';
import { showPlace } from './show-place.ts';

/**
 * A program of its own: learns for the process that started it, at low priority, and holds between two steps while that process says so. It
 * ends with the adaptation, or when its parent does; everything it needs to go on is in the adaptation's folder.
 */
const controller = new AbortController();
let goOn: (() => void) | null = null;
let held: Promise<void> | null = null;

process.on('message', (message: AdaptationMessage) => {
  if (message.name === 'start') void run(message.request);
  else if (message.name === 'hold') held ??= new Promise((resolve) => (goOn = resolve));
  else letGo();
  if (message.name === 'stop') controller.abort();
});
process.on('disconnect', () => process.exit());

function letGo(): void {
  goOn?.();
  goOn = null;
  held = null;
}

async function run(request: AdaptationRequest): Promise<void> {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
    await adapt(request);
    send({ name: 'judged' });
  } catch (error) {
    const fault = error instanceof AppError ? null : stackOf(error);
    if (controller.signal.aborted) send({ name: 'stopped' });
    else send({ name: 'failed', error: toWireError(error), fault });
  }
  process.disconnect();
}

async function adapt(request: AdaptationRequest): Promise<void> {
  const { folder, device, pyramidFolder } = request;
  const base = await createModelRegistry({ folders: request.modelFolders }).load(request.base);
  let step = 0;
  const adapted = await adaptModel({
    ...request,
    base,
    objective: 'both',
    shrinking: 'measured',
    saveEverySeconds: 60,
    giveWay: async () => held ?? undefined,
    follow: (entry) => {
      if (entry.event !== 'train') return;
      step = entry.step;
      send({ name: 'curve', point: { step, seconds: entry.seconds, figures: entry.figures } });
    },
    showWeights: async (weights, { judging: [place] }) => {
      if (place === undefined) return;
      const options = { base, adapted: { ...base, weights }, device, step, name: folder, pyramidFolder };
      send({ name: 'patch', patch: await showPlace(place, options) });
    },
    signal: controller.signal,
    report: (fraction, label) => send({ name: 'progress', fraction, label }),
  });
  const card = cardOf(adapted, base, !adapted.judgement.isBetter, new Date());
  await writeCandidate(folder, { weights: adapted.weights, card });
}

function send(reply: AdaptationReply): void {
  if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
