import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { speak, type Said } from '#contract/messages';

/** Where the program says what happened, for people who look for a fault. */
export interface Log {
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
  /** A warning for whoever uses the program, too: it is shown where there is a place to show it. */
  tell(said: Said, cause?: unknown): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  tell: () => undefined,
};

/** The same log, whose tellings go to `hear` besides. */
export function toldTo(hear: (said: Said) => void, log: Log): Log {
  return {
    ...log,
    tell(said, cause) {
      log.tell(said, cause);
      hear(said);
    },
  };
}

/**
 * Appends lines to `<folder>/<name>.log`; beyond `limit` bytes it becomes `<name>.1.log` and a new one begins, so that
 * the two never take more than twice the limit. Never throws: a full disk must not stop the work.
 */
export function openLogFile(options: { folder: string; name: string; limit?: number; now?: () => Date }): Log {
  const { folder, name, limit = 1 << 20, now = () => new Date() } = options;
  const path = join(folder, `${name}.log`);

  function write(level: string, message: string, cause?: unknown): void {
    try {
      mkdirSync(folder, { recursive: true });
      if (sizeOf(path) > limit) renameSync(path, join(folder, `${name}.1.log`));
      appendFileSync(path, `${now().toISOString()} ${level} ${message}${wordsOf(cause)}\n`);
    } catch {
      // There is nowhere left to say that the log itself cannot be written.
    }
  }

  return {
    info: (message) => write('info', message),
    warn: (message, cause) => write('warn', message, cause),
    error: (message, cause) => write('error', message, cause),
    tell: (said, cause) => write('warn', speak(said, 'en'), cause),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The cause with its stack and the causes below it. */
function wordsOf(cause: unknown): string {
  if (cause === undefined) return '';
  if (!(cause instanceof Error)) return `\n  ${inspect(cause)}`;
  return `\n  ${cause.stack ?? cause.message}${cause.cause === undefined ? '' : wordsOf(cause.cause)}`;
}
