import type { PhotoSummary } from '#contract/photos';
import { openRegistrationWorker } from '#core/pairs/registering/open-registration-worker';
import type { ContentMatcher } from './gather-sets.ts';
import { measureSharpness } from './measure-sharpness.ts';
import type { ContentCopy } from './read-content-copy.ts';

/** In smaller pictures nothing can be found. */
const minSide = 48;
/** Long sides of the copies in which contents are compared, and of those whose sharpness is. */
const longSides = { content: 960, sharpness: 1920 };

/** Looks at photos with `copyOf` and compares them in the registration's worker. A photo that cannot be read, or is tiny, is not compared. */
export function openContentMatcher(options: {
  copyOf: (photo: PhotoSummary, longSide: number, signal: AbortSignal) => Promise<ContentCopy>;
  /** Where the built programs lie. */
  programFolder: string;
}): ContentMatcher {
  const copyOf = async (photo: PhotoSummary, longSide: number, signal: AbortSignal): Promise<ContentCopy | null> => {
    const image = await options.copyOf(photo, longSide, signal).catch(() => null);
    signal.throwIfAborted();
    return image === null || Math.min(image.width, image.height) < minSide ? null : image;
  };
  const worker = openRegistrationWorker(options.programFolder);
  return {
    async look(photo, signal) {
      const image = await copyOf(photo, longSides.content, signal);
      return image && worker.ask('content', { image }, { moved: [image.data.buffer], signal });
    },
    compare: (one, other, signal) => worker.ask('compare', { one, other }, { signal }),
    async sharpness(photo, signal) {
      const image = await copyOf(photo, longSides.sharpness, signal);
      return image === null ? 0 : measureSharpness(image);
    },
  };
}
