import { constants, createReadStream, createWriteStream } from 'node:fs';
import { lutimes, mkdir, open, readlink, realpath, stat, utimes, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { explainReadError, explainWriteError } from '#core/ground/disk/explain-disk-error';
import { openFile } from '#core/ground/disk/open-file';
import { writeWhole } from '#core/ground/disk/write-whole';

/**
 * Copies a file that lies in one of `folders`, its time as well. It is looked where the file that was opened lies, so that a link that takes its place meanwhile
 * leads nowhere. Throws `not-allowed` for one that lies elsewhere, `unreadable-image` for what is no file, and what reading and writing throw.
 */
export async function copyOutOf(folders: readonly string[], path: string, targetPath: string): Promise<void> {
  const file = await openFile(path).catch((error: unknown) => {
    throw explainReadError(error, path) ?? error;
  });
  try {
    await refuseElsewhere(file, path, folders);
    const facts = await file.stat();
    await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(targetPath, { flags: 'wx' }));
    await utimes(targetPath, facts.atime, facts.mtime);
  } catch (error) {
    throw explainWriteError(error, targetPath);
  } finally {
    await file.close();
  }
}

/** Copies a file into one of `folders`, its time as well, whole as `writeWhole` does. Throws `not-allowed` when that folder turns out to lie elsewhere, and what `writeWhole` throws. */
export async function copyInto(
  folders: readonly string[],
  path: string,
  targetPath: string,
  options: { never: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const folder = await openFolder(dirname(targetPath), folders).catch((error: unknown) => {
    throw explainWriteError(error, targetPath);
  });
  try {
    const placed = folder.at(basename(targetPath));
    await writeWhole(placed, createReadStream(path), options);
    const { atime, mtime } = await stat(path);
    await lutimes(placed, atime, mtime);
  } finally {
    await folder.close();
  }
}

/** A folder that is held: what is written `at` a name lands in it, whatever is put in its place meanwhile. */
export interface HeldFolder {
  at(name: string): string;
  close(): Promise<void>;
}

/** Opens a folder in one of `folders`, and makes it where it is absent. Throws `not-allowed` for one that lies elsewhere. */
export async function openFolder(path: string, folders: readonly string[]): Promise<HeldFolder> {
  if (!canHold) {
    await mkdir(path, { recursive: true });
    const place = await realpath(path);
    await refuseElsewhere(null, place, folders);
    return { at: (name) => join(place, name), close: async () => undefined };
  }
  const handle = (await openIfThere(path)) ?? (await makeFolder(path, folders));
  try {
    await refuseElsewhere(handle, path, folders);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { at: (name) => `/proc/self/fd/${handle.fd}/${name}`, close: () => handle.close() };
}

/** Linux alone lets a path begin at an open folder; elsewhere a link is seen up to the moment before the file is made. */
const canHold = process.platform === 'linux';

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function makeFolder(path: string, folders: readonly string[]): Promise<FileHandle> {
  const parent = await openFolder(dirname(path), folders);
  try {
    const place = parent.at(basename(path));
    await mkdir(place, { recursive: true });
    return await open(place, constants.O_RDONLY | constants.O_DIRECTORY);
  } finally {
    await parent.close();
  }
}

async function refuseElsewhere(handle: FileHandle | null, path: string, folders: readonly string[]): Promise<void> {
  const place = handle !== null && canHold ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(path);
  const allowed = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  if (allowed.some((folder) => isWithin(place, folder))) return;
  throw new AppError('not-allowed', say('writing.outside-of-worker', { folders: folders.join(', '), outside: path }));
}

/** Whether a real path is a folder or lies in it. */
export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
