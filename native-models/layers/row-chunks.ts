/**
 * Tensors that grow with the square of a tile are made a few rows at a time, each piece no larger than this: it stays
 * near the processor's caches, far below the 2 GiB that kill some processes, and the same whatever the tile's size.
 */
export const chunkBytes = 32 * 1024 * 1024;

/** A run of rows: from `start` up to, not including, `end`. */
export interface RowRange {
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
