import { said } from '#contract/stored-messages';
import { z } from 'zod';

/** What the trial's process tells its parent. `problem` is null when the device gave the known answer. */
export const trialResult = z.object({
  problem: said.nullable(),
  milliseconds: z.number().nullable(),
});
export type TrialResult = z.infer<typeof trialResult>;

/** What trying half precision on a device told. `problem` is null when it gave the pictures of full precision. */
export const precisionResult = z.object({
  problem: said.nullable(),
  /** The furthest that a value lay from the processor's in full precision, in levels of 255; null when it did not run. */
  levelsApart: z.number().nullable(),
  /** Of one tile in either precision; null when it was not timed. */
  milliseconds: z.object({ full: z.number(), half: z.number() }).nullable(),
});
export type PrecisionResult = z.infer<typeof precisionResult>;
