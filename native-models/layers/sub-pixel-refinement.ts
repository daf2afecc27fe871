import { apply, constant, parameter, type Expression } from '../graph/expression.ts';
import {
  absolute,
  add,
  cast,
  clip,
  concat,
  depthToSpace,
  divide,
  exponential,
  gather,
  matMul,
  multiply,
  padPlanes,
  reduceMax,
  reshape,
  slice,
  transpose,
} from '../graph/operations.ts';
import { norm, rowChunks } from './feature-matching.ts';
import { windowMean } from './window-filters.ts';

/** The refinement looks this many pixels around the match in every direction. */
export const refinementRadius = 2;

const reach = 2 * refinementRadius + 1;
/** Pixels of a cell, in reading order, as [y, x]. */
const cellPixels = [0, 1].flatMap((y) => [0, 1].map((x) => [y, x] as const));
/** A match's neighbourhood is its cell and the eight around it: 6x6 pixels, all that the 5x5 around its four pixels need. */
const neighbourCells = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => [y, x] as const));

/** For every 2x2 cell of the queries, which 2x2 cell of the keys it matched: [B, 1, H/2, W/2], whole numbers. */
export interface CellMatches {
  readonly rows: Expression;
  readonly columns: Expression;
}

export interface Refinement {
  /** What to add to the match's position, [B, 2, H, W]: x, y in pixels, between minus and plus the radius. */
  readonly offset: Expression;
  /** The best cosine found, [B, 1, H, W]. */
  readonly confidence: Expression;
}

/**
 * A soft argmax over the 5x5 pixels around every match. `queries` is [B, F, H, W] and `keys` [B, F, h, w], sizes even.
 * The cosines are averaged over 3x3 queries and weighed by exp(`<name>` · cosine), `<name>` being a learned number.
 */
export function refineMatches(name: string, queries: Expression, keys: Expression, matches: CellMatches): Refinement {
  const cosines = windowMean(padPlanes(neighbourCosines(queries, keys, matches), 1, 'edge'), 3, 1);
  const sharpness = clip(absolute(parameter(name, [], { kind: 'constant', value: 10 })), null, 60);
  const moments = weightedMoments(exponential(multiply(cosines, sharpness)));
  return { offset: divide(slice(moments, 1, 0, 2), slice(moments, 1, 2, 3)), confidence: reduceMax(cosines, 1) };
}

/** Cosine of every query with the 25 keys around its match, [B, 25, H, W]. Keys beyond the border repeat it. */
function neighbourCosines(queries: Expression, keys: Expression, matches: CellMatches): Expression {
  const [batch = 0, features = 0, height = 0, width = 0] = queries.shape;
  const [rows, columns] = [height / 2, width / 2];
  const queryCells = cellsOf(divide(queries, norm(queries)));
  const keyCells = cellsOf(padPlanes(divide(keys, norm(keys)), refinementRadius, 'edge'));
  const [, keyRows = 0, keyColumns = 0] = keyCells.shape;
  const keyTable = reshape(keyCells, batch * keyRows * keyColumns, cellPixels.length * features);
  const indices = neighbourIndices(matches, keyRows, keyColumns);
  const bytesPerRow = batch * columns * neighbourCells.length * cellPixels.length * features * 4;
  const parts = rowChunks(rows, bytesPerRow).map(({ start, end }) => {
    const cells = (end - start) * columns;
    const neighbours = gather(keyTable, slice(indices, 1, start * columns, end * columns), 0);
    const keyMatrix = reshape(neighbours, batch * cells, neighbourCells.length * cellPixels.length, features);
    const queryMatrix = reshape(slice(queryCells, 1, start, end), batch * cells, cellPixels.length, features);
    const cosines = matMul(keyMatrix, transpose(queryMatrix, 0, 2, 1));
    const products = reshape(cosines, batch, cells, neighbourCells.length * cellPixels.length ** 2);
    const picked = gather(transpose(products, 0, 2, 1), pickedProducts(), 1);
    return reshape(picked, batch, reach * reach * cellPixels.length, end - start, columns);
  });
  return depthToSpace(concat(2, ...parts));
}

/** The features of a cell's four pixels together: [B, F, h, w] to [B, h/2, w/2, 4F], the pixels in reading order. */
function cellsOf(data: Expression): Expression {
  const [batch = 0, features = 0, height = 0, width = 0] = data.shape;
  const pixels = reshape(transpose(data, 0, 2, 3, 1), batch, height / 2, 2, width / 2, 2 * features);
  return reshape(transpose(pixels, 0, 1, 3, 2, 4), batch, height / 2, width / 2, 4 * features);
}

/** Where the nine cells around every match lie in the table of padded keys: int32 [B, H/2 · W/2, 9]. */
function neighbourIndices({ rows, columns }: CellMatches, keyRows: number, keyColumns: number): Expression {
  const [batch = 0, , height = 0, width = 0] = rows.shape;
  const matched = add(multiply(cast(rows, 'int32'), keyColumns), cast(columns, 'int32'));
  const around = Int32Array.from(neighbourCells, ([y, x]) => y * keyColumns + x);
  const batchStarts = Int32Array.from({ length: batch }, (_, index) => index * keyRows * keyColumns);
  const withStarts = add(reshape(matched, batch, height * width, 1), constant(batchStarts, [batch, 1, 1]));
  return add(withStarts, constant(around, [neighbourCells.length]));
}

/**
 * Of the products of a neighbourhood's 36 keys with a cell's four queries, the 25 of each query: entry offset · 4 + query
 * is the product of that query with the key at that offset.
 */
function pickedProducts(): Expression {
  const picked: number[] = [];
  for (let offsetY = 0; offsetY < reach; offsetY += 1)
    for (let offsetX = 0; offsetX < reach; offsetX += 1)
      for (const [query, [queryY, queryX]] of cellPixels.entries()) {
        const [y, x] = [queryY + offsetY, queryX + offsetX];
        const cell = Math.floor(y / 2) * 3 + Math.floor(x / 2);
        const key = cell * cellPixels.length + (y % 2) * 2 + (x % 2);
        picked.push(key * cellPixels.length + query);
      }
  return constant(Int32Array.from(picked), [picked.length]);
}

/** Sums over the 25 offsets of weight · x, weight · y and weight: [B, 25, H, W] to [B, 3, H, W]. */
function weightedMoments(weights: Expression): Expression {
  const offsets = Array.from({ length: reach * reach }, (_, index) => index);
  const kernel = [
    ...offsets.map((index) => (index % reach) - refinementRadius),
    ...offsets.map((index) => Math.floor(index / reach) - refinementRadius),
    ...offsets.map(() => 1),
  ];
  const weight = constant(Float32Array.from(kernel), [3, offsets.length, 1, 1]);
  const bias = constant(new Float32Array(3), [3]);
  return apply('Conv', [weights, weight, bias], { stride: 1, padding: 0, groups: 1 });
}
