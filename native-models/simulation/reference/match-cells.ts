import { cellSide, referenceCells, referenceSide, truthCells, truthSide } from '../tile-geometry.ts';

/** No reference cell shows the same. */
export const noMatch = -1;

/** As far from a cell's centre as the nearest pixel of the reference may lie, in pixels; more than scale and turning make of half a diagonal. */
const furthest = 1;

/**
 * For each cell of the truth the number of the reference cell that shows what lies at its centre, or `noMatch`. `x` and `y` say for each
 * reference pixel which place of the truth it shows (pixel centres at integer + 0.5), NaN where none; `validity` which are known.
 */
export function matchCells(x: Float32Array, y: Float32Array, validity: Float32Array): Float32Array {
  const matches = new Float32Array(truthCells * truthCells).fill(noMatch);
  const distances = new Float32Array(matches.length).fill(furthest * furthest);
  for (let at = 0; at < x.length; at++) {
    const [placeX, placeY] = [x[at] ?? NaN, y[at] ?? NaN];
    if (!(placeX >= 0 && placeY >= 0 && placeX < truthSide && placeY < truthSide) || (validity[at] ?? 0) < 1) continue;
    const column = Math.floor(placeX / cellSide);
    const row = Math.floor(placeY / cellSide);
    const distance = (placeX - (column + 0.5) * cellSide) ** 2 + (placeY - (row + 0.5) * cellSide) ** 2;
    const cell = row * truthCells + column;
    if (distance >= (distances[cell] ?? 0)) continue;
    distances[cell] = distance;
    const referenceColumn = Math.floor((at % referenceSide) / cellSide);
    matches[cell] = Math.floor(at / referenceSide / cellSide) * referenceCells + referenceColumn;
  }
  return matches;
}
