import { basename } from 'node:path';
import { AppError, type ErrorCode } from '#contract/errors';
import { say } from '#contract/messages';

type FileMessage =
  | `photos.${'missing' | 'missing-folder' | 'not-readable' | 'is-folder' | 'unreadable'}`
  | `writing.${'no-folder' | 'not-allowed' | 'protected' | 'is-folder' | 'read-only'}`
  | `${'photos' | 'writing'}.${'name-too-long' | 'link-to-itself' | 'disk-fails'}`;

/** What a failed read or write means, by the error code of the operating system. */
const systemErrors: Record<string, { code: ErrorCode; reading: FileMessage; writing: FileMessage }> = {
  ENOENT: { code: 'not-found', reading: 'photos.missing', writing: 'writing.no-folder' },
  ENOTDIR: { code: 'not-found', reading: 'photos.missing-folder', writing: 'writing.no-folder' },
  EACCES: { code: 'not-allowed', reading: 'photos.not-readable', writing: 'writing.not-allowed' },
  EPERM: { code: 'not-allowed', reading: 'photos.not-readable', writing: 'writing.protected' },
  EISDIR: { code: 'unreadable-image', reading: 'photos.is-folder', writing: 'writing.is-folder' },
  EROFS: { code: 'not-allowed', reading: 'photos.unreadable', writing: 'writing.read-only' },
  ENAMETOOLONG: { code: 'not-found', reading: 'photos.name-too-long', writing: 'writing.name-too-long' },
  ELOOP: { code: 'not-found', reading: 'photos.link-to-itself', writing: 'writing.link-to-itself' },
  EIO: { code: 'not-allowed', reading: 'photos.disk-fails', writing: 'writing.disk-fails' },
};

/** A failure to read `path` that has to do with the disk or the memory, as an `AppError`; null for any other. Errors that are explained already, and abort, pass. */
export function explainReadError(error: unknown, path: string): Error | null {
  if (isExplained(error)) return error;
  const known = systemErrors[codeOf(error)];
  const name = basename(path);
  if (known) return new AppError(known.code, say(known.reading, { name }), { cause: error });
  if (!isOutOfMemory(error)) return null;
  return new AppError('out-of-memory', say('photos.memory-to-read', { name }), { cause: error });
}

/** A failure to write `path`, as an `AppError`: `out-of-disk`, `not-writable` or `out-of-memory`; what is not understood stays as it is. */
export function explainWriteError(error: unknown, path: string): Error {
  if (isExplained(error)) return error;
  const name = basename(path);
  const message = messageOf(error);
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error)) || fullDisk.test(message)) {
    return new AppError('out-of-disk', say('writing.disk-full', { name }), { cause: error });
  }
  const code = codeOf(error) || systemCodeIn(message);
  const known = systemErrors[code];
  if (known) return new AppError('not-writable', say(known.writing, { name }), { cause: error });
  if (isOutOfMemory(error)) {
    return new AppError('out-of-memory', say('writing.memory-to-write', { name }), { cause: error });
  }
  if (/^E[A-Z]+$/.test(code)) {
    return new AppError('not-writable', say('program.disk-not-written', { path }), { cause: error });
  }
  return error instanceof Error ? error : new Error(message);
}

function isExplained(error: unknown): error is Error {
  return error instanceof AppError || (error instanceof Error && error.name === 'AbortError');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** libvips reports the system's errors only as text. */
const fullDisk = /No space left|Disk quota|ENOSPC|File too large/;
const systemTexts: readonly (readonly [string, string])[] = [
  ['Permission denied', 'EACCES'],
  ['Read-only file system', 'EROFS'],
  ['No such file or directory', 'ENOENT'],
];

function systemCodeIn(message: string): string {
  return systemTexts.find(([text]) => message.includes(text))?.[1] ?? '';
}

function isOutOfMemory(error: unknown): boolean {
  const message = messageOf(error);
  return (
    (error instanceof RangeError && /allocation|Array buffer/i.test(message)) ||
    /out of memory|unable to allocate|Could not allocate|Cannot enlarge memory|Security limit|memory limit/i.test(
      message,
    )
  );
}
