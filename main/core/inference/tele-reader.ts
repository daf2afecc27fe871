import type { Point, Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/image/pixel-image';
import { matchColour } from '#core/registration/match-colour';
import type { UsableReference } from './choose-reference.ts';
import { prepareReference, type ReferenceTile } from './prepare-reference.ts';
import { createReferenceFinder, type ReferenceWindow } from './reference-window.ts';

/** The registered tele, tile by tile. */
export interface TeleReader {
  /** Which window a tile gets, or null for none. */
  windowFor(input: Rectangle): ReferenceWindow | null;
  read(input: Rectangle, offset: Point): ReferenceTile;
}

/** Compares the two photos once; `margin` is how far around a tile the network searches, in wide pixels. */
export async function createTeleReader(options: {
  wide: PixelImage;
  reference: UsableReference;
  margin: number;
}): Promise<TeleReader> {
  const { wide, margin } = options;
  const { tele, registration, homography } = options.reference;
  const colour = matchColour(wide, tele, registration);
  const { overlap, zoom } = registration;
  return {
    windowFor: await createReferenceFinder({ wide, tele, homography, overlap, zoom: zoom ?? 1 }),
    read: (input, offset) => prepareReference({ tele, homography, colour, input, margin, offset }),
  };
}
