import { join } from 'node:path';
import type { z } from 'zod';
import { AppError, saidBy } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { openProgram, type Program } from '#core/ground/programs/ask-program';
import { inProcess } from '#core/ground/programs/start-program';
import type { TrialWork } from './device-trial.ts';
import { precisionResult, type PrecisionResult } from './precision-result.ts';
import type { PrecisionTrial } from './precision-trial.ts';
import { trialResult, type TrialResult } from './trial-result.ts';
import { trialFolderVariable } from './trial-record.ts';

/** How a device is tried. */
export interface TrialOptions {
  /** Where the built program `device-trial.js` lies. */
  programFolder: string;
  /** How long a device may take over a trial before it counts as hanging; unless told 20 seconds, and 90 for one of a whole network. */
  timeoutMs?: number;
}

/** Tries a device in a process of its own, which may crash or hang with the driver. Never rejects: that is an answer too. */
export function tryDevice(name: DeviceName, { programFolder, timeoutMs = 20_000 }: TrialOptions): Promise<TrialResult> {
  const fail = (problem: Said): TrialResult => ({ problem, milliseconds: null });
  return askTrial((program, signal) => program.ask('device', name, { signal }), {
    programFolder,
    timeoutMs,
    schema: trialResult,
    fail,
  });
}

/** Tries half precision on a device in the same way. */
export function tryPrecisionOn(
  name: DeviceName,
  trial: PrecisionTrial,
  { programFolder, timeoutMs = 90_000 }: TrialOptions,
): Promise<PrecisionResult> {
  const fail = (problem: Said): PrecisionResult => ({ problem, levelsApart: null, milliseconds: null });
  return askTrial((program, signal) => program.ask('precision', { name, trial }, { signal }), {
    programFolder,
    timeoutMs,
    schema: precisionResult,
    fail,
  });
}

async function askTrial<Answer>(
  ask: (program: Program<TrialWork>, signal: AbortSignal) => Promise<unknown>,
  options: Required<TrialOptions> & { schema: z.ZodType<Answer>; fail: (problem: Said) => Answer },
): Promise<Answer> {
  const { programFolder, timeoutMs, schema, fail } = options;
  // A trial that crashes is no work that was lost.
  const environment = { [trialFolderVariable]: undefined };
  const program = openProgram<TrialWork>({
    start: inProcess(join(programFolder, 'device-trial.js'), { environment }),
    ended: (how) => new AppError('device-unavailable', say('enhancing.trial-ended', { how })),
    onCancel: 'end',
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = schema.safeParse(await ask(program, signal));
    return answer.success ? answer.data : fail(say('enhancing.unreadable-trial'));
  } catch (error) {
    if (signal.aborted) return fail(say('enhancing.no-answer-in-time', { seconds: timeoutMs / 1000 }));
    return fail(saidBy(error));
  } finally {
    program.close();
  }
}
