import { blurPlane } from './lens-blur.ts';
import { tileSide } from '../tile-geometry.ts';

const plane = tileSide * tileSide;
/** In wide pixels: what is smoother is tone, not noise. */
const smooth = 3;
/** A normal distribution's deviation over the median of its absolute values. */
const deviationPerMedian = 1.4826;

/** Standard deviation of what is rough in the green of wide - seen, both [3, T, T]: robust, as places that do not fit must not count. */
export function noiseLeft(wide: Float32Array, seen: Float32Array): number {
  const residual = Float32Array.from({ length: plane }, (_, at) => (wide[plane + at] ?? 0) - (seen[plane + at] ?? 0));
  const tone = new Float32Array(plane);
  blurPlane(residual, tone, tileSide, tileSide, smooth);
  const sizes = residual.map((value, at) => Math.abs(value - (tone[at] ?? 0))).sort();
  return deviationPerMedian * (sizes[plane >> 1] ?? 0);
}

/** The bands in which an estimate errs, in wide pixels: what is finer than the first, and than the second. */
const bands = [0.8, 2] as const;

/** A camera that was measured a little too sharp or too soft: what [3, T, T] has in each band made stronger by a share of its own. */
export function errWhereSharp(seen: Float32Array, shares: readonly [number, number]): Float32Array {
  const result = seen.slice();
  const soft = new Float32Array(plane);
  for (let channel = 0; channel < 3; channel++) {
    const exact = seen.subarray(channel * plane, (channel + 1) * plane);
    const erring = result.subarray(channel * plane, (channel + 1) * plane);
    bands.forEach((sigma, band) => {
      blurPlane(exact, soft, tileSide, tileSide, sigma);
      for (let at = 0; at < plane; at++)
        erring[at] = (erring[at] ?? 0) + (shares[band] ?? 0) * ((exact[at] ?? 0) - (soft[at] ?? 0));
    });
  }
  return result;
}
