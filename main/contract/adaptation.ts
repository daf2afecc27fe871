import { z } from 'zod';
import type { WireError } from './errors.ts';
import type { Pyramid } from './media-urls.ts';
import { modelName, type ModelCard } from './model-card.ts';
import type { ModelId } from './models.ts';

/** A point of the learning curve: means over some steps. */
export interface CurvePoint {
  step: number;
  seconds: number;
  /** By name; those that begin with `loss` are what is minimised. */
  figures: Record<string, number>;
}

/** One place that was kept out, as the base shows it, as the adapted network does so far, and as the tele saw it. */
export interface AdaptationPatch {
  step: number;
  before: Pyramid;
  after: Pyramid;
  tele: Pyramid;
}

/** `learning` has a job of kind `adaptation` whose subject is the adaptation's id; `judged` waits for a person to adopt it or to let it go. */
export type AdaptationState = 'learning' | 'paused' | 'judged' | 'adopted' | 'failed';

export interface AdaptationSummary {
  id: string;
  name: string;
  base: ModelId;
  pairIds: string[];
  /** ISO 8601. */
  begun: string;
  state: AdaptationState;
}

/** `photos`: they are enhanced, exported or previewed first. `power`: the machine should save its battery. */
export type HeldFor = 'photos' | 'power';

/** Everything that is known of one adaptation. */
export interface AdaptationView extends AdaptationSummary {
  curve: CurvePoint[];
  patch: AdaptationPatch | null;
  /** What it waits for though it learns: the device, which others have, or power; null while it goes on. */
  heldFor: HeldFor | null;
  /** From when it was judged. */
  card: ModelCard | null;
  /** The model that it became. */
  modelId: ModelId | null;
  /** Why it failed. */
  error: WireError | null;
}

export const adaptationChoices = z.object({
  name: modelName,
  base: z.string().min(1),
  pairIds: z.array(z.string().min(1)).min(1).max(200),
  /** Of learning, pauses left out. */
  minutes: z
    .number()
    .positive()
    .max(24 * 60),
});
export type AdaptationChoices = z.infer<typeof adaptationChoices>;
