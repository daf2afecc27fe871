import { boundsOf, type Point, type Rectangle } from '#contract/geometry';
import { seeThroughCamera, type WideCamera } from '#core/pairs/camera/wide-camera';
import type { ColourMatch } from '#core/pairs/registering/match-colour';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { cameraReach } from '#native-models/dcsr/forward-model';
import type { ShiftField } from '#core/pairs/registering/shift-field';
import { readTele, type PlacedTele } from './prepare-reference.ts';

/** What the measured camera leaves of the wide where the tele fits. */
export interface ReferenceResidual {
  /** Standard deviation of what is rough in it, 0 to 1. */
  readonly noise: number;
  /** What is smooth in it: tone that colour matching left, to be added to the tele. */
  readonly tone: ColourMatch;
  /** The local field, taken back where the homography alone explains the wide as well; null for none. */
  readonly field: ShiftField | null;
}

/** Side of the squares that are looked at, in wide pixels, how many of them at most, and how near their centres may lie. */
const side = 8;
const mostSquares = 2500;
const leastSpacing = 8;
/** Squares between looks at the signal. */
const squaresPerBreath = 64;
/** In squares: how far tone is smoothed. */
const smoothness = 1.5;
/** As in native-models/dcsr/fuse-reference.ts. */
const steepness = 1.25;
const toleratedTexture = 0.3;
const toleratedNoise = 1.3;
/** Half a step of 8 bits. */
const leastNoise = 1 / 512;
/** Share of a square that counts as well as no square at all. */
const prior = 0.05;

/** A square of the wide against the tele as the wide camera would have taken it. */
interface Square {
  /** Mean of wide - K(tele) per channel. */
  readonly mean: readonly [number, number, number];
  /** Root mean square of what else differs, in green, and of the wide's own texture. */
  readonly rough: number;
  readonly texture: number;
}

/** The squares of an overlap, evenly spread: nodes of a grid over `region`. */
interface SquareGrid {
  readonly region: Rectangle;
  readonly columns: number;
  readonly rows: number;
  readonly squares: readonly (Square | null)[];
}

interface ResidualOptions {
  wide: PixelImage;
  overlap: readonly Point[];
  camera: WideCamera;
  /** The tele as it is placed, without tone. */
  placed: PlacedTele;
  breathe: () => Promise<void>;
}

/**
 * Compares wide and tele through the measured camera on squares spread evenly over the overlap. Where the local field explains the wide
 * worse than none, it is taken back. Rejects with what `breathe` rejects with.
 */
export async function measureResidual(options: ResidualOptions): Promise<ReferenceResidual> {
  const { placed } = options;
  const plain = await compareSquares(options, { ...placed, field: null });
  const moved = placed.field === null ? plain : await compareSquares(options, placed);
  const field = placed.field && fieldWhereBetter(placed.field, plain, moved);
  const grid = field === null ? plain : await compareSquares(options, { ...placed, field });
  const { region, columns, rows, squares } = grid;
  const noise = noiseOf(squares);
  return { noise, field, tone: { columns, rows, region, ...toneOf(squares, columns, rows, noise) } };
}

async function compareSquares(options: ResidualOptions, placed: PlacedTele): Promise<SquareGrid> {
  const { overlap, breathe } = options;
  const region = boundsOf(overlap);
  const spacing = Math.max(leastSpacing, Math.sqrt((region.width * region.height) / mostSquares));
  const [columns, rows] = [
    Math.max(1, Math.floor(region.width / spacing)),
    Math.max(1, Math.floor(region.height / spacing)),
  ];
  const squares: (Square | null)[] = [];
  for (let node = 0; node < columns * rows; node += 1) {
    if (node % squaresPerBreath === 0) await breathe();
    const x = Math.round(region.x + ((node % columns) + 0.5) * (region.width / columns) - side / 2);
    const y = Math.round(region.y + (Math.floor(node / columns) + 0.5) * (region.height / rows) - side / 2);
    squares.push(compareSquare(options, placed, { x, y, width: side, height: side }));
  }
  return { region, columns, rows, squares };
}

/** The field must leave so much less of the wide's variance, or it follows noise. */
const clearlyLess = 0.75;

/** The field times a smooth weight of 0 to 1: 1 where it explains the wide better than no field does. */
function fieldWhereBetter(field: ShiftField, plain: SquareGrid, moved: SquareGrid): ShiftField {
  const { columns, rows, region } = plain;
  const isKnown = plain.squares.map((square, node) => Number(square !== null && moved.squares[node] !== null));
  const energies = ({ squares }: SquareGrid): Float32Array =>
    smooth(
      Float32Array.from(squares, (square, node) => (isKnown[node] === 1 ? (square?.rough ?? 0) ** 2 : 0)),
      columns,
      rows,
    );
  const [without, within] = [energies(plain), energies(moved)];
  const better = smooth(
    without.map((energy, node) => Number((within[node] ?? 0) < clearlyLess * energy)),
    columns,
    rows,
  );
  const nodes = field.columns * field.rows;
  const shift = field.shift.map((value, index) => {
    const node = index % nodes;
    const x = field.origin.x + (node % field.columns) * field.spacing;
    const y = field.origin.y + Math.floor(node / field.columns) * field.spacing;
    const column = Math.floor(((x - region.x) / region.width) * columns);
    const row = Math.floor(((y - region.y) / region.height) * rows);
    const nearest = Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column));
    return value * Math.min(1, better[nearest] ?? 0);
  });
  return { ...field, shift };
}

/** Null where the tele, or the wide, ends. */
function compareSquare({ wide, camera }: ResidualOptions, placed: PlacedTele, square: Rectangle): Square | null {
  const { x, y } = square;
  if (x < 0 || y < 0 || x + side > wide.width || y + side > wide.height) return null;
  const fineSide = 2 * (side + cameraReach);
  const rectangle = { x: 2 * x - cameraReach, y: 2 * y - cameraReach, width: fineSide, height: fineSide };
  const { pixels, validity } = readTele(placed, rectangle);
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
  };
}

/** The smoothest squares tell it: in others the camera's own error is added, and some show something else. */
function noiseOf(squares: readonly (Square | null)[]): number {
  const rough = squares.flatMap((square) => (square === null ? [] : [square.rough])).sort((a, b) => a - b);
  return Math.max(leastNoise, rough[Math.floor(rough.length / 5)] ?? 0);
}

function toneOf(
  squares: readonly (Square | null)[],
  columns: number,
  rows: number,
  noise: number,
): Pick<ColourMatch, 'gain' | 'offset'> {
  const nodes = columns * rows;
  const weights = Float32Array.from(squares, (square) => (square === null ? 0 : beliefIn(square, noise)));
  const spread = smooth(weights, columns, rows);
  const offset = new Float32Array(3 * nodes);
  for (const channel of [0, 1, 2] as const) {
    const sums = smooth(
      weights.map((weight, node) => weight * (squares[node]?.mean[channel] ?? 0)),
      columns,
      rows,
    );
    for (let node = 0; node < nodes; node += 1)
      offset[channel * nodes + node] = (sums[node] ?? 0) / ((spread[node] ?? 0) + prior);
  }
  return { gain: new Float32Array(3 * nodes).fill(1), offset };
}

function beliefIn({ rough, texture }: Square, noise: number): number {
  const excess = Math.max(0, rough / (toleratedNoise * noise + toleratedTexture * texture) - 1);
  return Math.exp(-steepness * excess * excess);
}

/** Gaussian means over nodes, what lies outside counting as 0. */
function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
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
