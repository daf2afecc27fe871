import { luma, type Plane } from '#native-models/planes';
import { blurPlane } from '#native-models/simulation/camera/lens-blur';

/**
 * Of what is smoother than the second, in pixels of the 2x grid, colour and light decide, and what is finer than the first is more the tele's noise than what it
 * shows: a network that copies that noise must not be praised for it.
 */
const band = { finest: 0.8, smoothest: 6 };
/** How far a reference may lie off, in whole pixels of the 2x grid. */
const search = 4;

/** BT.601 luma of the middle of [3, side, side] planes of 0 to 1, without `border` pixels on every side. */
export function lumaInside(pixels: Float32Array, side: number, border: number): Plane {
  const inner = side - 2 * border;
  const plane = side * side;
  const values = new Float32Array(inner * inner);
  for (let row = 0, target = 0; row < inner; row += 1) {
    for (let column = 0; column < inner; column += 1, target += 1) {
      const at = (row + border) * side + column + border;
      values[target] = luma(pixels[at] ?? 0, pixels[plane + at] ?? 0, pixels[2 * plane + at] ?? 0);
    }
  }
  return { width: inner, height: inner, data: values };
}

/** What a plane shows between the finest and the smoothest. */
export function detailOf({ width, height, data: values }: Plane): Plane {
  const [fine, soft] = [new Float32Array(values.length), new Float32Array(values.length)];
  blurPlane(values, fine, width, height, band.finest);
  blurPlane(values, soft, width, height, band.smoothest);
  return { width, height, data: fine.map((value, at) => value - (soft[at] ?? 0)) };
}

/** Sum of the squared differences of two planes of one size, `border` pixels on every side left out, `second` moved by (x, y). */
export function squaredDifference(
  first: Plane,
  second: Plane,
  border: number,
  { x, y }: { x: number; y: number } = { x: 0, y: 0 },
): number {
  let sum = 0;
  for (let row = border; row < first.height - border; row += 1) {
    for (let column = border; column < first.width - border; column += 1) {
      const difference =
        (first.data[row * first.width + column] ?? 0) - (second.data[(row + y) * second.width + column + x] ?? 0);
      sum += difference * difference;
    }
  }
  return sum;
}

/** Where the reference's detail, moved by at most four whole pixels, comes nearest to a result that knew nothing of it. */
export function bestShift(result: Plane, reference: Plane): { x: number; y: number } {
  let best = { x: 0, y: 0, error: Infinity };
  for (let y = -search; y <= search; y += 1) {
    for (let x = -search; x <= search; x += 1) {
      const error = squaredDifference(result, reference, search, { x, y });
      if (error < best.error) best = { x, y, error };
    }
  }
  return best;
}

/** Pixels that `squaredDifference` leaves out when a plane is moved by `bestShift`. */
export const shiftBorder = search;
