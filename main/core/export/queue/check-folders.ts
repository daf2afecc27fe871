import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { photosOf } from '../batch/batch-item.ts';
import type { QueueJob } from './queue-job.ts';
import { isWithin } from './shared-folders.ts';

/** Throws `not-allowed` unless everything that a job reads and writes lies in these folders, links followed: who can write to the queue shall not thereby write anywhere on this machine. */
export async function checkFolders(
  { item, outputFolder, target }: QueueJob,
  folders: readonly string[],
): Promise<void> {
  const paths = [...photosOf(item), resolve(outputFolder), resolve(outputFolder, ...target.split('/'))];
  const allowed = await Promise.all(folders.map(realPlaceOf));
  for (const path of paths) {
    const place = await realPlaceOf(path);
    if (allowed.some((folder) => isWithin(place, folder))) continue;
    throw new AppError('not-allowed', say('writing.outside-of-worker', { folders: folders.join(', '), outside: path }));
  }
}

/** Links followed as far as there is anything. */
async function realPlaceOf(path: string): Promise<string> {
  const place = await realpath(path).catch(() => null);
  if (place !== null || dirname(path) === path) return place ?? path;
  return join(await realPlaceOf(dirname(path)), basename(path));
}
