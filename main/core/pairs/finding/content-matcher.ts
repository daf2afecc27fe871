import type { PhotoSummary } from '#contract/photos';
import { openRegistrationWorker } from '#core/pairs/registering/open-registration-worker';
import type { ContentMatcher } from './pair-by-content.ts';
import type { ContentCopy } from './read-content-copy.ts';

/** In smaller pictures nothing can be found. */
const minSide = 48;

/** Looks at photos with `copyOf` and compares them in the registration's worker. A photo that cannot be read, or is tiny, is not compared. */
export function openContentMatcher(options: {
  copyOf: (photo: PhotoSummary, signal: AbortSignal) => Promise<ContentCopy>;
  /** Where the built programs lie. */
  programFolder: string;
}): ContentMatcher {
  const worker = openRegistrationWorker(options.programFolder);
  return {
    async look(photo, signal) {
      const image = await options.copyOf(photo, signal).catch(() => null);
      signal.throwIfAborted();
      if (image === null || Math.min(image.width, image.height) < minSide) return null;
      return worker.ask('content', { image }, { moved: [image.data.buffer], signal });
    },
    compare: (one, other, signal) => worker.ask('compare', { one, other }, { signal }),
  };
}
