import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '#core/ground/disk/data-folder';

/**
 * Removes the uploads that nothing speaks of: copies of photos that were never added, or that no undo could bring back. Whatever may still name
 * one is read as plain text, so that a damaged file counts as much as a whole one: the project and its history, those that were set aside, batches,
 * adaptations, and the pictures that pairs are compared with. Without a project or history, and where anything cannot be read, all are kept.
 * Only to be called while nobody uploads.
 */
export async function forgetUploads({ root, uploads, batches, adaptations, registrations }: DataFolder): Promise<void> {
  const names = await readdir(uploads).catch(() => []);
  if (names.length === 0) return;
  const own = (await listFiles(root, false)).filter((path) => /project.*\.(json|ndjson)$/.test(path));
  if (own.length === 0) return;
  const others = await Promise.all([batches, adaptations, registrations].map((folder) => listFiles(folder, true)));
  const unnamed = new Set(names);
  for (const path of [...own, ...others.flat().filter((path) => /\.(json|ndjson)$/.test(path))]) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return;
    for (const name of unnamed) if (text.includes(name)) unnamed.delete(name);
  }
  await Promise.all([...unnamed].map((name) => rm(join(uploads, name), { recursive: true, force: true })));
}

async function listFiles(folder: string, recursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive, withFileTypes: true }).catch(() => []);
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
