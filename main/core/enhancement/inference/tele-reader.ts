import type { Point, Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { matchColour } from '#core/pairs/registering/match-colour';
import type { UsableReference } from './choose-reference.ts';
import { comparePhotos } from './compare-photos.ts';
import { prepareReference, type ReferenceTile } from './prepare-reference.ts';
import { createReferenceTrust } from './reference-trust.ts';
import { createReferenceFinder, type ReferenceWindow } from './reference-window.ts';

/** The registered tele, tile by tile. */
export interface TeleReader {
  /** Which window a tile gets, or null for none. */
  windowFor(input: Rectangle): ReferenceWindow | null;
  read(input: Rectangle, offset: Point): ReferenceTile;
}

/**
 * Aligns and compares the two photos once; `margin` is how far around a tile the network searches, in wide pixels. Rejects with the
 * signal's reason when cancelled.
 */
export async function createTeleReader(options: {
  wide: PixelImage;
  reference: UsableReference;
  margin: number;
  signal?: AbortSignal | undefined;
}): Promise<TeleReader> {
  const { wide, margin, signal } = options;
  const { tele, registration, homography } = options.reference;
  const colour = matchColour(wide, tele, registration);
  const pictures = { wide, tele, homography, overlap: registration.overlap, zoom: registration.zoom ?? 1 };
  const field = await alignLocally({ ...pictures, signal });
  signal?.throwIfAborted();
  const comparison = await comparePhotos({ ...pictures, field });
  const trust = createReferenceTrust(comparison, margin);
  return {
    windowFor: createReferenceFinder(comparison),
    read: (input, offset) => prepareReference({ tele, homography, colour, field, trust, input, margin, offset }),
  };
}
