import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { z } from 'zod';
import type { DeviceName } from '#contract/models';
import { precisionAnswer, type PrecisionAnswer } from './precision-answer.ts';
import type { PrecisionTrial } from './precision-trial.ts';
import { trialAnswer, type TrialAnswer } from './trial-answer.ts';
import { trialFolderVariable } from './trial-record.ts';

/** How a device is tried. */
export interface TrialOptions {
  /** Where the built program `device-trial.js` lies. */
  programFolder: string;
  /** How long a device may take over a trial before it counts as hanging; unless told 20 seconds, and 90 for one of a whole network. */
  timeoutMs?: number;
}

/** Tries a device in a process of its own, which may crash or hang with the driver. Never rejects: that is an answer too. */
export function tryDevice(name: DeviceName, { programFolder, timeoutMs = 20_000 }: TrialOptions): Promise<TrialAnswer> {
  const fail = (problem: string): TrialAnswer => ({ problem, milliseconds: null });
  return askTrial([name], null, { programFolder, timeoutMs, schema: trialAnswer, fail });
}

/** Tries half precision on a device in the same way. */
export function tryPrecisionOn(
  name: DeviceName,
  trial: PrecisionTrial,
  { programFolder, timeoutMs = 90_000 }: TrialOptions,
): Promise<PrecisionAnswer> {
  const fail = (problem: string): PrecisionAnswer => ({ problem, levelsApart: null, milliseconds: null });
  return askTrial([name, 'precision'], trial, { programFolder, timeoutMs, schema: precisionAnswer, fail });
}

function askTrial<Answer>(
  programArguments: readonly string[],
  task: object | null,
  options: Required<TrialOptions> & { schema: z.ZodType<Answer>; fail: (problem: string) => Answer },
): Promise<Answer> {
  const { programFolder, timeoutMs, schema, fail } = options;
  return new Promise((resolve) => {
    const child = fork(join(programFolder, 'device-trial.js'), programArguments, {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so. A trial that crashes is no work that was lost.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [trialFolderVariable]: undefined },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => end(fail(`It did not answer within ${timeoutMs / 1000} seconds.`)), timeoutMs);
    child.on('message', (message) => {
      const answer = schema.safeParse(message);
      end(answer.success ? answer.data : fail('Its trial gave no readable answer.'));
    });
    child.on('error', (error) => end(fail(`Its trial could not be started: ${error.message}.`)));
    child.on('exit', (code, signal) =>
      end(fail(`Its trial ended without an answer (${signal ?? `exit code ${String(code)}`}).`)),
    );
    // A process that ended before it was asked is told by `exit`.
    if (task !== null) child.send(task, () => undefined);
  });
}
