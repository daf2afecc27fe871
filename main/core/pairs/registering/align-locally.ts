import { boundsOf, invertHomography, scaleHomography, type Homography, type Point } from '#contract/geometry';
import { pause } from '#core/ground/waiting/pause';
import type { PixelImage } from '#core/photos/pixel-image';
import { detailBand } from './detail-band.ts';
import { emptyEvidence, matchSquareRow } from './match-squares.ts';
import { shiftAt, type ShiftField } from './shift-field.ts';
import { smoothShifts } from './smooth-shifts.ts';

interface Pictures {
  wide: PixelImage;
  tele: PixelImage;
  homography: Homography;
  overlap: readonly Point[];
  /** Tele pixels to one of the wide. */
  zoom: number;
  signal?: AbortSignal | undefined;
}

/**
 * How far the registered tele lies from where its homography says: lens distortion, a rolling shutter, gentle parallax, as a smooth field
 * of at most 8 pixels of the wide (more for photos so large that they are compared at reduced size). Squares of brightness detail are
 * found by normalised correlation, first at half the resolution, then, from there, at the full one to a fraction of a pixel. What
 * stands out, repeats, or is flat follows its surroundings. Null when there is not enough that both photos show.
 * Rejects with the signal's reason when cancelled.
 */
export async function alignLocally(pictures: Pictures): Promise<ShiftField | null> {
  const { width, height } = boundsOf(pictures.overlap);
  const shrink = Math.max(1, Math.ceil(Math.sqrt((width * height) / maxPixels)));
  const coarse = await refineField(pictures, 2 * shrink, coarseSquares, null);
  const squares = width * height > manyPixels ? sparseSquares : fineSquares;
  return (await refineField(pictures, shrink, squares, coarse)) ?? coarse;
}

/** Of the overlap, in pixels that are compared. */
const maxPixels = 4e6;
/** From here on, fewer squares say enough: of more pixels, the same square shows less of the scene. */
const manyPixels = 1.5e6;
/** Half a square's side, the distance between squares and how far each is searched for, in pixels of the bands. */
interface Squares {
  half: number;
  step: number;
  reach: number;
}
const coarseSquares: Squares = { half: 12, step: 12, reach: 4 };
const fineSquares: Squares = { half: 16, step: 16, reach: 2 };
const sparseSquares: Squares = { ...fineSquares, step: 24 };
/** In wide pixels when nothing is shrunk. */
const furthest = 8;
const rowsPerPause = 4;

/** What is left after `before`, found at a size `shrink` times smaller than the wide's, and added to it; null when nothing is found. */
async function refineField(
  pictures: Pictures,
  shrink: number,
  { half, step, reach }: Squares,
  before: ShiftField | null,
): Promise<ShiftField | null> {
  const { wide, tele, homography, zoom, signal } = pictures;
  const bounds = boundsOf(pictures.overlap.map(({ x, y }) => ({ x: x / shrink, y: y / shrink })));
  const margin = half + reach;
  const columns = Math.floor((bounds.width - 2 * margin) / step) + 1;
  const rows = Math.floor((bounds.height - 2 * margin) / step) + 1;
  if (columns < 2 || rows < 2) return null;
  signal?.throwIfAborted();
  const wideBand = await detailBand(wide, scaleHomography(1, 1), 1, shrink, bounds);
  await pause(signal);
  const teleBand = await detailBand(tele, invertHomography(homography), zoom, shrink, bounds, before);
  const evidence = emptyEvidence(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    if (row % rowsPerPause === 0) await pause(signal);
    matchSquareRow(wideBand, teleBand, { margin, step, half, reach }, row, evidence);
  }
  const found = smoothShifts(evidence);
  if (found === null) return null;
  const origin = { x: (bounds.x + margin) * shrink, y: (bounds.y + margin) * shrink };
  const field = { columns, rows, origin, spacing: step * shrink, shift: found.map((value) => value * shrink) };
  return { ...field, shift: addedTo(field, before, furthest * Math.max(1, shrink)) };
}

/** The shifts of a field and another one, no longer than `limit` along either axis. */
function addedTo(
  { columns, rows, origin, spacing, shift }: ShiftField,
  before: ShiftField | null,
  limit: number,
): Float32Array {
  const nodes = columns * rows;
  return shift.map((value, index) => {
    const node = index % nodes;
    const place = { x: origin.x + (node % columns) * spacing, y: origin.y + Math.floor(node / columns) * spacing };
    const moved = before === null ? 0 : shiftAt(before, place)[index < nodes ? 'x' : 'y'];
    return Math.min(limit, Math.max(-limit, value + moved));
  });
}
