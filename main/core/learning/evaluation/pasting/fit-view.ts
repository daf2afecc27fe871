import { solveSymmetric } from '#core/pairs/camera/solve-symmetric';
import { createRandom } from '#native-models/random';
import { filterByTaps, type Tap } from '#native-models/simulation/camera/filter-plane';
import type { Plane } from '../luma.ts';
import { bandOf } from './smooth-plane.ts';

/** How the wide camera sees a picture that was shrunk to the wide's grid, above the lowest frequencies. */
export interface WideView {
  /** What it would have seen, on the wide's grid. */
  see(shrunk: Plane): Plane;
  /** Standard deviation, robust, of what it does not explain, in the picture's units. */
  readonly noise: number;
}

/** Sigma of the blur that is taken away from both before they are compared, in wide pixels: what is smoother is tone. */
const smoothest = 6;

export function withoutTone(plane: Plane): Plane {
  return bandOf(plane, 0, smoothest);
}

const reach = 4;
const side = 2 * reach + 1;
const unknowns = side * side;
const rounds = 3;
const maxPixels = 60_000;
const fewestPixels = 500;
/** Of the terms' mean square. */
const ridge = 1e-3;

/**
 * The 9 x 9 weights k for which the wide is nearest to k * shrunk, both without their tone: least squares, in which pixels that miss by much count little
 * (Cauchy's weight at twice the usual miss). `known` is 1 where both planes can be compared. Null when fewer than 500 pixels can.
 */
export function fitView(wide: Plane, shrunk: Plane, known: Plane): WideView | null {
  const pixels = pixelsToFit(known);
  if (pixels.length < fewestPixels) return null;
  const [seen, source] = [withoutTone(wide).values, withoutTone(shrunk)];
  const terms = gatherTerms(source, pixels);
  const target = Float64Array.from(pixels, (pixel) => seen[pixel] ?? 0);
  let influence = new Float64Array(pixels.length).fill(1);
  let weights: Float64Array = new Float64Array(unknowns);
  let noise = 0;
  for (let round = 0; round < rounds; round += 1) {
    weights = solve(terms, target, influence);
    const missed = target.map((value, row) => value - predicted(terms, row, weights));
    noise = 1.4826 * middleOf(missed.map(Math.abs)) + 1e-6;
    influence = missed.map((error) => 1 / (1 + (error / (2 * noise)) ** 2));
  }
  const taps = tapsOf(weights);
  return {
    noise,
    see(picture) {
      const result = new Float32Array(picture.values.length);
      filterByTaps(withoutTone(picture).values, picture.width, taps, result);
      return { ...picture, values: result };
    },
  };
}

/** All that are known all around, or a repeatable choice of them. */
function pixelsToFit({ width, height, values }: Plane): number[] {
  const border = reach + 1;
  const pixels: number[] = [];
  for (let y = border; y < height - border; y += 1) {
    for (let x = border; x < width - border; x += 1) if (values[y * width + x] === 1) pixels.push(y * width + x);
  }
  if (pixels.length <= maxPixels) return pixels;
  const random = createRandom(1);
  return pixels.filter(() => random.chance(maxPixels / pixels.length));
}

/** For each pixel its surroundings, row by row. */
function gatherTerms({ width, values }: Plane, pixels: readonly number[]): Float32Array {
  const terms = new Float32Array(pixels.length * unknowns);
  pixels.forEach((pixel, row) => {
    for (let down = 0; down < side; down += 1) {
      const start = pixel + (down - reach) * width - reach;
      terms.set(values.subarray(start, start + side), row * unknowns + down * side);
    }
  });
  return terms;
}

function solve(terms: Float32Array, target: Float64Array, influence: Float64Array): Float64Array {
  const gram = Array.from({ length: unknowns }, (_, row) => new Float64Array(row + 1));
  const products = new Float64Array(unknowns);
  for (let pixel = 0; pixel < target.length; pixel += 1) {
    const start = pixel * unknowns;
    const weight = influence[pixel] ?? 0;
    const value = target[pixel] ?? 0;
    for (let row = 0; row < unknowns; row += 1) {
      const term = weight * (terms[start + row] ?? 0);
      products[row] = (products[row] ?? 0) + term * value;
      const line = gram[row] ?? products;
      for (let column = 0; column <= row; column += 1)
        line[column] = (line[column] ?? 0) + term * (terms[start + column] ?? 0);
    }
  }
  const trace = gram.reduce((sum, line, row) => sum + (line[row] ?? 0), 0);
  gram.forEach((line, row) => (line[row] = (line[row] ?? 0) + (ridge * trace) / unknowns + 1e-12));
  return solveSymmetric(gram, products);
}

function predicted(terms: Float32Array, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let term = 0; term < unknowns; term += 1) sum += (weights[term] ?? 0) * (terms[row * unknowns + term] ?? 0);
  return sum;
}

function middleOf(values: Float64Array): number {
  const sorted = values.toSorted();
  return sorted[sorted.length >> 1] ?? 0;
}

function tapsOf(weights: Float64Array): Tap[] {
  return Array.from(weights, (weight, index) => ({
    right: (index % side) - reach,
    down: Math.floor(index / side) - reach,
    weight,
  }));
}
