import { boundsOf, type Point, type Rectangle } from '#contract/geometry';
import { seeThroughCamera, type WideCamera } from '#core/pairs/camera/wide-camera';
import type { ColourMatch } from '#core/pairs/registering/match-colour';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { emptyEvidence } from '#core/pairs/registering/match-squares';
import { shiftAt, type NodeGrid, type ShiftField } from '#core/pairs/registering/shift-field';
import { smoothShifts } from '#core/pairs/registering/smooth-shifts';
import { readTele, type PlacedTele } from './prepare-reference.ts';

/** What the measured camera leaves of the wide where the tele fits. */
export interface ReferenceResidual {
  /** Standard deviation of what is rough in it, 0 to 1. */
  readonly noise: number;
  /** What is smooth in it: tone that colour matching left, to be added to the tele. */
  readonly tone: ColourMatch;
  /** The local field, taken back where the homography alone explains the wide as well; null for none. */
  readonly field: ShiftField | null;
  /** How far the tele can be trusted around each node, [rows, columns], 0 to 1: nowhere that parallax or change moved it. */
  readonly belief: NodeGrid & { readonly values: Float32Array };
}

/** Side of the squares that are looked at, in wide pixels, how many of them at most, and how near their centres may lie. */
const side = 8;
const mostSquares = 1600;
const leastSpacing = 8;
/** Of a square's deviation, 0 to 1, from which on it says where it lies. */
const leastTexture = 0.012;
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
interface SquareGrid extends NodeGrid {
  readonly squares: readonly (Square | null)[];
}

interface ResidualOptions {
  wide: PixelImage;
  overlap: readonly Point[];
  camera: WideCamera;
  placed: Omit<PlacedTele, 'field' | 'tone'>;
  /** What local alignment found; null for nothing. */
  field: ShiftField | null;
  breathe: () => Promise<void>;
}

/**
 * Compares wide and tele through the measured camera on squares spread evenly over the overlap. Where the local field explains the wide
 * worse than none, it is taken back. Rejects with what `breathe` rejects with.
 */
export async function measureResidual(options: ResidualOptions): Promise<ReferenceResidual> {
  const plain: Placement = { grid: await compareSquares(options, null), field: null };
  const aligned = options.field === null ? plain : await whereBetter(options, plain, options.field);
  const refined = refineField(aligned);
  const { grid, field } = refined === null ? aligned : await whereBetter(options, aligned, refined);
  const noise = noiseOf(grid.squares);
  const beliefs = grid.squares.map((square) => (square === null ? 0 : beliefIn(square, noise)));
  const { columns, rows, origin, spacing } = grid;
  const belief = { columns, rows, origin, spacing, values: regionalBelief(grid, beliefs) };
  return { noise, field, tone: toneOf(grid, beliefs), belief };
}

/** A local field, null for none, and how the squares compare with it. */
interface Placement {
  readonly grid: SquareGrid;
  readonly field: ShiftField | null;
}

/** The field where it explains the wide better than what was there before, and that elsewhere. */
async function whereBetter(options: ResidualOptions, before: Placement, field: ShiftField): Promise<Placement> {
  const after = await compareSquares(options, field);
  const kept = fieldWhereBetter(field, before, after);
  return { grid: await compareSquares(options, kept), field: kept };
}

/** What the squares say about the rest of their shift, added to the field that they were compared with; null when too few say anything. */
function refineField({ grid, field }: Placement): ShiftField | null {
  const { squares, columns, rows, origin, spacing } = grid;
  const evidence = emptyEvidence(columns, rows);
  const nodes = columns * rows;
  squares.forEach((square, node) => {
    if (square === null || square.texture < leastTexture) return;
    evidence.textured += 1;
    const { xx, xy, yy, x, y } = square.pull;
    evidence.matrix.set([xx], node);
    evidence.matrix.set([xy], nodes + node);
    evidence.matrix.set([yy], 2 * nodes + node);
    evidence.right.set([x], node);
    evidence.right.set([y], nodes + node);
  });
  const found = smoothShifts(evidence);
  if (found === null) return null;
  const shift = found.map((value, index) => {
    if (field === null) return value;
    const node = index % nodes;
    const place = { x: origin.x + (node % columns) * spacing, y: origin.y + Math.floor(node / columns) * spacing };
    return value + shiftAt(field, place)[index < nodes ? 'x' : 'y'];
  });
  return { columns, rows, origin, spacing, shift };
}

async function compareSquares(options: ResidualOptions, field: ShiftField | null): Promise<SquareGrid> {
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

/** A step of so many wide pixels is half believed: shorter ones follow noise as well as the scene. */
const chance = 0.3;
/** The field must leave so much less of the wide's variance, or it follows noise. */
const clearlyLess = 0.8;

/** The field, by a smooth weight of 0 to 1 where it explains the wide better than the one before, which is kept elsewhere. */
function fieldWhereBetter(field: ShiftField, before: Placement, moved: SquareGrid): ShiftField {
  const plain = before.grid;
  const { columns, rows, origin, spacing } = plain;
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
  const shift = field.shift.slice();
  for (let node = 0; node < nodes; node += 1) {
    const x = field.origin.x + (node % field.columns) * field.spacing;
    const y = field.origin.y + Math.floor(node / field.columns) * field.spacing;
    const [column, row] = [Math.round((x - origin.x) / spacing), Math.round((y - origin.y) / spacing)];
    const nearest = Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column));
    const known = before.field === null ? { x: 0, y: 0 } : shiftAt(before.field, { x, y });
    const step = { x: (shift[node] ?? 0) - known.x, y: (shift[nodes + node] ?? 0) - known.y };
    const length = step.x ** 2 + step.y ** 2;
    const share = (Math.min(1, better[nearest] ?? 0) * length) / (length + chance ** 2);
    shift[node] = known.x + share * step.x;
    shift[nodes + node] = known.y + share * step.y;
  }
  return { ...field, shift };
}

/** Null where the tele, or the wide, ends. */
function compareSquare(
  { wide, camera, placed }: ResidualOptions,
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

/** The smoothest squares tell it: in others the camera's own error is added, and some show something else. */
function noiseOf(squares: readonly (Square | null)[]): number {
  const rough = squares.flatMap((square) => (square === null ? [] : [square.rough])).sort((a, b) => a - b);
  return Math.max(leastNoise, rough[Math.floor(rough.length / 5)] ?? 0);
}

function toneOf({ squares, columns, rows, origin, spacing }: SquareGrid, beliefs: readonly number[]): ColourMatch {
  const nodes = columns * rows;
  const weights = Float32Array.from(beliefs);
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
  const region = {
    x: origin.x - spacing / 2,
    y: origin.y - spacing / 2,
    width: columns * spacing,
    height: rows * spacing,
  };
  return { columns, rows, region, gain: new Float32Array(3 * nodes).fill(1), offset };
}

/** Squares count by their texture; so much of it, squared, as in a square that says nothing, speaks for the tele. */
const silentTexture = 0.01 ** 2;
/** Of the squares around a place, the share that must be explained for the tele to count at all, and fully. */
const doubted = 0.3;
const believed = 0.7;

/** [rows, columns]: 1 where the tele, as it is placed, explains what the wide shows around a node, 0 where it contradicts. */
function regionalBelief({ squares, columns, rows }: SquareGrid, beliefs: readonly number[]): Float32Array {
  const textures = Float32Array.from(squares, (square) => (square === null ? 0 : square.texture ** 2));
  const all = smooth(textures, columns, rows);
  const explained = smooth(
    textures.map((texture, node) => texture * (beliefs[node] ?? 0)),
    columns,
    rows,
  );
  return all.map((texture, node) => {
    const share = ((explained[node] ?? 0) + silentTexture) / (texture + silentTexture);
    return Math.min(1, Math.max(0, (share - doubted) / (believed - doubted)));
  });
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
