import type { Rectangle, Size } from '#contract/geometry';
import { sizeStep } from '#native-models/dcsr/forward-model';

/** Everything here is in upright wide pixels. */
export interface Tile {
  /** What the network sees; may reach outside the photo, which is mirrored there. Every tile of a plan has the same size. */
  input: Rectangle;
  /** What the tile answers for. The cores of a plan cover the crop once, without gap or overlap. */
  core: Rectangle;
}

/** Tiles beside each other, all of the same height and from the same rows of the photo. */
export interface TileRow {
  y: number;
  height: number;
  tiles: Tile[];
}

export interface TilePlan {
  crop: Rectangle;
  /** Of every tile's input; multiples of `tileStep`. */
  tileWidth: number;
  tileHeight: number;
  rows: TileRow[];
}

/** Tile sides are multiples of this. */
export const tileStep = sizeStep;

/**
 * How far a tile sees beyond its core, at least. With 8 pixels of context `fast` comes within a quarter of a step of 8 bits of what it gives with any
 * more; where a cross-fade leaves less, a tile counts for so little that no pixel moves by a tenth.
 */
export const halo = 12;

/** How far the cross-fade between two tiles reaches to both sides of their border. */
export const fade = 8;

/** Borders between cores are multiples of this from the crop's corner, so that a block of the provenance map has one tile. */
export const coreStep = 8;

/** The smallest tile that has a core wider than its two cross-fades. */
export const smallestTile = 64;

/**
 * Lays tiles of at most `tileSize` over the crop: as few as possible, as equal as possible, none larger than it must be.
 * With `photo`, the crop gets those tiles that the whole photo would have there, so that its pixels come out alike but near the
 * borders between tiles, which move by up to half a step. With `from`, only the rows below that border between two rows
 * of an earlier plan of the same crop, and tiles of their own.
 */
export function planTiles(options: { crop: Rectangle; tileSize: number; photo?: Size; from?: number }): TilePlan {
  const { crop, tileSize, photo, from = options.crop.y } = options;
  if (tileSize % tileStep !== 0 || tileSize < smallestTile) {
    throw new RangeError(
      `Expected a tile size of at least ${smallestTile} and a multiple of ${tileStep}, received ${tileSize}`,
    );
  }
  const across =
    photo === undefined ? ownLine(crop.x, crop.width, tileSize) : lineOf(photo.width, crop.x, crop.width, tileSize);
  const isBegun = from !== crop.y;
  const down =
    photo === undefined || isBegun
      ? ownLine(from, crop.y + crop.height - from, tileSize)
      : lineOf(photo.height, crop.y, crop.height, tileSize);
  const [tileWidth, tileHeight] = [across.side, down.side];
  return {
    crop,
    tileWidth,
    tileHeight,
    rows: down.spans.map((row) => ({
      y: row.start,
      height: row.length,
      tiles: across.spans.map((column) => ({
        core: { x: column.start, y: row.start, width: column.length, height: row.length },
        input: {
          x: column.whole.start - Math.floor((tileWidth - column.whole.length) / 2),
          y: row.whole.start - Math.floor((tileHeight - row.whole.length) / 2),
          width: tileWidth,
          height: tileHeight,
        },
      })),
    })),
  };
}

export function countTiles(plan: TilePlan): number {
  return plan.rows.reduce((sum, row) => sum + row.tiles.length, 0);
}

interface Span {
  start: number;
  length: number;
}

/** The part of a tile's core that lies in the crop, and the whole core. */
interface CoreSpan extends Span {
  whole: Span;
}

/** The cores along one axis, and the side of every tile's input. */
interface Line {
  spans: CoreSpan[];
  side: number;
}

function ownLine(start: number, length: number, tileSize: number): Line {
  const spans = spread(start, length, tileSize);
  return { spans: spans.map((whole) => ({ ...whole, whole })), side: sideFor(spans) };
}

/** The tiles of a whole line of the photo that meet the crop. */
function lineOf(photoLength: number, start: number, length: number, tileSize: number): Line {
  const all = spread(0, photoLength, tileSize);
  const onStep = (place: number): number => {
    if (place >= start + length) return start + length;
    return start + Math.max(0, Math.round((place - start) / coreStep) * coreStep);
  };
  const spans = all.map((whole) => {
    const first = Math.min(onStep(whole.start), start + length);
    const end = Math.min(onStep(whole.start + whole.length), start + length);
    return { whole, start: first, length: end - first };
  });
  return { spans: spans.filter((span) => span.length > 0), side: sideFor(all) };
}

/** Shares the length out in steps; the last core, which may end within a step, is never the shorter one. */
function spread(start: number, length: number, tileSize: number): Span[] {
  const steps = Math.ceil(length / coreStep);
  const count = Math.ceil(steps / ((tileSize - 2 * halo) / coreStep));
  const border = (index: number): number => Math.min(length, Math.floor((index * steps) / count) * coreStep);
  return Array.from({ length: count }, (_, index) => ({
    start: start + border(index),
    length: border(index + 1) - border(index),
  }));
}

function sideFor(spans: readonly Span[]): number {
  const longest = Math.max(...spans.map(({ length }) => length));
  return Math.ceil((longest + 2 * halo) / tileStep) * tileStep;
}
