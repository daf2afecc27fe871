import {
  applyHomography,
  boundsOf,
  composeHomographies,
  cornersOf,
  invertHomography,
  type Homography,
  type Point,
  type Rectangle,
  type Size,
} from './geometry.ts';

/**
 * Cropping and straightening, once for the whole program.
 *
 * Straightening turns the upright photo around its middle, clockwise when the angle is positive; the middle keeps its
 * coordinates. A crop is an upright rectangle in whole pixels of that turned photo. Not turned, it is a part of the photo.
 */

/** Upright photo to turned photo, as a homography of pixels. */
export function turnHomography({ width, height }: Size, degrees: number): Homography {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [width / 2, height / 2];
  return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1];
}

/** Upright photo to the picture that comes out: the turned photo at `scale` times its size, from the crop's corner on. */
export function outputHomography(photo: Size, crop: Rectangle, degrees: number, scale = 2): Homography {
  const toOutput: Homography = [scale, 0, -scale * crop.x, 0, scale, -scale * crop.y, 0, 0, 1];
  return composeHomographies(toOutput, turnHomography(photo, degrees));
}

/** The corners of a crop in upright pixels of the photo, clockwise from its top left. */
export function cropCorners(photo: Size, crop: Rectangle, degrees: number): Point[] {
  const back = invertHomography(turnHomography(photo, degrees));
  return cornersOf(crop).map(({ x, y }) => applyHomography(back, { x: crop.x + x, y: crop.y + y }));
}

/** Whether a crop lies inside the turned photo, up to `tolerance` pixels. */
export function isInsidePhoto(photo: Size, crop: Rectangle, degrees: number, tolerance = 1e-6): boolean {
  return cropCorners(photo, crop, degrees).every(
    ({ x, y }) => x >= -tolerance && y >= -tolerance && x <= photo.width + tolerance && y <= photo.height + tolerance,
  );
}

/** The largest crop around the photo's middle that lies inside the turned photo, `ratio` being its width over its height. */
export function largestCrop(photo: Size, degrees: number, ratio = photo.width / photo.height): Rectangle {
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const high = Math.min(photo.width / (ratio * cos + sin), photo.height / (ratio * sin + cos));
  // Whole pixels put a turned crop up to half a pixel off the middle.
  const spare = degrees === 0 ? 0 : 1;
  const width = Math.max(1, Math.floor(high * ratio + 1e-6) - spare);
  const height = Math.max(1, Math.floor(high + 1e-6) - spare);
  return { x: Math.round((photo.width - width) / 2), y: Math.round((photo.height - height) / 2), width, height };
}

/** The part of the upright photo that a turned crop needs: its whole-pixel bounds and `margin` pixels around, inside the photo. */
export function uprightBounds(photo: Size, crop: Rectangle, degrees: number, margin: number): Rectangle {
  const bounds = boundsOf(cropCorners(photo, crop, degrees));
  const [left, top] = [Math.max(0, bounds.x - margin), Math.max(0, bounds.y - margin)];
  return {
    x: left,
    y: top,
    width: Math.min(photo.width, bounds.x + bounds.width + margin) - left,
    height: Math.min(photo.height, bounds.y + bounds.height + margin) - top,
  };
}

/** The crop that shows what the tele saw: the bounds of its outline in the turned photo, `overlap` being that outline in the upright one. Null when there is none. */
export function teleCrop(photo: Size, overlap: readonly Point[], degrees: number): Rectangle | null {
  if (overlap.length < 3) return null;
  const turn = turnHomography(photo, degrees);
  return fitInside(photo, boundsOf(overlap.map((point) => applyHomography(turn, point))), degrees);
}

/** The crop itself, in whole pixels, when it lies inside the turned photo, else the largest of its shape around the same middle that does; null when that is outside. */
export function fitInside(photo: Size, crop: Rectangle, degrees: number): Rectangle | null {
  const middle = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 };
  const whole = around(middle, crop, 1);
  if (isInsidePhoto(photo, whole, degrees)) return whole;
  let [low, high] = [0, 1];
  // The photo is convex, so that every smaller crop around a middle inside it lies inside from some size on.
  for (let step = 0; step < 24; step += 1) {
    const share = (low + high) / 2;
    if (isInsidePhoto(photo, around(middle, crop, share), degrees)) low = share;
    else high = share;
  }
  const fitting = around(middle, crop, low);
  return isInsidePhoto(photo, fitting, degrees) ? fitting : null;
}

function around({ x, y }: Point, { width, height }: Size, share: number): Rectangle {
  const size = {
    width: Math.max(1, Math.floor(width * share + 1e-3)),
    height: Math.max(1, Math.floor(height * share + 1e-3)),
  };
  return { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2), ...size };
}
