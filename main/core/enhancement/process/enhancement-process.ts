import { join } from 'node:path';
import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { openProgram, type Program } from '#core/ground/programs/ask-program';
import { inProcess } from '#core/ground/programs/start-program';
import type { NameOf, RequestOf, ResultOf } from '#core/ground/programs/work';
import type { Report } from '#core/ground/waiting/progress';
import { noteLostDevices } from '#core/runtime/execution-device';
import type { EnhancementWork, WrittenPart } from './enhancement-worker.ts';

/**
 * Freed memory goes back to the system soon. Left alone, glibc keeps an arena for every thread and gives back ever larger blocks only,
 * and a process grows from photo to photo, and with every telephoto of a set. The blocks of a tile stay: to fetch them anew for each one costs a twentieth of the network's
 * speed. To other systems these say nothing.
 */
const frugal = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '2097152' };

/** Enhancements and previews in a process of their own, so that this one answers at once whatever they do. */
export interface EnhancementProcess extends Pick<Program<EnhancementWork>, 'hold' | 'close'> {
  /**
   * Rejects as `enhancePair` and `SpotPreviewer` do, with the signal's reason when cancelled, and with `device-unavailable` when the
   * process ends, unless a device took it along and another one can do what was asked; the next question starts a new process.
   */
  ask<Name extends NameOf<EnhancementWork>>(
    name: Name,
    request: RequestOf<EnhancementWork[Name]>,
    options: { signal: AbortSignal; report?: Report; show?: ((part: WrittenPart) => void) | undefined },
  ): Promise<ResultOf<EnhancementWork[Name]>>;
}

export function createEnhancementProcess(options: {
  /** Where the built program `enhancement-worker.js` lies. */
  programFolder: string;
  modelFolders: readonly string[];
  /**
   * After how many milliseconds without a question the process is ended; five minutes unless told: photos and networks that are kept warm
   * need memory.
   */
  idleMs?: number;
}): EnhancementProcess {
  const { programFolder, modelFolders, idleMs = 5 * 60_000 } = options;
  /** Ends of the process in the middle of a device's work, after which another device may do better. */
  const lostWithDevice = new WeakSet<Error>();
  const program = openProgram<EnhancementWork>({
    start: inProcess(join(programFolder, 'enhancement-worker.js'), {
      programArguments: modelFolders,
      environment: frugal,
    }),
    async ended(how, processId) {
      const error = stopped(how);
      if ((await noteLostDevices(processId)).length > 0) lostWithDevice.add(error);
      return error;
    },
    idleMs,
  });

  return {
    async ask(name, request, { signal, report, show }) {
      const hear = (news: unknown): void => {
        if (Array.isArray(news)) report?.(...(news as Parameters<Report>));
        else show?.(news as WrittenPart);
      };
      // What was lost is known from now on, so every attempt has one device less to choose from.
      for (let asked = request; ; asked = onAnyDevice(request)) {
        try {
          return await program.ask(name, asked, { signal, hear });
        } catch (error) {
          const mayGoOn = error instanceof Error && lostWithDevice.has(error) && 'choices' in request;
          if (!mayGoOn) throw error;
        }
      }
    },
    hold: () => program.hold(),
    close: () => program.close(),
  };
}

/** The same question, whatever device it was meant for; half precision is then no longer insisted on. */
function onAnyDevice<Request>(request: Request): Request {
  if (typeof request !== 'object' || request === null || !('choices' in request)) return request;
  const choices = request.choices as Pick<EnhanceChoices, 'precision'>;
  const { precision, ...others } = choices;
  return { ...request, choices: { ...others, ...(precision === 'full' && { precision }), device: 'auto' } };
}

function stopped(how: Said): AppError {
  return new AppError('device-unavailable', say('enhancing.computation-ended', { how }));
}
