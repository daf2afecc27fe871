import type { ColourMatch } from '#core/pairs/registering/match-colour';
import type { NodeGrid, ShiftField } from '#core/pairs/registering/shift-field';
import { steepness, toleratedNoise, toleratedTexture } from '#native-models/dcsr/fuse-reference';
import {
  compareSquares,
  smoothOverSquares,
  type ComparedPhotos,
  type Square,
  type SquareGrid,
} from './compare-squares.ts';
import { refineField, whereBetter, type Placement } from './judge-field.ts';

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

/** Half a step of 8 bits. */
const leastNoise = 1 / 512;
/** Share of a square that counts as well as no square at all. */
const prior = 0.05;

/**
 * Compares wide and tele through the measured camera on squares spread evenly over the overlap. Where the local field explains the wide
 * worse than none, it is taken back. Rejects with what `breathe` rejects with.
 */
export async function measureResidual(
  options: ComparedPhotos & { /** What local alignment found; null for nothing. */ field: ShiftField | null },
): Promise<ReferenceResidual> {
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

/** From which texture on, 0 to 1, and up to which share of it, a square fits and says what the camera leaves where there is something to see. */
const telling = { texture: 0.02, share: 0.5 };
const fewestTelling = 20;

/** That of a quarter of the squares that fit, which skies and walls that a phone has smoothed must not lower; of a fifth of all where few fit. */
function noiseOf(squares: readonly (Square | null)[]): number {
  const known = squares.filter((square) => square !== null);
  const fitting = known.filter(({ rough, texture }) => texture >= telling.texture && rough <= telling.share * texture);
  const [asked, place] = fitting.length >= fewestTelling ? [fitting, 4] : [known, 5];
  const rough = asked.map((square) => square.rough).sort((a, b) => a - b);
  return Math.max(leastNoise, rough[Math.floor(rough.length / place)] ?? 0);
}

function toneOf({ squares, columns, rows, origin, spacing }: SquareGrid, beliefs: readonly number[]): ColourMatch {
  const nodes = columns * rows;
  const weights = Float32Array.from(beliefs);
  const spread = smoothOverSquares(weights, columns, rows);
  const offset = new Float32Array(3 * nodes);
  for (const channel of [0, 1, 2] as const) {
    const sums = smoothOverSquares(
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
  const all = smoothOverSquares(textures, columns, rows);
  const explained = smoothOverSquares(
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
