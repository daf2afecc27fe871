import type { Plane } from '#native-models/planes';
import type { Mask } from './metrics.ts';

/** A mean over tiles and its standard error: their standard deviation over the root of their number. */
export interface TileGain {
  mean: number;
  error: number;
  tiles: number;
}

/**
 * What one result gains over another, tile by tile of 64 x 64 pixels wholly inside the mask, dB of the squared error against the truth. Two
 * results are compared in the same tiles, so that what the scene does to both drops out.
 */
export function tileGains(truth: Plane, result: Plane, base: Plane, mask: Mask): number[] {
  const { width, height } = truth;
  const gains: number[] = [];
  for (let top = 0; top + side <= height; top += side) {
    for (let left = 0; left + side <= width; left += side) {
      const sums = { result: 0, base: 0, inside: 0 };
      for (let y = top; y < top + side; y += 1) {
        for (let index = y * width + left; index < y * width + left + side; index += 1) {
          const value = truth.data[index] ?? 0;
          sums.result += (value - (result.data[index] ?? 0)) ** 2;
          sums.base += (value - (base.data[index] ?? 0)) ** 2;
          sums.inside += mask[index] ?? 0;
        }
      }
      if (sums.inside === side ** 2) gains.push(10 * Math.log10((sums.base + rounding) / (sums.result + rounding)));
    }
  }
  return gains;
}

/** Null for fewer than two tiles. */
export function meanOfTiles(gains: readonly number[]): TileGain | null {
  const tiles = gains.length;
  if (tiles < 2) return null;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / tiles;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (tiles - 1);
  return { mean, error: Math.sqrt(variance / tiles), tiles };
}

const side = 64;
/** What rounding to whole grey levels alone leaves in a tile, so that a perfect one gains no infinity. */
const rounding = side ** 2 / 12;
