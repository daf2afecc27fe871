import type { PhotoId } from '#contract/photos';
import type { Shot } from '#core/pairs/finding/photo-versions';

/** Which photos are versions of others, as it was found last. */
export interface Versions {
  /** Null for a photo that is none. */
  originalOf(photoId: PhotoId): PhotoId | null;
  /** Looks through all photos; gives those of which something else is true than before. */
  lookAgain(): PhotoId[];
}

export function createVersions(gather: () => readonly Shot[]): Versions {
  let originals = new Map<PhotoId, PhotoId>();
  return {
    originalOf: (photoId) => originals.get(photoId) ?? null,
    lookAgain() {
      const before = originals;
      const found = gather().flatMap(({ best, versions }) =>
        versions.map(({ id }): [PhotoId, PhotoId] => [id, best.id]),
      );
      // The same file in two places is one photo.
      originals = new Map(found.filter(([id, original]) => id !== original));
      return [...new Set([...before.keys(), ...originals.keys()])].filter((id) => before.get(id) !== originals.get(id));
    },
  };
}
