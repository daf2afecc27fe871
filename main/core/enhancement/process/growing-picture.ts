import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DonePart } from '#contract/api';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import type { WrittenPart } from './enhancement-worker.ts';

/** What can be looked at of an enhancement while the rest of it is made. */
export interface GrowingPicture {
  /** Takes the part's file away. What cannot be shown is left out: the enhancement goes on without it. */
  take(part: WrittenPart): void;
  /** Nothing is added any more; what is there can still be looked at. Resolves when no file is used. */
  end(): Promise<void>;
  /** Removes all that was to be looked at. */
  forget(): Promise<void>;
}

/** `grown` hears all parts whenever there is one more. */
export function createGrowingPicture(pyramids: string, grown: (parts: readonly DonePart[]) => void): GrowingPicture {
  let parts: readonly DonePart[] = [];
  let isEnded = false;
  let last = Promise.resolve();

  async function add({ path, toWide }: WrittenPart): Promise<void> {
    try {
      if (isEnded) return;
      const key = randomBytes(16).toString('hex');
      const pyramid = await buildPyramid({ sourcePath: path, key, folder: pyramids, pixelLimit: Infinity });
      parts = [...parts, { pyramid, toWide }];
      if (!isEnded) grown(parts);
    } catch {
      // A picture less to look at; one of a few pixels is none.
    } finally {
      await rm(path, { force: true });
    }
  }

  return {
    take(part) {
      last = last.then(() => add(part));
    },
    end() {
      isEnded = true;
      return last;
    },
    async forget() {
      const gone = parts;
      parts = [];
      await Promise.all(gone.map(({ pyramid }) => rm(join(pyramids, pyramid.key), { recursive: true, force: true })));
    },
  };
}
