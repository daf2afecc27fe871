import { boundsOf, type Point, type Rectangle } from '#contract/geometry';
import { seeThroughCamera, type WideCamera } from '#core/pairs/camera/wide-camera';
import { shiftAt, type NodeGrid, type ShiftField } from '#core/pairs/registering/shift-field';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import type { Channels, WarpedTile } from '#core/photos/pixels/warp-planar';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { comparedSide as side, type ComparedSquare } from '#native-models/noise-left';
import { readTele, type PlacedTele } from './prepare-reference.ts';

/** How many squares are looked at, at most, and how near their centres may lie, in wide pixels. */
const maxSquares = 1600;
const minSpacing = 8;
/** Nearer than this, squares have so much of their surroundings in common that all of it costs less at once. */
const worthSharing = side + cameraReach;
/** Squares between looks at the signal. */
const squaresPerPause = 64;
/** In squares. */
const smoothness = 1.5;

/** Of a square's deviation, 0 to 1, from which on it says where it lies. */
export const minTexture = 0.012;

/** A square of the wide against the tele as the wide camera would have taken it. */
export interface Square extends ComparedSquare {
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
  pause: () => Promise<void>;
}

/** A comparison, and the local field, null for none, by which the tele was moved for it. */
export interface Placement {
  readonly grid: SquareGrid;
  readonly field: ShiftField | null;
}

/** Moved by less than this, in wide pixels, a square compares as before. */
const unmoved = 0.02;

/**
 * Compares the overlap with the tele moved by `field`; squares that were compared `before`, all but unmoved, are not compared again.
 * Rejects with what `pause` rejects with.
 */
export async function compareSquares(
  options: ComparedPhotos,
  field: ShiftField | null,
  before: readonly Placement[] = [],
): Promise<SquareGrid> {
  const region = boundsOf(options.overlap);
  const spacing = Math.max(minSpacing, Math.sqrt((region.width * region.height) / maxSquares));
  const [columns, rows] = [
    Math.max(1, Math.floor(region.width / spacing)),
    Math.max(1, Math.floor(region.height / spacing)),
  ];
  const grid = { origin: { x: region.x + spacing / 2, y: region.y + spacing / 2 }, spacing, columns, rows };
  const seeSquare = seeSquares(options, field, grid, 'green');
  const squares: (Square | null)[] = [];
  for (let node = 0; node < columns * rows; node += 1) {
    if (node % squaresPerPause === 0) await options.pause();
    const same = before.find((one) => isUnmoved(one.field, field, centreOf(grid, node)));
    squares.push(
      same === undefined
        ? compareSquare(options.wide, seeSquare, squareAround(centreOf(grid, node)))
        : (same.grid.squares[node] ?? null),
    );
  }
  return { ...grid, squares };
}

function isUnmoved(one: ShiftField | null, other: ShiftField | null, place: Point): boolean {
  const [from, to] = [one, other].map((field) => (field === null ? { x: 0, y: 0 } : shiftAt(field, place)));
  return from !== undefined && to !== undefined && Math.hypot(to.x - from.x, to.y - from.y) < unmoved;
}

/** Of the square around a node, in wide pixels. */
export function centreOf({ origin, spacing, columns }: NodeGrid, node: number): Point {
  return { x: origin.x + (node % columns) * spacing, y: origin.y + Math.floor(node / columns) * spacing };
}

function squareAround({ x, y }: Point): Rectangle {
  return { x: Math.round(x - side / 2), y: Math.round(y - side / 2), width: side, height: side };
}

/** K(tele) over a square, [N, side, side]; null where the tele ends. */
type SeeSquare = (square: Rectangle) => Float32Array | null;

/** How the squares of a grid are seen, in these channels. */
export function seeSquares(
  options: ComparedPhotos,
  field: ShiftField | null,
  grid: NodeGrid,
  channels: Channels,
): SeeSquare {
  if (grid.spacing < worthSharing) return sharedView(options, field, grid, channels);
  return (square) => {
    const { pixels, validity, rectangle } = readAround(options, field, square, channels);
    return validity.includes(0) ? null : seeThroughCamera(options.camera, pixels, rectangle);
  };
}

/** Null where the tele, or the wide, ends. */
function compareSquare(wide: PixelImage, seeSquare: SeeSquare, square: Rectangle): Square | null {
  const { x, y } = square;
  if (x < 0 || y < 0 || x + side > wide.width || y + side > wide.height) return null;
  const seen = seeSquare(square);
  if (seen === null) return null;
  const shown = planarTile(wide, square).subarray(side * side, 2 * side * side);
  const residual = shown.map((value, at) => value - (seen[at] ?? 0));
  return { rough: deviationOf(residual), texture: deviationOf(shown), pull: pullOf(seen, residual) };
}

/** Of squares whose surroundings overlap: seen all at once, when the first is asked for. */
function sharedView(options: ComparedPhotos, field: ShiftField | null, grid: NodeGrid, channels: Channels): SeeSquare {
  const first = squareAround(centreOf(grid, 0));
  const last = squareAround(centreOf(grid, grid.columns * grid.rows - 1));
  const region = { ...first, width: last.x + side - first.x, height: last.y + side - first.y };
  let view: { seen: Float32Array; validity: Float32Array; stride: number } | null = null;
  return ({ x, y }) => {
    if (view === null) {
      const { pixels, validity, rectangle } = readAround(options, field, region, channels);
      view = { seen: seeThroughCamera(options.camera, pixels, rectangle), validity, stride: rectangle.width };
    }
    const [column, row] = [x - region.x, y - region.y];
    for (let at = 2 * row; at < 2 * (row + side + cameraReach); at += 1) {
      const start = at * view.stride + 2 * column;
      if (view.validity.subarray(start, start + 2 * (side + cameraReach)).includes(0)) return null;
    }
    const planes = view.seen.length / (region.width * region.height);
    const square = new Float32Array(planes * side * side);
    for (let line = 0; line < planes * side; line += 1) {
      const down = Math.floor(line / side) * region.height + row + (line % side);
      const start = down * region.width + column;
      square.set(view.seen.subarray(start, start + side), line * side);
    }
    return square;
  };
}

/** The tele over a part of the wide, with what the camera needs around it. */
function readAround(
  { placed }: ComparedPhotos,
  field: ShiftField | null,
  { x, y, width, height }: Rectangle,
  channels: Channels,
): WarpedTile & { rectangle: Rectangle } {
  const rectangle = {
    x: 2 * x - cameraReach,
    y: 2 * y - cameraReach,
    width: 2 * (width + cameraReach),
    height: 2 * (height + cameraReach),
  };
  return { ...readTele({ ...placed, field, tone: null }, rectangle, channels), rectangle };
}

/** Mean of wide - K(tele) over the square of a node, red, green and blue; nothing where it cannot be compared. */
export function toneLeft(wide: PixelImage, seeSquare: SeeSquare, grid: NodeGrid, node: number): readonly number[] {
  const square = squareAround(centreOf(grid, node));
  const seen = seeSquare(square);
  if (seen === null) return [];
  const residual = planarTile(wide, square).map((value, at) => value - (seen[at] ?? 0));
  const plane = side * side;
  return [0, 1, 2].map((channel) => meanOf(residual.subarray(channel * plane, (channel + 1) * plane)));
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
