import { said } from '#contract/stored-messages';
import { z } from 'zod';

/** What the trial's process tells its parent. `problem` is null when the device gave the known answer. */
export const trialResult = z.object({
  problem: said.nullable(),
  milliseconds: z.number().nullable(),
});
export type TrialResult = z.infer<typeof trialResult>;
