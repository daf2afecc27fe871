import { boxBlur, shrinkPlane } from './planes.ts';
import type { Plane } from '#native-models/planes';

/** Whether two pictures that were brought onto one grid really show the same thing there. */
export interface Agreement {
  /** Share of the blocks with structure whose structure is the same in both pictures, 0 to 1; 0 without any. */
  readonly share: number;
  /** How many blocks have structure to compare. */
  readonly blocks: number;
  /** Mean correlation of these blocks, 0 to 1: tells better from worse where the share is full. */
  readonly likeness: number;
}

/** Long side of the grid the pictures are compared on: fine enough for structure, coarse enough to forgive a pixel. */
const comparedLongSide = 1000;
/** Zero-mean normalised correlation from which on a block agrees: unrelated blocks of this size stay below 0.4. */
const agreeing = 0.5;
/** Standard deviation of the band, in grey levels, below which a block shows noise rather than structure. */
const structure = 2;

/**
 * Compares two planes of equal size block by block, NaN marking pixels without value. Only a middle band of
 * frequencies counts, so exposure, colour, noise and sharpness may differ. Independent of any matched feature.
 */
export function measureAgreement(wide: Plane, tele: Plane): Agreement {
  const factor = Math.max(1, Math.round(Math.max(wide.width, wide.height) / comparedLongSide));
  const [wideBand, teleBand] = [bandPass(shrinkPlane(wide, factor)), bandPass(shrinkPlane(tele, factor))];
  const { width, height } = wideBand;
  const block = Math.round(Math.min(Math.max(Math.max(width, height) / 24, 20), 40));
  let [blocks, agreed, sum] = [0, 0, 0];
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      const correlation = correlate(wideBand, teleBand, left, top, block);
      if (correlation === null) continue;
      blocks += 1;
      if (correlation >= agreeing) agreed += 1;
      sum += Math.max(correlation, 0);
    }
  }
  return blocks === 0 ? { share: 0, blocks, likeness: 0 } : { share: agreed / blocks, blocks, likeness: sum / blocks };
}

function bandPass(plane: Plane): Plane {
  const fine = boxBlur(boxBlur(plane, 1), 1);
  const coarse = boxBlur(boxBlur(plane, 5), 5);
  const data = new Float32Array(plane.data.length);
  for (let index = 0; index < data.length; index += 1) {
    const isKnown = !Number.isNaN(plane.data[index] ?? NaN);
    data[index] = isKnown ? (fine.data[index] ?? NaN) - (coarse.data[index] ?? NaN) : NaN;
  }
  return { ...plane, data };
}

/** Null where a pixel is missing or neither picture has structure. */
function correlate(one: Plane, other: Plane, left: number, top: number, size: number): number | null {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let row = top; row < top + size; row += 1) {
    for (let index = row * one.width + left; index < row * one.width + left + size; index += 1) {
      const a = one.data[index] ?? NaN;
      const b = other.data[index] ?? NaN;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const count = size * size;
  if (Number.isNaN(sumA + sumB)) return null;
  const [varianceA, varianceB] = [sumAA / count - (sumA / count) ** 2, sumBB / count - (sumB / count) ** 2];
  if (Math.max(varianceA, varianceB) < structure ** 2) return null;
  return (sumAB / count - (sumA / count) * (sumB / count)) / Math.sqrt(Math.max(varianceA * varianceB, 1e-9));
}
