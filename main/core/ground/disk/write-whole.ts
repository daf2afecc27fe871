import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { explainWriteError } from './explain-disk-error.ts';

export interface WriteWholeOptions {
  /** Files that are never to be written, whatever path or link leads there. */
  never?: readonly string[];
  signal?: AbortSignal | undefined;
  /** Where the temporary file lies, on the target's disk; the target's own folder unless told. */
  temporaryFolder?: string | undefined;
}

/**
 * Writes what it is given, or lets a function make a file, under a temporary name beside `targetPath`, brings it safely to disk and renames
 * it, so that the target is whole or absent and an older one stays until the new one is whole. The temporary file never outlives the call.
 * Throws `not-writable` or `out-of-disk`.
 */
export async function writeWhole(
  targetPath: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array> | ((temporaryPath: string) => Promise<void>),
  { never = [], signal, temporaryFolder = dirname(targetPath) }: WriteWholeOptions = {},
): Promise<void> {
  const temporaryPath = temporaryName(temporaryFolder, targetPath);
  let isReserved = false;
  try {
    await refuseOriginals(targetPath, never);
    signal?.throwIfAborted();
    // Made first: the system's own error then says why a folder cannot be written to.
    const file = await open(temporaryPath, 'wx');
    isReserved = true;
    try {
      // What is here already is written through the file that was made, whatever lies at its name by now.
      if (typeof content !== 'function') await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (typeof content === 'function') {
      await content(temporaryPath);
      await bringToDisk(temporaryPath);
    }
    signal?.throwIfAborted();
    await rename(temporaryPath, targetPath);
  } catch (error) {
    if (isReserved) await rm(temporaryPath, { force: true });
    throw explainWriteError(error, targetPath);
  }
  await bringFolderToDisk(dirname(targetPath));
}

/** A hidden name, in the same folder unless told, so that renaming never crosses disks. */
function temporaryName(folder: string, targetPath: string): string {
  return join(
    folder,
    `.telewide-${randomBytes(6).toString('hex')}-${basename(targetPath).slice(0, maxNameCharacters)}.tmp`,
  );
}

/** File systems hold 255 bytes of a name; a character takes up to four. */
const maxNameCharacters = 48;

/** Throws `not-writable` when writing to the target would touch one of the files `never`, whatever path or link leads there. */
export async function refuseOriginals(targetPath: string, never: readonly string[]): Promise<void> {
  const target = await identify(targetPath);
  if (target === null) return;
  if (target.isFolder) throw new AppError('not-writable', say('writing.is-folder', { name: basename(targetPath) }));
  for (const original of never) {
    if ((await identify(original))?.identity === target.identity) {
      throw new AppError('not-writable', say('writing.is-original', { name: basename(targetPath) }));
    }
  }
}

/** Device and inode tell a file through symbolic and hard links; null where there is no file. */
async function identify(path: string): Promise<{ identity: string; isFolder: boolean } | null> {
  try {
    const facts = await stat(path, { bigint: true });
    return { identity: `${String(facts.dev)}:${String(facts.ino)}`, isFolder: facts.isDirectory() };
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) return null;
    throw error;
  }
}

async function bringToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows cannot open folders; there the rename is safe by itself. The target is whole already, so a failure here is none. */
async function bringFolderToDisk(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => null);
  await handle?.close();
}
