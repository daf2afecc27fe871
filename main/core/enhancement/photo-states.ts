import { stat } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { contentIdOf } from '#core/photos/metadata/photo-metadata';

/** A photo's file at some time: what it held, and what shows at a glance that it still does. */
export interface PhotoState {
  /** Of its content, see `PhotoSummary`. */
  readonly id: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  /** Where it lay; absent in what an earlier version wrote down. */
  readonly path?: string;
}

/** How a file is now; it is read to its end. Throws as `readPhotoSummary` does, and `not-found`. */
export async function stateOf(path: string): Promise<PhotoState> {
  const facts = await glance(path);
  if (facts === null) throw new AppError('not-found', say('photos.no-longer-there', { path }));
  return { id: await contentIdOf(path), ...facts, path };
}

/** Whether another content lies where a photo was. A file of another time is read; one that is not there, as on a disk that was taken off, has not changed. */
export async function hasChanged(path: string, was: PhotoState): Promise<boolean> {
  const now = await glance(path);
  if (now === null || (now.bytes === was.bytes && now.mtimeMs === was.mtimeMs)) return false;
  return now.bytes !== was.bytes || (await contentIdOf(path)) !== was.id;
}

async function glance(path: string): Promise<Pick<PhotoState, 'bytes' | 'mtimeMs'> | null> {
  const facts = await stat(path).catch(() => null);
  return facts === null ? null : { bytes: facts.size, mtimeMs: facts.mtimeMs };
}
