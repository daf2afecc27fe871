import { stat } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { openResultStore, resultKey } from '#core/ground/disk/result-store';
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
async function hasChanged(path: string, was: PhotoState): Promise<boolean> {
  const now = await glance(path);
  if (now === null || (now.bytes === was.bytes && now.mtimeMs === was.mtimeMs)) return false;
  return now.bytes !== was.bytes || (await contentIdOf(path)) !== was.id;
}

/** What results were made of, kept beside them by their keys. */
export interface Sources {
  write(key: string, states: readonly PhotoState[]): Promise<void>;
  /** The file that is no longer what the result was made of; null when all are, and for what an earlier version made. `paths`, in the order of `write`, are for versions that did not write down where the files lay. */
  changed(key: string, paths: readonly string[]): Promise<string | null>;
  remove(key: string): Promise<void>;
}

export function openSources(folder: string): Sources {
  const store = openResultStore<readonly PhotoState[]>(folder);
  const placeOf = (key: string): string => resultKey('sources', key);
  return {
    write: (key, states) => store.write(placeOf(key), states),
    async changed(key, paths) {
      const was = (await store.read(placeOf(key))) ?? [];
      for (const [index, state] of was.entries()) {
        const path = state.path ?? paths[index];
        if (path !== undefined && (await hasChanged(path, state))) return path;
      }
      return null;
    },
    remove: (key) => store.remove(placeOf(key)),
  };
}

/** The size and the time of a file; null when it is not there. */
export async function glance(path: string): Promise<Pick<PhotoState, 'bytes' | 'mtimeMs'> | null> {
  const facts = await stat(path).catch(() => null);
  return facts === null ? null : { bytes: facts.size, mtimeMs: facts.mtimeMs };
}
