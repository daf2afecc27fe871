import type { Point } from '#contract/geometry';
import type { Plane } from '#native-models/planes';

/** A point of `still` and how far from there `moving` shows the same patch's counterpart. */
export interface PatchMatch {
  readonly at: Point;
  readonly offset: Point;
}

/** Patches lie on a grid with this many cells along the long side, one in each cell that has structure. */
const cellsAlong = 24;
/** Correlation below which a match is not believed. */
const believable = 0.75;
/** Smaller eigenvalue of the mean gradient product, grey levels squared: below, a patch could slide along an edge. */
const cornerness = 6;

/**
 * Finds small patches of `template` (a plane on the same grid, NaN where it has no value) in `scene` within `radius`
 * pixels of their own place, by zero-mean normalised correlation, to a fraction of a pixel. `offset` leads from the
 * patch's place in `template` to where `scene` shows it.
 */
export function matchPatches(template: Plane, scene: Plane, half: number, radius: number): PatchMatch[] {
  const cell = Math.max(half, Math.ceil(Math.max(template.width, template.height) / cellsAlong));
  const margin = half + radius + 1;
  const matches: PatchMatch[] = [];
  for (let top = margin; top < template.height - margin; top += cell) {
    for (let left = margin; left < template.width - margin; left += cell) {
      const place = bestPlace(template, left, top, cell, half, margin);
      const offset = place && locate(template, scene, place.x, place.y, half, radius);
      if (offset) matches.push({ at: { x: place.x + 0.5, y: place.y + 0.5 }, offset });
    }
  }
  return matches;
}

/** The most corner-like of nine places in a cell. */
function bestPlace(
  plane: Plane,
  left: number,
  top: number,
  cell: number,
  half: number,
  margin: number,
): { x: number; y: number } | null {
  let best: { x: number; y: number } | null = null;
  let bestScore = cornerness;
  for (const shareY of [1 / 6, 1 / 2, 5 / 6]) {
    for (const shareX of [1 / 6, 1 / 2, 5 / 6]) {
      const [x, y] = [Math.round(left + shareX * cell), Math.round(top + shareY * cell)];
      if (x >= plane.width - margin || y >= plane.height - margin) continue;
      const score = smallerEigenvalue(plane, x, y, half);
      if (score > bestScore) [best, bestScore] = [{ x, y }, score];
    }
  }
  return best;
}

/** Of the patch's mean gradient product; NaN when a pixel has no value. */
function smallerEigenvalue({ width, data }: Plane, x: number, y: number, half: number): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = y - half; row <= y + half; row += 1) {
    for (let index = row * width + x - half; index <= row * width + x + half; index += 1) {
      const gradientX = ((data[index + 1] ?? NaN) - (data[index - 1] ?? NaN)) / 2;
      const gradientY = ((data[index + width] ?? NaN) - (data[index - width] ?? NaN)) / 2;
      xx += gradientX * gradientX;
      xy += gradientX * gradientY;
      yy += gradientY * gradientY;
    }
  }
  const count = (2 * half + 1) ** 2;
  return ((xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy)) / count;
}

/** Where the scene shows the patch, as an offset; null without a clear peak inside the search window. */
function locate(template: Plane, scene: Plane, x: number, y: number, half: number, radius: number): Point | null {
  const patch = normalisedPatch(template, x, y, half);
  const side = 2 * radius + 1;
  const scores = new Float32Array(side * side);
  let peak = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const [dx, dy] = [(index % side) - radius, Math.floor(index / side) - radius];
    scores[index] = correlateWith(patch, scene, x + dx, y + dy, half);
    if ((scores[index] ?? 0) > (scores[peak] ?? 0)) peak = index;
  }
  const [column, row] = [peak % side, Math.floor(peak / side)];
  if ((scores[peak] ?? 0) < believable || column % (side - 1) === 0 || row % (side - 1) === 0) return null;
  return {
    x: column - radius + parabolaPeak(scores, peak, 1),
    y: row - radius + parabolaPeak(scores, peak, side),
  };
}

/** The patch's values with mean 0 and length 1. */
function normalisedPatch({ width, data }: Plane, x: number, y: number, half: number): Float32Array {
  const side = 2 * half + 1;
  const patch = new Float32Array(side * side);
  for (let row = 0; row < side; row += 1) {
    const start = (y - half + row) * width + x - half;
    patch.set(data.subarray(start, start + side), row * side);
  }
  const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length;
  const length = Math.sqrt(patch.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return patch.map((value) => (value - mean) / length);
}

function correlateWith(patch: Float32Array, { width, data }: Plane, x: number, y: number, half: number): number {
  const side = 2 * half + 1;
  let [sum, squares, products] = [0, 0, 0];
  for (let row = 0, at = 0; row < side; row += 1) {
    const start = (y - half + row) * width + x - half;
    for (let index = start; index < start + side; index += 1, at += 1) {
      const value = data[index] ?? NaN;
      sum += value;
      squares += value * value;
      products += value * (patch[at] ?? 0);
    }
  }
  const variance = squares - (sum * sum) / patch.length;
  return variance > 0 ? products / Math.sqrt(variance) : 0;
}

/** Offset, -0.5 to 0.5, of the top of the parabola through a peak and its two neighbours. */
function parabolaPeak(scores: Float32Array, peak: number, step: number): number {
  const [before, here, after] = [scores[peak - step] ?? 0, scores[peak] ?? 0, scores[peak + step] ?? 0];
  const curvature = before - 2 * here + after;
  return curvature < 0 ? (before - after) / (2 * curvature) : 0;
}
