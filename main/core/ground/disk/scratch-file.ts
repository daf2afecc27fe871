import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './is-running.ts';

/**
 * Gives `work` the path of a file or a folder in `folder` to make, and removes it afterwards. A process that was killed could
 * not, so what such processes left is removed first; files of those that still run stay.
 */
export async function withScratchFile<Result>(
  folder: string,
  ending: string,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const path = join(folder, `${process.pid}.${randomUUID()}${ending}`);
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^(\d+)\.[0-9a-f-]{36}\./.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}
