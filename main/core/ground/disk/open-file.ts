import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';

/** Opens a file that somebody named, to read it. Throws `unreadable-image` for a pipe, a device or a folder, which might never end, and what the system throws. */
export async function openFile(path: string): Promise<FileHandle> {
  // Without waiting: a pipe that nobody writes into would be waited for for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new AppError('unreadable-image', say('photos.not-a-file', { name: basename(path) }));
}

/** Reads such a file to its end. */
export async function readWholeFile(path: string): Promise<Buffer> {
  const file = await openFile(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}
