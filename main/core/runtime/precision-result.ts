import { said } from '#contract/stored-messages';
import { z } from 'zod';

/** What trying half precision on a device told. `problem` is null when it gave the pictures of full precision. */
export const precisionResult = z.object({
  problem: said.nullable(),
  /** The furthest that a value lay from the processor's in full precision, in levels of 255; null when it did not run. */
  levelsApart: z.number().nullable(),
  /** Of one tile in either precision; null when it was not timed. */
  milliseconds: z.object({ full: z.number(), half: z.number() }).nullable(),
});
export type PrecisionResult = z.infer<typeof precisionResult>;
