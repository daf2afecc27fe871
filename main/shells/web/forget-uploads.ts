import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '#core/ground/disk/data-folder';

/**
 * Removes the uploads that the saved project does not speak of: copies of photos that were never added or were taken out
 * again. Keeps everything when the project cannot be read. Only to be called while nobody uploads.
 */
export async function forgetUploads({ uploads, projectFile }: DataFolder): Promise<void> {
  const [names, project] = await Promise.all([readdir(uploads).catch(() => []), readIfThere(projectFile)]);
  if (project === null) return;
  const forgotten = names.filter((name) => !project.includes(name));
  await Promise.all(forgotten.map((name) => rm(join(uploads, name), { recursive: true, force: true })));
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null; // No project yet, or one that only the engine may judge.
  }
}
