import { stat } from 'node:fs/promises';
import type { OpenedPhoto } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';

/** Photos as the page shows them: their facts, and a picture to look at. */
export interface PhotoCache {
  /** Reads a photo, or gives it at once while its file stays unchanged. Throws like `readPhotoSummary` and `buildPyramid`. */
  open(path: string, signal?: AbortSignal): Promise<OpenedPhoto>;
}

/** Pictures go to `pyramidFolder`; `pixelLimit` (pixels) is asked each time, because a person may change it. */
export function createPhotoCache(options: { pyramidFolder: string; pixelLimit: () => number }): PhotoCache {
  const { pyramidFolder, pixelLimit } = options;
  const opened = new Map<string, { state: string; photo: OpenedPhoto }>();

  async function read(path: string, signal?: AbortSignal): Promise<OpenedPhoto> {
    const summary = await readPhotoSummary(path);
    const pyramid = await buildPyramid({
      sourcePath: path,
      key: summary.id,
      folder: pyramidFolder,
      pixelLimit: pixelLimit(),
      ...(signal && { signal }),
    });
    return { summary, pyramid };
  }

  return {
    async open(path, signal) {
      const state = await stateOf(path);
      const known = opened.get(path);
      if (known?.state === state) return known.photo;
      const photo = await read(path, signal);
      opened.set(path, { state, photo });
      return photo;
    },
  };
}

/** Changes whenever the file does. */
async function stateOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch (error) {
    throw new AppError('not-found', say('photos.no-longer-there', { path }), { cause: error });
  }
}
