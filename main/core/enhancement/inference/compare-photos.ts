import {
  boundsOf,
  invertHomography,
  scaleHomography,
  type Homography,
  type Point,
  type Rectangle,
} from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { detailBand, type DetailBand } from '#core/pairs/registering/detail-band';
import type { ShiftField } from '#core/pairs/registering/shift-field';

/** The brightness detail of both photos where they overlap, at reduced size and on the same pixels. */
export interface PhotoComparison {
  readonly overlap: readonly Point[];
  /** What the bands show, in wide pixels over `comparisonShrink`. */
  readonly bounds: Rectangle;
  readonly wide: DetailBand;
  readonly tele: DetailBand;
}

/** The bands are half as fine as the wide photo: 4 pixels of the 2x grid. */
export const comparisonShrink = 2;

/** Brings both photos' detail onto the same pixels, where the tele goes by its homography and by `field`, what that leaves. */
export async function comparePhotos(options: {
  wide: PixelImage;
  tele: PixelImage;
  homography: Homography;
  overlap: readonly Point[];
  /** Tele pixels to one of the wide. */
  zoom: number;
  field: ShiftField | null;
}): Promise<PhotoComparison> {
  const { wide, tele, homography, overlap, zoom, field } = options;
  const smallest = boundsOf(overlap.map(({ x, y }) => ({ x: x / comparisonShrink, y: y / comparisonShrink })));
  const bounds = { ...smallest, width: Math.max(2, smallest.width), height: Math.max(2, smallest.height) };
  return {
    overlap,
    bounds,
    wide: await detailBand(wide, scaleHomography(1, 1), 1, comparisonShrink, bounds),
    tele: await detailBand(tele, invertHomography(homography), zoom, comparisonShrink, bounds, field),
  };
}
