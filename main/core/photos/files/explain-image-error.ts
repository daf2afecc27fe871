import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { explainReadError } from '#core/ground/disk/explain-disk-error';

/** The decoder's or the system's failure to read `path`, as an `AppError`. Errors that are explained already, and abort, pass. */
export function explainImageError(error: unknown, path: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  return (
    explainReadError(error, path) ??
    new AppError(
      'unreadable-image',
      `${basename(path)} is damaged or incomplete (${firstLine(message, path)}). Use an undamaged copy`,
      { cause: error },
    )
  );
}

/** One line, without the path that the person knows already. */
function firstLine(message: string, path: string): string {
  const line = message.replaceAll(path, '').split('\n')[0] ?? '';
  return line.replace(/[\s:]+$/, '').slice(0, 160);
}
