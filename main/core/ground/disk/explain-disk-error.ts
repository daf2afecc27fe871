import { basename } from 'node:path';
import { AppError, type ErrorCode } from '#contract/errors';

/** What a failed read or write means, by the error code of the operating system. */
const systemErrors: Record<string, { code: ErrorCode; reading: string; writing: string }> = {
  ENOENT: {
    code: 'not-found',
    reading: 'does not exist. It may have been moved or renamed',
    writing: 'lies in a folder that does not exist. Choose another folder',
  },
  ENOTDIR: {
    code: 'not-found',
    reading: 'does not exist: a part of its path is a file',
    writing: 'lies in a folder that does not exist. Choose another folder',
  },
  EACCES: {
    code: 'not-allowed',
    reading: 'may not be read by this user. Change its permissions',
    writing: 'may not be written by this user. Choose another folder or change its permissions',
  },
  EPERM: {
    code: 'not-allowed',
    reading: 'may not be read by this user. Change its permissions',
    writing: 'may not be written: it is protected or open in another program. Choose another name',
  },
  EISDIR: {
    code: 'unreadable-image',
    reading: 'is a folder, expected a photo',
    writing: 'is a folder. Choose a file name',
  },
  EROFS: {
    code: 'not-allowed',
    reading: 'cannot be read',
    writing: 'lies on a disk that is read-only. Choose another folder',
  },
  ENAMETOOLONG: {
    code: 'not-found',
    reading: 'has a name or a path that is too long for this system. Move or rename it',
    writing: 'has a name or a path that is too long for this disk. Choose a shorter one',
  },
  ELOOP: {
    code: 'not-found',
    reading: 'is a link that leads back to itself. Choose the file that it was meant for',
    writing: 'is a link that leads back to itself. Choose another name',
  },
  EIO: {
    code: 'not-allowed',
    reading: 'cannot be read: its disk fails. Copy what is on it to another one',
    writing: 'cannot be written: its disk fails. Choose another disk',
  },
};

/** A failure to read `path` that has to do with the disk or the memory, as an `AppError`; null for any other. Errors that are explained already, and abort, pass. */
export function explainReadError(error: unknown, path: string): Error | null {
  if (isExplained(error)) return error;
  const known = systemErrors[codeOf(error)];
  if (known) return new AppError(known.code, `${basename(path)} ${known.reading}`, { cause: error });
  if (!isOutOfMemory(error)) return null;
  return new AppError('out-of-memory', `There is not enough memory to read ${basename(path)}`, { cause: error });
}

/** A failure to write `path`, as an `AppError`: `out-of-disk`, `not-writable` or `out-of-memory`; what is not understood stays as it is. */
export function explainWriteError(error: unknown, path: string): Error {
  if (isExplained(error)) return error;
  const name = basename(path);
  const message = messageOf(error);
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error)) || fullDisk.test(message)) {
    const words = `The disk is full: ${name} could not be written. Make room or choose another disk`;
    return new AppError('out-of-disk', words, { cause: error });
  }
  const code = codeOf(error) || systemCodeIn(message);
  const known = systemErrors[code];
  if (known) return new AppError('not-writable', `${name} ${known.writing}`, { cause: error });
  if (isOutOfMemory(error)) {
    return new AppError('out-of-memory', `There is not enough memory to write ${name}`, { cause: error });
  }
  if (/^E[A-Z]+$/.test(code)) {
    const words = `Expected to write ${path}, but the disk refused. Check who may write there.`;
    return new AppError('not-writable', words, { cause: error });
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
