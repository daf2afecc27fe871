import { constant, type Expression } from '../graph/expression.ts';
import {
  add,
  argMax,
  clip,
  concat,
  divide,
  gather,
  matMul,
  multiply,
  padPlanes,
  reduceMax,
  reduceSum,
  reshape,
  slice,
  squareRoot,
  subtract,
  transpose,
} from '../graph/operations.ts';
import { windowMean } from './window-filters.ts';

/** Sizes in cells of the matching grid. */
export interface MatchingGeometry {
  /** Queries are matched in square blocks of this width. */
  readonly block: number;
  /** How far around its block a query is searched for; the keys reach this far beyond the queries on every side. */
  readonly margin: number;
}

export interface PatchMatches {
  /** Index map P, as the column of the best key on the keys' grid: [B, 1, H, W]. */
  readonly columns: Expression;
  /** The same for its row. */
  readonly rows: Expression;
  /** Confidence map C: the best cosine, -1 to 1, [B, 1, H, W]. */
  readonly confidence: Expression;
  /** S of every query with the keys of its block's window, one [blocks, queries, keys] for each row chunk of blocks. */
  readonly similarity: readonly Expression[];
}

/** Below every cosine, so that an invalid key loses to any valid one. */
const invalidPenalty = -4;

/** Keeps a patch of zeros from dividing by zero. */
const tinyNorm = 1e-12;

/**
 * Patch matching, Eq. 1: P_i = argmax_j S_ij, C_i = max_j S_ij, S the cosine of 3x3 patches. `queries` is [B, F, H, W]
 * with H and W multiples of the block, `keys` [B, F, H + 2 margin, W + 2 margin], `keyValidity` [B, 1, …] of 1 and 0.
 * A block of queries sees the block's own window of the keys only, so work and memory grow with the tile's area.
 */
export function matchPatches(
  queries: Expression,
  keys: Expression,
  keyValidity: Expression,
  geometry: MatchingGeometry,
): PatchMatches {
  const [batch = 0, , height = 0, width = 0] = queries.shape;
  const { block, margin } = geometry;
  const window = block + 2 * margin;
  const [blockRows, blockColumns] = [height / block, width / block];
  const tables = {
    queries: patchTable(queries, constant(new Float32Array([1]), [1, 1, 1, 1])),
    keys: patchTable(keys, multiply(subtract(keyValidity, 1), -invalidPenalty)),
  };
  const bytesPerBlockRow = batch * blockColumns * block * block * window * window * 4;
  const parts = rowChunks(blockRows, bytesPerBlockRow).map((chunk) =>
    matchBlocks(tables, { geometry, chunk, blockRows, blockColumns, batch }),
  );
  return {
    columns: concat(2, ...parts.map((part) => part.columns)),
    rows: concat(2, ...parts.map((part) => part.rows)),
    confidence: clip(concat(2, ...parts.map((part) => part.confidence)), -1, 1),
    similarity: parts.map((part) => part.similarity),
  };
}

interface BlockChunk {
  readonly geometry: MatchingGeometry;
  /** Rows of blocks. */
  readonly chunk: RowRange;
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly batch: number;
}

interface ChunkMatches extends Omit<PatchMatches, 'similarity'> {
  readonly similarity: Expression;
}

function matchBlocks(tables: { queries: Expression; keys: Expression }, where: BlockChunk): ChunkMatches {
  const { geometry, chunk, blockColumns, batch } = where;
  const { block, margin } = geometry;
  const window = block + 2 * margin;
  const blockRows = chunk.end - chunk.start;
  const queryMatrix = gather(tables.queries, windowIndices(where, 0), 0);
  const keyMatrix = gather(tables.keys, windowIndices(where, margin), 0);
  const similarity = matMul(queryMatrix, transpose(keyMatrix, 0, 2, 1));

  const toPlane = (values: Expression): Expression => {
    const grid = reshape(values, batch, blockRows, blockColumns, block, block);
    return reshape(transpose(grid, 0, 1, 3, 2, 4), batch, 1, blockRows * block, blockColumns * block);
  };
  const best = argMax(similarity, 2);
  const row = toPlane(lookUp(best, window * window, (index) => Math.floor(index / window)));
  const column = toPlane(lookUp(best, window * window, (index) => index % window));
  return {
    rows: add(row, blockStarts(chunk.start, chunk.end, block, 'rows')),
    columns: add(column, blockStarts(0, blockColumns, block, 'columns')),
    confidence: toPlane(reduceMax(similarity, 2)),
    similarity,
  };
}

/**
 * The 3x3 patches around all cells as unit vectors, the border mirrored, one row each: [B, F, h, w] to [B · h · w, 9F + 1].
 * The last entry is `extra` [B, 1, h, w]: a 1 in every query meets the penalty in a key, so their product adds it to S.
 */
function patchTable(features: Expression, extra: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = features.shape;
  const padded = padPlanes(features, 1, 'reflect');
  const squares = windowMean(reduceSum(multiply(padded, padded), 1), 3, 1);
  const length = clip(squareRoot(multiply(squares, 9)), tinyNorm, null);
  const pixels = transpose(padded, 0, 2, 3, 1);
  const offsets = [0, 1, 2];
  const neighbours = offsets.flatMap((y) =>
    offsets.map((x) => slice(slice(pixels, 1, y, y + height), 2, x, x + width)),
  );
  const asRows = (plane: Expression): Expression => reshape(plane, batch, height, width, 1);
  const patches = concat(3, ...neighbours, asRows(multiply(length, extra)));
  return reshape(divide(patches, asRows(length)), batch * height * width, 9 * channels + 1);
}

/** Euclidean norm over the channels, kept above zero: [B, C, H, W] to [B, 1, H, W]. */
export function norm(data: Expression): Expression {
  return clip(squareRoot(reduceSum(multiply(data, data), 1)), tinyNorm, null);
}

/**
 * Where the cells of every block's window lie in a table of [B, h, w] cells that reaches `margin` beyond the blocks on
 * every side: int32 [blocks, window²], the blocks of all images in reading order.
 */
function windowIndices({ geometry, chunk, blockRows, blockColumns, batch }: BlockChunk, margin: number): Expression {
  const { block } = geometry;
  const window = block + 2 * margin;
  const [tableHeight, tableWidth] = [blockRows * block + 2 * margin, blockColumns * block + 2 * margin];
  const chunkRows = chunk.end - chunk.start;
  const indices = new Int32Array(batch * chunkRows * blockColumns * window * window);
  let next = 0;
  for (let image = 0; image < batch; image += 1)
    for (let blockRow = 0; blockRow < chunkRows; blockRow += 1)
      for (let blockColumn = 0; blockColumn < blockColumns; blockColumn += 1)
        for (let y = 0; y < window; y += 1) {
          const row = image * tableHeight + blockRow * block + y;
          for (let x = 0; x < window; x += 1) indices[next++] = row * tableWidth + blockColumn * block + x;
        }
  const fromFirstRow = constant(indices, [batch * chunkRows * blockColumns, window * window]);
  return add(fromFirstRow, chunk.start * block * tableWidth);
}

/** A value for each of `count` possible indices: the way from int64 to float that WebGPU, too, goes by itself. */
function lookUp(indices: Expression, count: number, valueOf: (index: number) => number): Expression {
  const values = Float32Array.from({ length: count }, (_, index) => valueOf(index));
  return gather(constant(values, [count]), indices, 0);
}

/** Where the block of every cell begins, for the cells of the blocks `start` to `end` along one direction. */
function blockStarts(start: number, end: number, block: number, direction: 'rows' | 'columns'): Expression {
  const length = (end - start) * block;
  const values = Float32Array.from({ length }, (_, i) => (start + Math.floor(i / block)) * block);
  return constant(values, direction === 'rows' ? [length, 1] : [length]);
}

/**
 * Tensors that grow with the square of a tile are made a few rows at a time, each piece no larger than this: it stays
 * near the processor's caches, far below the 2 GiB that kill some processes, and the same whatever the tile's size.
 */
export const chunkBytes = 32 * 1024 * 1024;

/** A run of rows: from `start` up to, not including, `end`. */
interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Cuts `rows` rows into runs of as many rows as fit into `chunkBytes`, at least one. */
export function rowChunks(rows: number, bytesPerRow: number): RowRange[] {
  const height = Math.max(1, Math.floor(chunkBytes / bytesPerRow));
  return Array.from({ length: Math.ceil(rows / height) }, (_, index) => ({
    start: index * height,
    end: Math.min(rows, (index + 1) * height),
  }));
}
