import type { Point } from '#contract/geometry';
import { solveSymmetric } from '#core/pairs/camera/solve-symmetric';
import { shiftAt, type ShiftField } from '#core/pairs/registering/shift-field';
import { centreOf, minTexture, type Placement, type Square, type SquareGrid } from './compare-squares.ts';

/** Polynomials in x and y of up to this degree are tried. */
const highestDegree = 6;
/** Evidence for a shift of 0 that every term starts with, against some 0.1 of a square with a clear edge. */
const prior = 0.01;
/** Squares that lie further from the polynomial than this, in wide pixels, count for less than half. */
const misfit = 0.3;
const passes = 4;
/** A polynomial of a higher degree must tell the other squares' shifts so much better, or a lower one is as good. */
const clearlyLess = 0.97;
/** To every unknown there are at least so many squares. */
const squaresPerUnknown = 6;

/**
 * What lens distortion, a rolling shutter and an inexact homography leave of the shift, as one polynomial over the overlap: few numbers from many
 * squares, so that noise moves them little. Its degree is the lowest that, fitted to half of the squares, tells the shift of the others as well as
 * any. Near and far, which parallax moves apart, are left for a local field. Null when too few squares say anything.
 */
export function fitDistortion({ grid, field }: Placement): ShiftField | null {
  const squares = tellingSquares(grid, field);
  const halves = [0, 1].map((half) =>
    squares.filter(({ node }) => (node + Math.floor(node / grid.columns)) % 2 === half),
  );
  const [even = [], odd = []] = halves;
  let best: { degree: number; error: number } | null = null;
  for (let degree = 0; degree <= highestDegree; degree += 1) {
    if (2 * termsOf(degree, 0, 0).length * squaresPerUnknown > squares.length) break;
    const error = errorOf(fit(even, degree), odd, degree) + errorOf(fit(odd, degree), even, degree);
    if (best === null || error < clearlyLess * best.error) best = { degree, error };
  }
  return best === null ? null : fieldOf(fit(squares, best.degree), grid, best.degree);
}

/** A square's equations M d = b for its whole shift d, at the place (u, v), -1 to 1 over the grid. */
interface TellingSquare extends Omit<Square['pull'], 'x' | 'y'> {
  readonly node: number;
  readonly right: Point;
  readonly place: Point;
}

function tellingSquares(grid: SquareGrid, field: ShiftField | null): TellingSquare[] {
  return grid.squares.flatMap((square, node) => {
    if (square === null || square.texture < minTexture) return [];
    const { xx, xy, yy, x, y } = square.pull;
    const known = field === null ? { x: 0, y: 0 } : shiftAt(field, centreOf(grid, node));
    const right = { x: x + xx * known.x + xy * known.y, y: y + xy * known.x + yy * known.y };
    return [{ node, xx, xy, yy, right, place: placeOf(grid, node) }];
  });
}

function placeOf({ columns, rows }: SquareGrid, node: number): Point {
  return {
    x: (2 * (node % columns)) / Math.max(1, columns - 1) - 1,
    y: (2 * Math.floor(node / columns)) / Math.max(1, rows - 1) - 1,
  };
}

function termsOf(degree: number, x: number, y: number): number[] {
  const terms: number[] = [];
  for (let sum = 0; sum <= degree; sum += 1)
    for (let power = 0; power <= sum; power += 1) terms.push(x ** (sum - power) * y ** power);
  return terms;
}

/** The polynomials of x and of y, one after the other: least squares of (P c - d)' M (P c - d), over and over with what does not fit counting less. */
function fit(squares: readonly TellingSquare[], degree: number): Float64Array {
  const count = termsOf(degree, 0, 0).length;
  let solution: Float64Array = new Float64Array(2 * count);
  for (let pass = 0; pass < passes; pass += 1) {
    const gram = Array.from({ length: 2 * count }, (_, row) => new Float64Array(row + 1));
    gram.forEach((line, row) => (line[row] = prior));
    const products = new Float64Array(2 * count);
    for (const square of squares) {
      const influence = pass === 0 ? 1 : 1 / (1 + distanceFrom(solution, square, degree) ** 2);
      addTo(gram, products, square, termsOf(degree, square.place.x, square.place.y), influence);
    }
    solution = solveSymmetric(gram, products);
  }
  return solution;
}

function addTo(
  gram: readonly Float64Array[],
  products: Float64Array,
  { xx, xy, yy, right }: TellingSquare,
  terms: readonly number[],
  influence: number,
): void {
  const count = terms.length;
  const add = (line: Float64Array | undefined, at: number, value: number): void => {
    if (line !== undefined) line[at] = (line[at] ?? 0) + influence * value;
  };
  terms.forEach((term, row) => {
    add(products, row, term * right.x);
    add(products, count + row, term * right.y);
    terms.forEach((other, column) => {
      if (column <= row) {
        add(gram[row], column, term * other * xx);
        add(gram[count + row], count + column, term * other * yy);
      }
      add(gram[count + row], column, term * other * xy);
    });
  });
}

function valueAt(solution: Float64Array, { x, y }: Point, degree: number): Point {
  const terms = termsOf(degree, x, y);
  const along = (start: number): number =>
    terms.reduce((sum, term, index) => sum + term * (solution[start + index] ?? 0), 0);
  return { x: along(0), y: along(terms.length) };
}

/** How far a square, as far as it can tell, lies from where the polynomial puts it, in units of `misfit`. */
function distanceFrom(solution: Float64Array, { xx, xy, yy, right, place }: TellingSquare, degree: number): number {
  const { x, y } = valueAt(solution, place, degree);
  return Math.hypot(right.x - xx * x - xy * y, right.y - xy * x - yy * y) / (xx + yy + 1e-9) / misfit;
}

/** Of squares that it was not fitted to: what does not fit at all must not decide. */
function errorOf(solution: Float64Array, squares: readonly TellingSquare[], degree: number): number {
  return squares.reduce((sum, square) => {
    const weight = square.xx + square.yy;
    return sum + weight * Math.log1p(distanceFrom(solution, square, degree) ** 2);
  }, 0);
}

function fieldOf(solution: Float64Array, grid: SquareGrid, degree: number): ShiftField {
  const { columns, rows, origin, spacing } = grid;
  const values = grid.squares.map((_, node) => valueAt(solution, placeOf(grid, node), degree));
  return {
    columns,
    rows,
    origin,
    spacing,
    shift: Float32Array.from([...values.map(({ x }) => x), ...values.map(({ y }) => y)]),
  };
}
