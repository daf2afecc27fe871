import type { PhotoSummary } from '#contract/photos';

/**
 * How many times larger the wide's field of view should be, by the focal lengths in EXIF. Null when they are unknown
 * or nearly equal: then the zoom came from something EXIF does not tell.
 */
export function zoomHintOf(wide: Pick<PhotoSummary, 'camera'>, tele: Pick<PhotoSummary, 'camera'>): number | null {
  const [wideLength, teleLength] = [wide.camera.focalLength35, tele.camera.focalLength35];
  if (!wideLength || !teleLength) return null;
  const zoom = teleLength / wideLength;
  const isTelling = Math.abs(Math.log(zoom)) > Math.log(1.15) && zoom > 1 / 12 && zoom < 12;
  return isTelling ? zoom : null;
}
