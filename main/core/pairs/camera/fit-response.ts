import { dot, planeLength } from './patch.ts';
import { quantile } from './quantile.ts';
import { roughness, unknowns } from './response-terms.ts';
import { solveSymmetric } from './solve-symmetric.ts';

/** What a patch says of the response, in sums over its pixels. */
export interface PatchEvidence {
  /** Sum of squares of the wide. */
  readonly energy: number;
  /** Products of the terms with the wide. */
  readonly products: Float64Array;
  /** Products of the terms with each other; the lower triangle, row by row. */
  readonly gram: Float64Array;
}

export interface ResponseFit {
  readonly weights: Float64Array;
  /** Share of the wide's variance that the fit explains over the patches that were kept. */
  readonly explained: number;
  /** Of every patch, whether it was kept. */
  readonly kept: readonly boolean[];
}

const rounds = 8;
/** Of a single fine pixel's mean square: where the tele shows nothing of a frequency, the response stays smooth instead of growing. */
const smoothing = 1e-3;
/** Share of a patch's variance by which a right response may miss it: the rest of misplacement and of colour. */
const tolerated = 0.02;
/** Patches that miss by this many times the usual are left out: other things in front, moved or lit otherwise. */
const outlying = 3;

/** `gram` may be given where the same terms are compared with several pictures: it takes nearly all of the time. */
export function gatherEvidence(
  terms: readonly Float32Array[],
  wide: Float32Array,
  gram: Float64Array = gramOf(terms),
): PatchEvidence {
  return { energy: dot(wide, wide), products: Float64Array.from(terms, (term) => dot(term, wide)), gram };
}

/** Products of the terms with each other; the lower triangle, row by row. */
export function gramOf(terms: readonly Float32Array[]): Float64Array {
  const gram = new Float64Array((unknowns * (unknowns + 1)) / 2);
  terms.forEach((one, row) => {
    for (let column = 0; column <= row; column += 2) {
      const [first = one, second = one] = [terms[column], terms[column + 1]];
      let [firstSum, secondSum] = [0, 0];
      for (let index = 0; index < planeLength; index += 1) {
        const value = one[index] ?? 0;
        firstSum += value * (first[index] ?? 0);
        secondSum += value * (second[index] ?? 0);
      }
      const target = (row * (row + 1)) / 2 + column;
      gram[target] = firstSum;
      if (column < row) gram[target + 1] = secondSum;
    }
  });
  return gram;
}

/**
 * Ridge regression of the wide on the terms over all patches, in which patches count by how well they can be explained, and those that miss much
 * more than others do not count. Null when nothing is left.
 */
export function fitResponse(patches: readonly PatchEvidence[]): ResponseFit | null {
  let influence = patches.map(({ energy }) => 1 / (energy + 1e-9));
  let fit: ResponseFit | null = null;
  for (let round = 0; round < rounds; round += 1) {
    if (!influence.some((value) => value > 0)) return null;
    const weights = solve(patches, influence);
    const missed = patches.map((patch) => missedBy(patch, weights));
    const kept = influence.map((value) => value > 0);
    const sumOfKept = (values: readonly number[]): number => sum(values.filter((_, index) => kept[index] === true));
    fit = { weights, kept, explained: 1 - sumOfKept(missed) / sumOfKept(patches.map(({ energy }) => energy)) };
    influence = influenceOf(patches, missed);
  }
  return fit;
}

function influenceOf(patches: readonly PatchEvidence[], missed: readonly number[]): number[] {
  const noise = quantile(missed, 0.25);
  const expected = patches.map(({ energy }) => noise + tolerated * energy);
  const ratios = missed.map((value, index) => value / (expected[index] ?? 1));
  const limit = outlying * quantile(ratios, 0.4);
  return ratios.map((ratio, index) => (ratio <= limit ? 1 / (expected[index] ?? 1) : 0));
}

function solve(patches: readonly PatchEvidence[], influence: readonly number[]): Float64Array {
  const gram = new Float64Array((unknowns * (unknowns + 1)) / 2);
  const products = new Float64Array(unknowns);
  patches.forEach((patch, index) => {
    const weight = influence[index] ?? 0;
    if (weight === 0) return;
    for (let at = 0; at < gram.length; at += 1) gram[at] = (gram[at] ?? 0) + weight * (patch.gram[at] ?? 0);
    for (let at = 0; at < unknowns; at += 1) products[at] = (products[at] ?? 0) + weight * (patch.products[at] ?? 0);
  });
  const strength = smoothing * meanSquare(gram);
  for (let at = 0; at < gram.length; at += 1) gram[at] = (gram[at] ?? 0) + strength * (penalty[at] ?? 0);
  const rows = Array.from({ length: unknowns }, (_, row) =>
    gram.slice((row * (row + 1)) / 2, ((row + 1) * (row + 2)) / 2),
  );
  return solveSymmetric(rows, products);
}

const penalty = roughness();

/** The smallest of the terms' sums of squares: that of a term with two fine pixels only. */
function meanSquare(gram: Float64Array): number {
  let least = Infinity;
  for (let row = 0; row < unknowns; row += 1) least = Math.min(least, gram[(row * (row + 3)) / 2] ?? Infinity);
  return least + 1e-12;
}

/** Sum of squares of the wide less what the weights make of the terms: y'y - 2 k'b + k'A k. */
function missedBy({ energy, products, gram }: PatchEvidence, weights: Float64Array): number {
  let [linear, square, at] = [0, 0, 0];
  for (let row = 0; row < unknowns; row += 1) {
    const weight = weights[row] ?? 0;
    linear += weight * (products[row] ?? 0);
    let along = 0;
    for (let column = 0; column < row; column += 1, at += 1) along += (gram[at] ?? 0) * (weights[column] ?? 0);
    square += weight * (2 * along + (gram[at] ?? 0) * weight);
    at += 1;
  }
  return Math.max(energy - 2 * linear + square, 1e-9 * planeLength);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
