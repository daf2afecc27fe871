import type { DetailBand } from './detail-band.ts';

/** Where and how squares are compared, in pixels of the bands: centres at margin + n step, sides of 2 half, searched within `reach`. */
export interface SquareGrid {
  readonly margin: number;
  readonly step: number;
  readonly half: number;
  readonly reach: number;
}

/**
 * What squares say about their shift d, as normal equations (M, b) with M d = b: M is how sharply the correlation falls off around its
 * peak, times how far the peak can be trusted, 0 where nothing can be said. Along an edge M is singular, as it should be.
 */
export interface ShiftEvidence {
  readonly columns: number;
  readonly rows: number;
  /** [3, rows, columns]: M's xx, xy and yy. */
  readonly matrix: Float32Array;
  /** [2, rows, columns]: b. */
  readonly right: Float32Array;
  /** How many squares have texture, found or not. */
  textured: number;
}

export function emptyEvidence(columns: number, rows: number): ShiftEvidence {
  const nodes = columns * rows;
  return { columns, rows, matrix: new Float32Array(3 * nodes), right: new Float32Array(2 * nodes), textured: 0 };
}

/**
 * Finds one row of squares of the wide in the tele by normalised correlation sum(a b) / sqrt(sum(a^2) sum(b^2)), and fits a paraboloid around the peak. A square counts when both bands are known around it, the wide has texture there, the peak is
 * high, inside the search, and no other is nearly as high.
 */
export function matchSquareRow(
  wide: DetailBand,
  tele: DetailBand,
  { margin, step, half, reach }: SquareGrid,
  row: number,
  evidence: ShiftEvidence,
): void {
  const count = 2 * reach + 1;
  const scores = new Float32Array(count * count);
  const y = margin + row * step;
  for (let column = 0; column < evidence.columns; column += 1) {
    const x = margin + column * step;
    if (!isKnown(tele, x, y, half + reach)) continue;
    const energy = energyOf(wide, x, y, half);
    if (energy < (2 * half) ** 2 * flat ** 2) continue;
    evidence.textured += 1;
    correlate(wide, tele, x, y, half, reach, energy, scores);
    fitPeak(scores, count, evidence, row * evidence.columns + column);
  }
}

/** Correlation from which a match counts, and fully at 1. */
const believable = 0.6;
/** Of the detail's standard deviation, 0 to 1: flatter squares show noise. */
const flat = 0.004;
/** Another peak this near to the best one, as a share of it, makes the square ambiguous: a row of windows, a fence. */
const rival = 0.9;
const valley = 0.8;

/** Whether a band has pixels all around; its known part is convex, so the corners say it. */
function isKnown({ width, height, validity }: DetailBand, x: number, y: number, reach: number): boolean {
  const [left, top, right, bottom] = [x - reach, y - reach, x + reach - 1, y + reach - 1];
  if (left < 0 || top < 0 || right >= width || bottom >= height) return false;
  return [top * width + left, top * width + right, bottom * width + left, bottom * width + right].every(
    (index) => validity[index] === 1,
  );
}

function energyOf({ width, values }: DetailBand, x: number, y: number, half: number): number {
  let energy = 0;
  for (let row = y - half; row < y + half; row += 1) {
    const start = row * width + x;
    for (let index = start - half; index < start + half; index += 1) {
      const value = values[index] ?? 0;
      energy += value * value;
    }
  }
  return energy;
}

function correlate(
  { width, values }: DetailBand,
  tele: DetailBand,
  x: number,
  y: number,
  half: number,
  reach: number,
  energy: number,
  scores: Float32Array,
): void {
  const others = tele.values;
  let place = 0;
  for (let down = -reach; down <= reach; down += 1) {
    for (let across = -reach; across <= reach; across += 1, place += 1) {
      const shift = down * width + across;
      let product = 0;
      let other = 0;
      for (let row = y - half; row < y + half; row += 1) {
        const start = row * width + x;
        for (let at = start - half; at < start + half; at += 1) {
          const value = others[at + shift] ?? 0;
          product += value * (values[at] ?? 0);
          other += value * value;
        }
      }
      scores[place] = other > 0 ? product / Math.sqrt(other * energy) : 0;
    }
  }
}

function fitPeak(
  scores: Float32Array,
  count: number,
  { columns, rows, matrix, right }: ShiftEvidence,
  node: number,
): void {
  let peak = 0;
  for (let index = 1; index < scores.length; index += 1) if ((scores[index] ?? 0) > (scores[peak] ?? 0)) peak = index;
  const best = scores[peak] ?? 0;
  const [column, row] = [peak % count, Math.floor(peak / count)];
  const isInside = column > 0 && row > 0 && column < count - 1 && row < count - 1;
  if (best < believable || !isInside || hasRival(scores, count, peak)) return;
  const at = (across: number, down: number): number => scores[peak + across + down * count] ?? 0;
  const xx = 2 * best - at(-1, 0) - at(1, 0);
  const yy = 2 * best - at(0, -1) - at(0, 1);
  const mixed = (at(1, -1) + at(-1, 1) - at(1, 1) - at(-1, -1)) / 4;
  // The fit may be a saddle by a hair's breadth; an edge says nothing along itself, never less.
  const xy = Math.sign(mixed) * Math.min(Math.abs(mixed), Math.sqrt(xx * yy));
  const trust = (best - believable) / (1 - believable);
  const [x, y] = [column - (count >> 1), row - (count >> 1)];
  const nodes = columns * rows;
  matrix[node] = trust * xx;
  matrix[nodes + node] = trust * xy;
  matrix[2 * nodes + node] = trust * yy;
  right[node] = trust * (xx * x + xy * y + (at(1, 0) - at(-1, 0)) / 2);
  right[nodes + node] = trust * (xy * x + yy * y + (at(0, 1) - at(0, -1)) / 2);
}

/** Whether another peak, with a valley before it, is nearly as high. Along an edge there is no valley: M says what it does not know. */
function hasRival(scores: Float32Array, count: number, peak: number): boolean {
  const best = scores[peak] ?? 0;
  const [column, row] = [peak % count, Math.floor(peak / count)];
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) {
      if (Math.max(Math.abs(x - column), Math.abs(y - row)) < 2 || (scores[y * count + x] ?? 0) < rival * best)
        continue;
      const between = Math.round((y + row) / 2) * count + Math.round((x + column) / 2);
      if ((scores[between] ?? 0) < valley * best && isPeak(scores, count, x, y)) return true;
    }
  }
  return false;
}

function isPeak(scores: Float32Array, count: number, x: number, y: number): boolean {
  const here = scores[y * count + x] ?? 0;
  for (let row = Math.max(0, y - 1); row <= Math.min(count - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(count - 1, x + 1); column += 1) {
      if ((scores[row * count + column] ?? 0) > here) return false;
    }
  }
  return true;
}
