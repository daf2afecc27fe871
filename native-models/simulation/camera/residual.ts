import { blurPlane } from './lens-blur.ts';
import { comparedSide, noiseLeft } from '../../noise-left.ts';
import { tileSide } from '../tile-geometry.ts';

const plane = tileSide * tileSide;
/** What is left between wide and seen, both [3, T, T], as an enhancement measures it. */
export function noiseBetween(wide: Float32Array, seen: Float32Array): number {
  const residual = wide.map((value, at) => value - (seen[at] ?? 0));
  const across = Array.from({ length: tileSide / comparedSide }, (_, index) => index * comparedSide);
  return noiseLeft(
    across.flatMap((y) =>
      across.map((x) => ({ rough: deviationAround(residual, x, y), texture: deviationAround(wide, x, y) })),
    ),
  );
}

/** Of green in the square whose first pixel is (x, y). */
function deviationAround(planes: Float32Array, x: number, y: number): number {
  const values = Array.from({ length: comparedSide ** 2 }, (_, index) => {
    const row = y + Math.floor(index / comparedSide);
    return planes[plane + row * tileSide + x + (index % comparedSide)] ?? 0;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
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
