import { detrend, patchSize, planeLength } from './patch.ts';
import type { Plane } from '#native-models/planes';

/** Side of the square of fine pixels that a wide pixel can be made of: 9 before its first one, 9 after its second one. */
const side = 20;
/** In the middle of the square every weight is free; around it, where lens and halo are smooth, 2 x 2 share one. */
const freeSide = 8;
/** What `readReference` has to give around a patch. */
export const referenceReach = side / 2 - 1;

/** Fine pixels of the square, counted row by row, that share a weight. */
type Group = readonly number[];

/**
 * The groups that have a weight of their own. The response is taken to be the same turned by half a turn around the wide pixel's centre, so the
 * other half of the square has the same weights.
 */
const groups: readonly Group[] = groupsOfHalf();
export const unknowns = groups.length;

/**
 * What each unknown weight contributes to every pixel of the wide's patch, detrended. `reference` is the tele over the patch with `referenceReach`
 * more on every side.
 */
export function responseTerms(reference: Plane): Float32Array[] {
  return groups.map((group) => {
    const term = new Float32Array(planeLength);
    for (const tap of group) addTap(term, reference, tap, 1);
    return detrend(term);
  });
}

/** What the wide would show by the tele and the weights, without noise. */
export function predictPatch(reference: Plane, weights: Float64Array): Float32Array {
  const patch = new Float32Array(planeLength);
  groups.forEach((group, index) => {
    for (const tap of group) addTap(patch, reference, tap, weights[index] ?? 0);
  });
  return patch;
}

/** The sum of the response that the weights stand for. */
export function sumOfResponse(weights: Float64Array): number {
  return groups.reduce((sum, group, index) => sum + 2 * group.length * (weights[index] ?? 0), 0);
}

/** The whole response on a square of odd size, as `CameraResponse` in native-models has it. */
export function unfoldResponse(weights: Float64Array): { size: number; values: Float32Array } {
  const size = side + 1;
  const values = new Float32Array(size * size);
  groups.forEach((group, index) => {
    for (const tap of group) {
      for (const place of [tap, opposite(tap)])
        values[(Math.floor(place / side) + 1) * size + (place % side) + 1] = weights[index] ?? 0;
    }
  });
  return { size, values };
}

/**
 * How rough a response is, as a quadratic form of its weights: the sum of the squared differences of neighbouring fine pixels, those outside the
 * square being zero. The lower triangle, row by row.
 */
export function roughness(): Float64Array {
  const groupOf = new Map(
    groups.flatMap((group, index) =>
      group.flatMap((tap) => [tap, opposite(tap)].map((place) => [place, index] as const)),
    ),
  );
  const form = new Float64Array((unknowns * (unknowns + 1)) / 2);
  const add = (one: number, other: number, value: number): void => {
    const [row, column] = [Math.max(one, other), Math.min(one, other)];
    const at = (row * (row + 1)) / 2 + column;
    form[at] = (form[at] ?? 0) + value;
  };
  const between = (one: number | undefined, other: number | undefined): void => {
    if (one !== undefined) add(one, one, 1);
    if (other !== undefined) add(other, other, 1);
    if (one !== undefined && other !== undefined) add(one, other, one === other ? -2 : -1);
  };
  const at = (row: number, column: number): number | undefined =>
    Math.min(row, column) < 0 || Math.max(row, column) >= side ? undefined : groupOf.get(row * side + column);
  for (let row = 0; row <= side; row += 1) {
    for (let column = 0; column <= side; column += 1) {
      between(at(row, column), at(row, column - 1));
      between(at(row, column), at(row - 1, column));
    }
  }
  return form;
}

function groupsOfHalf(): Group[] {
  const edge = (side - freeSide) / 2;
  const isFree = (place: number): boolean => place >= edge && place < side - edge;
  const all: Group[] = [];
  for (let row = 0; row < side; row += 2) {
    for (let column = 0; column < side; column += 2) {
      const first = row * side + column;
      const four = [first, first + 1, first + side, first + side + 1];
      if (isFree(row) && isFree(column)) all.push(...four.map((tap) => [tap]));
      else all.push(four);
    }
  }
  return all.filter((group) => (group[0] ?? 0) < Math.min(...group.map(opposite)));
}

function opposite(tap: number): number {
  return side * side - 1 - tap;
}

/** Adds a fine pixel and its opposite, for every pixel of the patch. */
function addTap(patch: Float32Array, { width, data }: Plane, tap: number, weight: number): void {
  const other = opposite(tap);
  const firstStart = Math.floor(tap / side) * width + (tap % side);
  const secondStart = Math.floor(other / side) * width + (other % side);
  for (let row = 0, target = 0; row < patchSize; row += 1) {
    let first = firstStart + 2 * row * width;
    let second = secondStart + 2 * row * width;
    for (let column = 0; column < patchSize; column += 1, target += 1, first += 2, second += 2)
      patch[target] = (patch[target] ?? 0) + weight * ((data[first] ?? 0) + (data[second] ?? 0));
  }
}
