import { smallestTile } from './plan-tiles.ts';

/** A tile of 384 would cost 5 % less per pixel of the result than one of 256, for twice the memory. */
const tileSizes = [smallestTile, 96, 128, 160, 192, 224, 256] as const;

/** The largest tile size that needs at most `budget` bytes; the smallest one when none does, as it may still run. */
export function chooseTileSize(budget: number, bytesFor: (tileSize: number) => number): number {
  return tileSizes.findLast((size) => bytesFor(size) <= budget) ?? smallestTile;
}

/** What to try after tiles of a size ran out of memory; null when there is nothing smaller. */
export function nextSmallerTileSize(size: number): number | null {
  return tileSizes.findLast((smaller) => smaller < size) ?? null;
}
