import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { openProgram, type Program } from '#core/ground/programs/ask-program';
import { inThread } from '#core/ground/programs/start-program';
import type { RegistrationWork } from './registration-worker.ts';

/**
 * OpenCV in a thread of its own, so that nothing blocks and a crash stays there. A question that fails is AppError `internal`; one that is
 * cancelled stops the thread. Either way the next one starts another.
 */
export type RegistrationWorker = Pick<Program<RegistrationWork>, 'ask'>;

const opened = new Map<string, RegistrationWorker>();

/** The one registration worker of this process. Its thread starts with the first question and never keeps the process alive. */
export function openRegistrationWorker(programFolder: string): RegistrationWorker {
  const worker =
    opened.get(programFolder) ??
    openProgram<RegistrationWork>({
      start: inThread(join(programFolder, 'registration-worker.js')),
      ended: (why) => new AppError('internal', say('registration.failed', { why })),
      atOnce: 1,
      // OpenCV's memory never shrinks, and a new thread starts in less than a second.
      idleMs: 1000,
      onCancel: 'end',
      isFragile: true,
    });
  opened.set(programFolder, worker);
  return worker;
}
