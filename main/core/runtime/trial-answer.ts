import { said } from '#contract/kept-messages';
import { z } from 'zod';

/** What the trial's process tells its parent. `problem` is null when the device gave the known answer. */
export const trialAnswer = z.object({
  problem: said.nullable(),
  milliseconds: z.number().nullable(),
});
export type TrialAnswer = z.infer<typeof trialAnswer>;
