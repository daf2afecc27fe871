import type { Rectangle } from '#contract/geometry';
import { fade, type Tile } from './plan-tiles.ts';

/** Rows of the result that no later tile can change: interleaved RGB, the crop's doubled width. */
export interface FinishedRows {
  values: Float32Array;
  rows: number;
}

/** Lays the tiles of one row after another, keeping in memory only the rows that are still being worked on. */
export interface TileBlender {
  /** `pixels` is the tile's enhanced input, [3, 2 height, 2 width]. */
  add(tile: Tile, pixels: Float32Array): void;
  /** Forgets the tiles added since the last finished row, so that the row can be laid again with other tiles. */
  restartRow(): void;
  /** Ends the row whose cores lie just above `bottom` (wide pixels); what it gives is valid until the next call. */
  finishRow(bottom: number): FinishedRows;
}

/**
 * Neighbouring tiles are cross-faded across their border with the weights w(t) = 3t^2 - 2t^3 and 1 - w(t), which sum to
 * one at every pixel, rows and columns alike; at the crop's own borders a tile counts fully.
 */
export function createTileBlender(crop: Rectangle): TileBlender {
  const width = 2 * crop.width;
  let top = crop.y;
  /** What the finished tiles left below the last finished row. */
  let carried = new Float32Array();
  let band = new Float32Array();
  /** How much of the band this row uses; 0 before its first tile. */
  let used = 0;

  const firstRow = (): number => 2 * (top === crop.y ? crop.y : top - fade);
  const makeRoom = (rows: number): void => {
    const length = rows * width * 3;
    if (used >= length) return;
    if (band.length < length) band = new Float32Array(length);
    else band.fill(0);
    band.set(carried);
    used = length;
  };

  return {
    add(tile, pixels) {
      const across = weightsAlong(
        tile.input.x,
        tile.input.width,
        spanOf(tile.core.x, tile.core.width),
        spanOf(crop.x, crop.width),
      );
      const down = weightsAlong(
        tile.input.y,
        tile.input.height,
        spanOf(tile.core.y, tile.core.height),
        spanOf(crop.y, crop.height),
      );
      makeRoom(2 * tile.input.y + down.end - firstRow());
      const tileWidth = 2 * tile.input.width;
      const plane = tileWidth * 2 * tile.input.height;
      for (let y = down.start; y < down.end; y += 1) {
        const rowWeight = down.weights[y] ?? 0;
        let target = ((2 * tile.input.y + y - firstRow()) * width + 2 * (tile.input.x - crop.x) + across.start) * 3;
        let source = y * tileWidth + across.start;
        for (let x = across.start; x < across.end; x += 1) {
          const weight = rowWeight * (across.weights[x] ?? 0);
          band[target] = (band[target] ?? 0) + weight * (pixels[source] ?? 0);
          band[target + 1] = (band[target + 1] ?? 0) + weight * (pixels[source + plane] ?? 0);
          band[target + 2] = (band[target + 2] ?? 0) + weight * (pixels[source + 2 * plane] ?? 0);
          target += 3;
          source += 1;
        }
      }
    },
    restartRow() {
      used = 0;
    },
    finishRow(bottom) {
      const isLast = bottom === crop.y + crop.height;
      const rows = 2 * (isLast ? bottom : bottom - fade) - firstRow();
      const values = band.subarray(0, rows * width * 3);
      carried = band.slice(rows * width * 3, used);
      top = bottom;
      used = 0;
      return { values, rows };
    },
  };
}

interface Span {
  start: number;
  end: number;
}

function spanOf(start: number, length: number): Span {
  return { start, end: start + length };
}

/** The weights of a tile's doubled pixels along one axis, and the range in which they are not all zero. */
function weightsAlong(
  inputStart: number,
  inputLength: number,
  core: Span,
  crop: Span,
): Span & { weights: Float32Array } {
  const before = core.start === crop.start ? 0 : fade;
  const after = core.end === crop.end ? 0 : fade;
  // A last core may be shorter than the cross-fade to it: what reaches beyond the crop would lie in the next row.
  const start = 2 * (Math.max(crop.start, core.start - before) - inputStart);
  const end = 2 * (Math.min(crop.end, core.end + after) - inputStart);
  const weights = new Float32Array(2 * inputLength);
  for (let index = start; index < end; index += 1) {
    const place = inputStart + (index + 0.5) / 2;
    const rise = before === 0 ? 1 : smoothStep((place - core.start + fade) / (2 * fade));
    const fall = after === 0 ? 0 : smoothStep((place - core.end + fade) / (2 * fade));
    weights[index] = rise - fall;
  }
  return { start, end, weights };
}

function smoothStep(t: number): number {
  const inside = Math.min(1, Math.max(0, t));
  return inside * inside * (3 - 2 * inside);
}
