import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { explainReadError } from '#core/ground/disk/explain-disk-error';

/** The decoder's or the system's failure to read `path`, as an `AppError`. Errors that are explained already, and abort, pass. */
export function explainImageError(error: unknown, path: string): Error {
  const why = firstLine(error instanceof Error ? error.message : String(error), path);
  const damaged = say('photos.damaged', { name: basename(path), why });
  return explainReadError(error, path) ?? new AppError('unreadable-image', damaged, { cause: error });
}

/** One line, without the path that the person knows already. */
function firstLine(message: string, path: string): string {
  const line = message.replaceAll(path, '').split('\n')[0] ?? '';
  return line.replace(/[\s:]+$/, '').slice(0, 160);
}
