import type { WireError } from '#contract/errors';
import type { SpotPreview, SpotRequest } from '#core/enhancement/preview/spot-previewer';
import type { EnhancedPair, EnhancePairOptions } from '#core/enhancement/enhance-pair';
import type { HeldFacts, HeldRequest, OpenRequest, PictureRequest } from './pair-holder.ts';

/** What survives on the way to another process. The model is named there, and loaded by the process itself. */
type Sendable<Options> = Omit<Options, 'model' | 'signal' | 'report' | 'openSession'>;

/** What the enhancement process can be asked, and what it answers. */
export interface EnhancementWork {
  enhance: { request: Sendable<EnhancePairOptions>; result: EnhancedPair };
  preview: { request: Sendable<SpotRequest>; result: SpotPreview };
  warm: { request: Sendable<Omit<SpotRequest, 'point' | 'scratchPath'>>; result: null };
  /** The steps of a pair whose turn at the device others decide; the model comes with the question. */
  'open-pair': { request: OpenRequest; result: HeldFacts };
  'enhance-held': { request: HeldRequest; result: EnhancedPair };
  'write-picture': { request: PictureRequest; result: { losses: string[] } };
}

export type WorkName = keyof EnhancementWork;

/** To the process. */
export type EnhancementQuestion =
  | { [Name in WorkName]: { id: number; name: Name; request: EnhancementWork[Name]['request'] } }[WorkName]
  | { id: number; name: 'cancel' };

/** From the process: progress, and one end of every question. `fault` is the stack of a fault of the program. */
export type EnhancementReply =
  | { id: number; progress: { fraction: number; label: string } }
  | { id: number; result: EnhancementWork[WorkName]['result'] }
  | { id: number; error: WireError; fault: string | null };
