import { outputHomography } from '#contract/crop-geometry';
import type { BestPlace } from '#contract/enhancement';
import { invertHomography, type Homography, type Point, type Rectangle, type Size } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { readBands } from '#core/photos/scratch/scratch-image';

/** In pixels of the result: what is measured together, and what is shown of a place. */
const cell = 64;
const view = { width: 10 * cell, height: 7 * cell };
/** One line in so many is looked at: detail is larger than a line. */
const everyLine = 16;
const maxPlaces = 6;
/** Against the best place: with less, there is little to see. */
const minGain = 0.3;
/** Lettering is what people look for first. */
const letteringBonus = 1.6;
const bins = 16;

/**
 * The parts of a result in which it gained most over the wide photo, the best first: where neighbours in a line differ by more than in the
 * wide photo enlarged by a cubic kernel. They do not overlap. Reads the result a few rows at a time.
 */
export async function findBestPlaces(options: {
  wide: PixelImage;
  /** The finished result. */
  scratchPath: string;
  /** How the result is framed, see crop-geometry.ts. */
  crop: Rectangle;
  straighten: number;
  scale: number;
  signal?: AbortSignal | undefined;
}): Promise<BestPlace[]> {
  const { wide, scratchPath, crop, straighten, scale, signal } = options;
  const toWide = invertHomography(outputHomography(wide, crop, straighten, scale));
  const size = { width: scale * crop.width, height: scale * crop.height };
  const cells = createCells(size);
  let top = 0;
  for await (const band of readBands(scratchPath)) {
    signal?.throwIfAborted();
    measureBand(band, top, { wide, toWide, cells });
    top += band.height;
  }
  return choosePlaces(cells);
}

/** Sums of each cell, row by row. */
interface Cells {
  columns: number;
  rows: number;
  /** Steps across and down between neighbours of the result, and across between those of the wide photo. */
  across: Float64Array;
  down: Float64Array;
  before: Float64Array;
  /** How often each brightness is there. */
  brightness: Uint32Array;
}

function createCells({ width, height }: Size): Cells {
  const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
  const sums = (): Float64Array => new Float64Array(columns * rows);
  const brightness = new Uint32Array(columns * rows * bins);
  return { columns, rows, across: sums(), down: sums(), before: sums(), brightness };
}

function measureBand(
  band: PixelImage,
  top: number,
  { wide, toWide, cells }: { wide: PixelImage; toWide: Homography; cells: Cells },
): void {
  const { width } = band;
  const used = cells.columns * cell;
  const first = Math.ceil(top / everyLine) * everyLine;
  for (let y = first; y + 1 < top + band.height && y < cells.rows * cell; y += everyLine) {
    const wideHere = lumaOfPlanes(warpPlanar(wide, toWide, { x: 0, y, width, height: 1 }).pixels, width);
    const [here, below] = [lumaOfRow(band, y - top), lumaOfRow(band, y + 1 - top)];
    const row = Math.floor(y / cell) * cells.columns;
    for (let x = 0; x + 1 < used; x += 1) {
      const index = row + Math.floor(x / cell);
      const value = here[x] ?? 0;
      add(cells.across, index, Math.abs((here[x + 1] ?? 0) - value));
      add(cells.down, index, Math.abs((below[x] ?? 0) - value));
      add(cells.before, index, Math.abs((wideHere[x + 1] ?? 0) - (wideHere[x] ?? 0)));
      const bin = index * bins + Math.min(bins - 1, Math.floor(value * bins));
      cells.brightness[bin] = (cells.brightness[bin] ?? 0) + 1;
    }
  }
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? 0) + value;
}

function lumaOfRow({ data, width, depth }: PixelImage, row: number): Float32Array {
  const gain = 1 / whiteOf(depth);
  const values = new Float32Array(width);
  for (let x = 0; x < width; x += 1) {
    const place = 3 * (row * width + x);
    values[x] = gain * luma(data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0);
  }
  return values;
}

function lumaOfPlanes(pixels: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, x) =>
    luma(pixels[x] ?? 0, pixels[x + width] ?? 0, pixels[x + 2 * width] ?? 0),
  );
}

function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function choosePlaces(cells: Cells): BestPlace[] {
  const { columns, rows } = cells;
  const gains = Float64Array.from({ length: columns * rows }, (_, index) => gainOf(cells, index));
  const [across, down] = [Math.min(columns, view.width / cell), Math.min(rows, view.height / cell)];
  const sums = sumsOf(gains, columns);
  const views = Array.from({ length: Math.max(0, (columns - across + 1) * (rows - down + 1)) }, (_, index) => {
    const column = index % (columns - across + 1);
    const row = Math.floor(index / (columns - across + 1));
    return { column, row, gain: sums(column, row, across, down) };
  }).sort((one, other) => other.gain - one.gain);
  const best = views[0]?.gain ?? 0;
  const chosen: typeof views = [];
  for (const one of views) {
    if (chosen.length === maxPlaces || one.gain <= 0 || one.gain < minGain * best) break;
    const isApart = chosen.every(
      ({ column, row }) => Math.abs(column - one.column) >= across || Math.abs(row - one.row) >= down,
    );
    if (isApart) chosen.push(one);
  }
  return chosen.map(({ column, row }) => {
    const place = { x: column * cell, y: row * cell, width: across * cell, height: down * cell };
    return { ...place, detail: steepest(sums, { column, row, across, down }) };
  });
}

/**
 * By how much steps across grew, more where it looks like lettering; never below 0. Between the lines that are looked at a level edge would be seen
 * by chance, and then whole: steps down count for nothing but the look of lettering.
 */
function gainOf({ across, down, before, brightness }: Cells, index: number): number {
  const [x = 0, y = 0] = [across[index], down[index]];
  const gain = Math.max(0, x - (before[index] ?? 0));
  const levels = brightness.subarray(index * bins, (index + 1) * bins);
  const isBothWays = Math.min(x, y) > 0.35 * Math.max(x, y);
  return gain * (isBothWays && isTwoToned(levels) ? letteringBonus : 1);
}

/** Ink and paper: nearly everything is close to one of two brightnesses that are far apart. */
function isTwoToned(levels: Uint32Array): boolean {
  const all = levels.reduce((sum, count) => sum + count, 0);
  const rare = all / 50;
  const darkest = levels.findIndex((count) => count > rare);
  const brightest = levels.findLastIndex((count) => count > rare);
  const range = brightest - darkest;
  if (range < 5) return false;
  const ends = levels.reduce((sum, count, level) => {
    const isAtEnd = level <= darkest + 0.3 * range || level >= brightest - 0.3 * range;
    return isAtEnd ? sum + count : sum;
  }, 0);
  return ends > 0.8 * all;
}

/** Over `across` x `down` cells from one on, in one step. */
type SumsOfCells = (column: number, row: number, across: number, down: number) => number;

function sumsOf(gains: Float64Array, columns: number): SumsOfCells {
  const stride = columns + 1;
  const rows = columns === 0 ? 0 : gains.length / columns;
  const sums = new Float64Array(stride * (rows + 1));
  const at = (column: number, row: number): number => sums[row * stride + column] ?? 0;
  for (let row = 1; row <= rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      const gain = gains[(row - 1) * columns + column - 1] ?? 0;
      sums[row * stride + column] = gain + at(column - 1, row) + at(column, row - 1) - at(column - 1, row - 1);
    }
  }
  return (column, row, across, down) =>
    at(column + across, row + down) - at(column, row + down) - at(column + across, row) + at(column, row);
}

/** A few words, or the like. */
const detailCells = { across: 3, down: 2 };

/** The middle of the few cells of a place that gained most together, in pixels of the result. */
function steepest(sums: SumsOfCells, place: { column: number; row: number; across: number; down: number }): Point {
  const [across, down] = [Math.min(detailCells.across, place.across), Math.min(detailCells.down, place.down)];
  let best = { gain: -1, column: place.column, row: place.row };
  for (let row = place.row; row <= place.row + place.down - down; row += 1) {
    for (let column = place.column; column <= place.column + place.across - across; column += 1) {
      const gain = sums(column, row, across, down);
      if (gain > best.gain) best = { gain, column, row };
    }
  }
  return { x: (best.column + across / 2) * cell, y: (best.row + down / 2) * cell };
}
