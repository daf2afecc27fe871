import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { toWireError, type WireError } from '#contract/errors';
import type { PhotoSummary } from '#contract/photos';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';

/** A photo that was read, and the state its file was in. */
export interface ReadPhoto {
  readonly summary: PhotoSummary;
  readonly mtimeMs: number;
}

/** What came of reading one file. A file that is no photo has an id all the same: of its content, else of its path. */
export type ReadOutcome =
  | ({ readonly path: string; readonly error: null } & ReadPhoto)
  | { readonly path: string; readonly error: WireError; readonly id: string };

/** Reads what is known of photos, one after the other. Never rejects: what went wrong with a file is its outcome. */
export async function readPhotos(paths: readonly string[]): Promise<ReadOutcome[]> {
  const outcomes: ReadOutcome[] = [];
  for (const path of paths) outcomes.push(await read(path));
  return outcomes;
}

async function read(path: string): Promise<ReadOutcome> {
  try {
    const { mtimeMs } = await stat(path);
    return { path, error: null, summary: await readPhotoSummary(path), mtimeMs };
  } catch (error) {
    return { path, error: toWireError(error), id: await idOf(path) };
  }
}

async function idOf(path: string): Promise<string> {
  const content = createHash('sha256');
  const isRead = await pipeline(createReadStream(path), content).then(
    () => true,
    () => false,
  );
  const hash = isRead ? content : createHash('sha256').update(path);
  return hash.digest('hex').slice(0, 32);
}
