import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { explainImageError } from './explain-image-error.ts';

const endings = new Set([
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.png',
  '.tif',
  '.tiff',
  '.webp',
  '.avif',
  '.heic',
  '.heif',
  '.hif',
]);

/** Whether a file is called as photos are. */
export function isPhotoName(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}

/**
 * The files named, and of every folder named the photos in it and below, by their endings, in the order of their names. Hidden
 * files and folders are passed over. Throws an `AppError` when a path leads nowhere.
 */
export async function listPhotoFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const facts = await stat(path).catch((error: unknown) => {
      throw explainImageError(error, path);
    });
    found.push(...(facts.isDirectory() ? await photosBelow(path) : [path]));
  }
  return [...new Set(found)];
}

async function photosBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: false }).catch((error: unknown) => {
    throw explainImageError(error, folder);
  });
  const seen = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => a.name.localeCompare(b.name));
  const found: string[] = [];
  for (const entry of seen) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await photosBelow(path)));
    else if (entry.isFile() && isPhotoName(entry.name)) found.push(path);
  }
  return found;
}
