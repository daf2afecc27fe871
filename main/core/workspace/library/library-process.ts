import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { openProgram, type Program } from '#core/ground/programs/ask-program';
import { inProcess } from '#core/ground/programs/start-program';
import type { LibraryWork } from './library-worker.ts';

/**
 * Photos are read and small pictures made in a process of its own, so that this one answers at once whatever lies in them. A file that
 * ends the process is AppError `internal`.
 */
export type LibraryProcess = Pick<Program<LibraryWork>, 'ask' | 'close'>;

export function createLibraryProcess({ programFolder }: { programFolder: string }): LibraryProcess {
  return openProgram<LibraryWork>({
    // One picture per thread is enough.
    start: inProcess(join(programFolder, 'library-worker.js'), { environment: { VIPS_CONCURRENCY: '1' } }),
    ended: () => new AppError('internal', say('photos.reader-ended')),
    // While one waits for the disk, another decodes.
    atOnce: 3,
    idleMs: 60_000,
    onCancel: 'leave',
  });
}
