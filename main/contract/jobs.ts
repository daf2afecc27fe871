import type { WireError } from './errors.ts';
import type { Said } from './messages.ts';

export type JobId = string;
export type JobKind = 'import' | 'pairing' | 'registration' | 'enhancement' | 'comparison' | 'export' | 'adaptation';

/** What a running job says of itself. `fraction` (0 to 1) never goes backwards. */
export interface JobProgress {
  fraction: number;
  /** What is being done now. */
  label: Said;
  /** Estimated milliseconds to the end; null while unknown. */
  remainingMs: number | null;
}

/** A job ends in exactly one of the last three states. */
export type JobState =
  | { name: 'queued' }
  | { name: 'running'; progress: JobProgress }
  | { name: 'succeeded' }
  | { name: 'failed'; error: WireError }
  | { name: 'cancelled' };

export interface JobSnapshot {
  readonly id: JobId;
  readonly kind: JobKind;
  /** The pair or photo the job works on. */
  readonly subject: string;
  readonly state: JobState;
}

export function isFinished(state: JobState): boolean {
  return state.name === 'succeeded' || state.name === 'failed' || state.name === 'cancelled';
}
