import { constants, setPriority } from 'node:os';
import type { AdaptationPatch, CurvePoint } from '#contract/adaptation';
import type { Said } from '#contract/messages';
import type { DeviceName, ModelId } from '#contract/models';
import { serveProgram } from '#core/ground/programs/serve-program';
import type { Asked } from '#core/ground/programs/work';
import { createModelRegistry } from '#core/models/model-registry';
import type { TrainingBudget } from '#core/learning/training/learning-rate';
import { adaptModel } from './adapt-model.ts';
import { writeCandidate, cardOf } from './keep-model.ts';
import type { PairToLearnFrom } from './prepare-adaptation.ts';
import { showPlace } from './show-place.ts';

/** What an adaptation process is started with; plain values, as they cross between processes. */
export interface AdaptationRequest {
  /** Of the adaptation: what it needs to go on, and in the end its candidate. */
  readonly folder: string;
  readonly pairs: readonly PairToLearnFrom[];
  readonly base: ModelId;
  readonly modelFolders: readonly string[];
  readonly budget: TrainingBudget;
  readonly seed: number;
  readonly device: DeviceName;
  readonly pixelLimit: number;
  readonly programFolder: string;
  /** Where the pictures of a place go. */
  readonly pyramidFolder: string;
}

/** What an adaptation tells while it learns. */
export type AdaptationNews =
  | { name: 'progress'; fraction: number; label: Said }
  | { name: 'curve'; point: CurvePoint }
  | { name: 'patch'; patch: AdaptationPatch };

let goOn: (() => void) | null = null;
let held: Promise<void> | null = null;

/**
 * A program of its own: learns for the process that started it, at low priority, and holds between two steps while something else wants the
 * device. Everything it needs to go on is in the adaptation's folder, and in the end the candidate and its card.
 */
const work = {
  async adapt(request: AdaptationRequest, asked: Asked<AdaptationNews>): Promise<void> {
    setPriority(constants.priority.PRIORITY_LOW);
    asked.signal.addEventListener('abort', letGo);
    await adapt(request, asked);
  },
  hold(): void {
    held ??= new Promise((resolve) => (goOn = resolve));
  },
  'go-on': letGo,
};
export type AdaptationWork = typeof work;

serveProgram(work);

function letGo(): void {
  goOn?.();
  goOn = null;
  held = null;
}

async function adapt(request: AdaptationRequest, { signal, tell }: Asked<AdaptationNews>): Promise<void> {
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
      tell({ name: 'curve', point: { step, seconds: entry.seconds, figures: entry.figures } });
    },
    showWeights: async (weights, { judging: [place] }) => {
      if (place === undefined) return;
      const options = { base, adapted: { ...base, weights }, device, step, name: folder, pyramidFolder };
      tell({ name: 'patch', patch: await showPlace(place, options) });
    },
    signal,
    report: (fraction, label) => tell({ name: 'progress', fraction, label }),
  });
  const card = cardOf(adapted, base, !adapted.judgement.isBetter, new Date());
  await writeCandidate(folder, { weights: adapted.weights, card });
}
