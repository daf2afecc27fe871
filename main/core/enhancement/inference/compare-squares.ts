import { boundsOf, type Point, type Rectangle } from '#contract/geometry';
import { seeThroughCamera, type WideCamera } from '#core/pairs/camera/wide-camera';
import type { NodeGrid, ShiftField } from '#core/pairs/registering/shift-field';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { readTele, type PlacedTele } from './prepare-reference.ts';

/** Side of the squares that are looked at, in wide pixels, how many of them at most, and how near their centres may lie. */
const side = 8;
const mostSquares = 1600;
const leastSpacing = 8;
/** Squares between looks at the signal. */
const squaresPerBreath = 64;
/** In squares. */
const smoothness = 1.5;

/** A square of the wide against the tele as the wide camera would have taken it. */
export interface Square {
  /** Mean of wide - K(tele) per channel. */
  readonly mean: readonly [number, number, number];
  /** Root mean square of what else differs, in green, and of the wide's own texture. */
  readonly rough: number;
  readonly texture: number;
  /** Gauss and Newton's equations for the shift d that is left, wide(p) = K(tele)(p + d), over the contrast of both: M and b of M d = b. */
  readonly pull: {
    readonly xx: number;
    readonly xy: number;
    readonly yy: number;
    readonly x: number;
    readonly y: number;
  };
}

/** The squares of an overlap, evenly spread. */
export interface SquareGrid extends NodeGrid {
  readonly squares: readonly (Square | null)[];
}

/** The two photos, and how one is placed in the other. */
export interface ComparedPhotos {
  wide: PixelImage;
  overlap: readonly Point[];
  camera: WideCamera;
  placed: Omit<PlacedTele, 'field' | 'tone'>;
  breathe: () => Promise<void>;
}

/** Compares the overlap with the tele moved by `field`. Rejects with what `breathe` rejects with. */
export async function compareSquares(options: ComparedPhotos, field: ShiftField | null): Promise<SquareGrid> {
  const { overlap, breathe } = options;
  const region = boundsOf(overlap);
  const spacing = Math.max(leastSpacing, Math.sqrt((region.width * region.height) / mostSquares));
  const [columns, rows] = [
    Math.max(1, Math.floor(region.width / spacing)),
    Math.max(1, Math.floor(region.height / spacing)),
  ];
  const origin = { x: region.x + spacing / 2, y: region.y + spacing / 2 };
  const squares: (Square | null)[] = [];
  for (let node = 0; node < columns * rows; node += 1) {
    if (node % squaresPerBreath === 0) await breathe();
    const x = Math.round(origin.x + (node % columns) * spacing - side / 2);
    const y = Math.round(origin.y + Math.floor(node / columns) * spacing - side / 2);
    squares.push(compareSquare(options, field, { x, y, width: side, height: side }));
  }
  return { origin, spacing, columns, rows, squares };
}

/** Null where the tele, or the wide, ends. */
function compareSquare(
  { wide, camera, placed }: ComparedPhotos,
  field: ShiftField | null,
  square: Rectangle,
): Square | null {
  const { x, y } = square;
  if (x < 0 || y < 0 || x + side > wide.width || y + side > wide.height) return null;
  const fineSide = 2 * (side + cameraReach);
  const rectangle = { x: 2 * x - cameraReach, y: 2 * y - cameraReach, width: fineSide, height: fineSide };
  const { pixels, validity } = readTele({ ...placed, field, tone: null }, rectangle);
  if (validity.includes(0)) return null;
  const seen = seeThroughCamera(camera, pixels, rectangle);
  const shown = planarTile(wide, square);
  const residual = shown.map((value, at) => value - (seen[at] ?? 0));
  const plane = side * side;
  const of = (values: Float32Array, channel: number): Float32Array =>
    values.subarray(channel * plane, (channel + 1) * plane);
  return {
    mean: [meanOf(of(residual, 0)), meanOf(of(residual, 1)), meanOf(of(residual, 2))],
    rough: deviationOf(of(residual, 1)),
    texture: deviationOf(of(shown, 1)),
    pull: pullOf(of(seen, 1), of(residual, 1)),
  };
}

function pullOf(seen: Float32Array, residual: Float32Array): Square['pull'] {
  const [tone, level] = [meanOf(residual), meanOf(seen)];
  let [xx, xy, yy, x, y, energy] = [0, 0, 0, 0, 0, 0];
  for (let row = 1; row < side - 1; row += 1) {
    for (let column = 1; column < side - 1; column += 1) {
      const at = row * side + column;
      const across = ((seen[at + 1] ?? 0) - (seen[at - 1] ?? 0)) / 2;
      const down = ((seen[at + side] ?? 0) - (seen[at - side] ?? 0)) / 2;
      const left = (residual[at] ?? 0) - tone;
      xx += across * across;
      xy += across * down;
      yy += down * down;
      x += across * left;
      y += down * left;
      energy += ((seen[at] ?? 0) - level) ** 2 + left ** 2;
    }
  }
  const weight = 1 / (energy + 1e-9);
  return { xx: weight * xx, xy: weight * xy, yy: weight * yy, x: weight * x, y: weight * y };
}

/** Gaussian means of values at the nodes, [rows, columns]; what lies outside counts as 0. */
export function smoothOverSquares(values: Float32Array, columns: number, rows: number): Float32Array {
  const reach = Math.ceil(2 * smoothness);
  const taps = Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp(-((tap - reach) ** 2) / (2 * smoothness ** 2)),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const along = (source: Float32Array, length: number, step: number): Float32Array =>
    source.map((_, node) => {
      const place = Math.floor(node / step) % length;
      let total = 0;
      for (let tap = -reach; tap <= reach; tap += 1)
        if (place + tap >= 0 && place + tap < length)
          total += ((taps[tap + reach] ?? 0) / sum) * (source[node + tap * step] ?? 0);
      return total;
    });
  return along(along(values, columns, 1), rows, columns);
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float32Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
