import type { AdaptationPatch, CurvePoint } from '#contract/adaptation';
import type { WireError } from '#contract/errors';
import type { DeviceName, ModelId } from '#contract/models';
import type { TrainingBudget } from '#core/learning/training/learning-rate';
import type { PairToLearnFrom } from './prepare-adaptation.ts';

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

/** `hold` and `go-on` say whether something else wants the device; `stop` saves a checkpoint and ends. */
export type AdaptationMessage =
  { name: 'start'; request: AdaptationRequest } | { name: 'hold' } | { name: 'go-on' } | { name: 'stop' };

export type AdaptationReply =
  | { name: 'progress'; fraction: number; label: string }
  | { name: 'curve'; point: CurvePoint }
  | { name: 'patch'; patch: AdaptationPatch }
  /** The candidate and its card are in the folder. */
  | { name: 'judged' }
  | { name: 'stopped' }
  /** `fault` is the stack of a fault of the program. */
  | { name: 'failed'; error: WireError; fault: string | null };
