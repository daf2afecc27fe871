import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { DeviceName } from '#contract/models';
import { trialAnswer, type TrialAnswer } from './trial-answer.ts';
import { trialFolderVariable } from './trial-record.ts';

/** How a device is tried. */
export interface TrialOptions {
  /** Where the built program `device-trial.js` lies. */
  programFolder: string;
  /** How long a device may take over its trial before it counts as hanging; 20 seconds unless told. */
  timeoutMs?: number;
}

/** Tries a device in a process of its own, which may crash or hang with the driver. Never rejects: that is an answer too. */
export function tryDevice(name: DeviceName, { programFolder, timeoutMs = 20_000 }: TrialOptions): Promise<TrialAnswer> {
  return new Promise((resolve) => {
    const child = fork(join(programFolder, 'device-trial.js'), [name], {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so. A trial that crashes is no work that was lost.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [trialFolderVariable]: undefined },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (answer: TrialAnswer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve(answer);
    };
    const fail = (problem: string): void => end({ problem, milliseconds: null });
    const timer = setTimeout(() => fail(`It did not answer within ${timeoutMs / 1000} seconds.`), timeoutMs);
    child.on('message', (message) => {
      const answer = trialAnswer.safeParse(message);
      if (answer.success) end(answer.data);
      else fail('Its trial gave no readable answer.');
    });
    child.on('error', (error) => fail(`Its trial could not be started: ${error.message}.`));
    child.on('exit', (code, signal) =>
      fail(`Its trial ended without an answer (${signal ?? `exit code ${String(code)}`}).`),
    );
  });
}
