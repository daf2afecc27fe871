import { composeHomographies, type Homography, type Point } from '#contract/geometry';
import { detrend, dot, patchSize, planeLength, readReference, type ReferenceSource } from './patch.ts';
import type { Plane } from '#native-models/planes';
import { solveSymmetric } from './solve-symmetric.ts';

/** How far from its registered place a patch is searched for, in wide pixels. */
const searchRadius = 4;
/** The tele is compared through a blur that makes it about as soft as the wide, in pixels of the 2x grid. */
const blur = { sigma: 1.2, reach: 4 };
/** Correlation below which a patch is not believed to show the same thing. */
const believable = 0.5;
/** After the second, places move by less than a hundredth of a pixel. */
const refinements = 2;
/** A refinement that moves further than this, in pixels of the 2x grid, follows noise. */
const furthest = 2;

/**
 * Where the tele shows a patch of the wide: the homography from the 2x grid to the tele that holds for this patch, to a few hundredths of a
 * pixel, or null when nothing near looks alike. `luma` is the wide's patch, detrended. The blur need not be the wide camera's: as
 * long as both are symmetric, the best place is the same.
 */
export function alignPatch(source: ReferenceSource, place: Point, luma: Float32Array): Homography | null {
  const first = findShift(source, place, luma);
  if (first === null) return null;
  let shift = { x: 2 * first.x, y: 2 * first.y };
  for (let pass = 0; pass < refinements; pass += 1) {
    const step = refineShift(movedBy(source, shift), place, luma);
    if (step === null) return null;
    shift = { x: shift.x + step.x, y: shift.y + step.y };
  }
  return movedBy(source, shift).gridToTele;
}

function movedBy(source: ReferenceSource, { x, y }: Point): ReferenceSource {
  return { ...source, gridToTele: composeHomographies(source.gridToTele, [1, 0, x, 0, 1, y, 0, 0, 1]) };
}

/** By how many whole wide pixels the tele's content lies off; null without a clear peak inside the search window. */
function findShift(source: ReferenceSource, place: Point, luma: Float32Array): Point | null {
  const reach = 2 * searchRadius;
  const sharp = readReference(source, place, reach + blur.reach);
  if (sharp === null) return null;
  const soft = blurred(sharp);
  const length = Math.sqrt(dot(luma, luma));
  let best = { x: 0, y: 0, correlation: believable };
  for (let y = -searchRadius; y <= searchRadius; y += 1) {
    for (let x = -searchRadius; x <= searchRadius; x += 1) {
      const patch = detrend(shrunk(soft, reach + 2 * x, reach + 2 * y));
      const correlation = dot(patch, luma) / (length * Math.sqrt(dot(patch, patch)) + 1e-12);
      if (correlation > best.correlation) best = { x, y, correlation };
    }
  }
  const isFound = best.correlation > believable && Math.max(Math.abs(best.x), Math.abs(best.y)) < searchRadius;
  return isFound ? best : null;
}

/** A step of Gauss and Newton for wide(u) = gain p(u + step), p the blurred and shrunk tele, on the 2x grid. */
function refineShift(source: ReferenceSource, place: Point, luma: Float32Array): Point | null {
  const sharp = readReference(source, place, 1 + blur.reach);
  if (sharp === null) return null;
  const soft = blurred(sharp);
  const columns = [
    shrunk(soft, 1, 1),
    halfDifference(shrunk(soft, 2, 1), shrunk(soft, 0, 1)),
    halfDifference(shrunk(soft, 1, 2), shrunk(soft, 1, 0)),
  ].map(detrend);
  const matrix = columns.map((one, row) => {
    const products = Float64Array.from(columns, (other) => dot(one, other));
    // Along an edge nothing tells where a patch is: it stays.
    products[row] = (products[row] ?? 0) * 1.0001 + 1e-6;
    return products;
  });
  const [gain = 0, x = 0, y = 0] = solveSymmetric(
    matrix,
    Float64Array.from(columns, (column) => dot(column, luma)),
  );
  const step = { x: x / gain, y: y / gain };
  return gain > 0.2 && Math.hypot(step.x, step.y) < furthest ? step : null;
}

function halfDifference(one: Float32Array, other: Float32Array): Float32Array {
  return one.map((value, index) => (value - (other[index] ?? 0)) / 2);
}

/** One value per wide pixel: the mean of four fine pixels, the first of which lies at (left, top). */
function shrunk({ width, data }: Plane, left: number, top: number): Float32Array {
  const patch = new Float32Array(planeLength);
  for (let row = 0, target = 0; row < patchSize; row += 1) {
    let above = (top + 2 * row) * width + left;
    for (let column = 0; column < patchSize; column += 1, target += 1, above += 2) {
      const below = above + width;
      patch[target] = ((data[above] ?? 0) + (data[above + 1] ?? 0) + (data[below] ?? 0) + (data[below + 1] ?? 0)) / 4;
    }
  }
  return patch;
}

const blurWeights = gaussian();

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: 2 * blur.reach + 1 }, (_, tap) =>
    Math.exp(-((tap - blur.reach) ** 2) / (2 * blur.sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Smaller by the blur's reach on every side. */
function blurred(plane: Plane): Plane {
  return transposedBlur(transposedBlur(plane));
}

/** Blurs along the rows and swaps rows and columns. */
function transposedBlur({ width, height, data }: Plane): Plane {
  const length = width - 2 * blur.reach;
  const result = new Float32Array(length * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < length; column += 1) {
      const start = row * width + column;
      let sum = 0;
      for (let tap = 0; tap < blurWeights.length; tap += 1) sum += (blurWeights[tap] ?? 0) * (data[start + tap] ?? 0);
      result[column * height + row] = sum;
    }
  }
  return { width: height, height: length, data: result };
}
