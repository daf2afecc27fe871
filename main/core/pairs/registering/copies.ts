import { boundsOf, type Point, type Rectangle, type Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { cropImage, shrinkImage } from '#core/photos/pixels/resample';
import { greyOf, type GreyCopy, type GreyImage } from './grey-image.ts';

/** Long side of the copies in which features are looked for. */
const searchLongSide = 1500;
/** Long side of the copies on which the alignment is refined. */
export const refineLongSide = 2000;

/** A small grey copy of a whole photo. */
export async function searchCopy(image: PixelImage): Promise<GreyImage> {
  return greyOf(await shrinkImage(image, searchLongSide));
}

/** Grey copies of the overlap's part of the wide and of the whole tele, at about the same pixel scale. `around` widens the part, as a share of its size. */
export async function refineCopies(
  wide: PixelImage,
  tele: PixelImage,
  overlap: readonly Point[],
  zoom: number,
  { longSide = refineLongSide, around = 0 }: { longSide?: number; around?: number } = {},
): Promise<{ wide: GreyCopy; tele: GreyCopy }> {
  const shows = withinImage(widened(boundsOf(overlap), around), wide);
  const part = await shrinkImage(cropImage(wide, shows), longSide);
  const scale = part.width / shows.width / zoom;
  const teleCopy = await shrinkImage(tele, Math.max(16, Math.round(Math.max(tele.width, tele.height) * scale)));
  return {
    wide: { image: greyOf(part), shows },
    tele: { image: greyOf(teleCopy), shows: { x: 0, y: 0, width: tele.width, height: tele.height } },
  };
}

function widened({ x, y, width, height }: Rectangle, share: number): Rectangle {
  const [across, down] = [Math.round(width * share), Math.round(height * share)];
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down };
}

function withinImage(rectangle: Rectangle, { width, height }: Size): Rectangle {
  const [x, y] = [Math.max(rectangle.x, 0), Math.max(rectangle.y, 0)];
  return {
    x,
    y,
    width: Math.min(rectangle.x + rectangle.width, width) - x,
    height: Math.min(rectangle.y + rectangle.height, height) - y,
  };
}
