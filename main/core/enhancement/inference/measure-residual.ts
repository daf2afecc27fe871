import type { ColourMatch } from '#core/pairs/registering/match-colour';
import type { NodeGrid, ShiftField } from '#core/pairs/registering/shift-field';
import { steepness, toleratedNoise, toleratedTexture } from '#native-models/dcsr/fuse-reference';
import { noiseLeft } from '#native-models/noise-left';
import {
  compareSquares,
  seeSquares,
  smoothOverSquares,
  toneLeft,
  type ComparedPhotos,
  type Placement,
  type Square,
  type SquareGrid,
} from './compare-squares.ts';
import { clearlyBetter, refineField, whereBetter, withoutDistortion } from './judge-field.ts';

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
const minNoise = 1 / 512;
/** Share of a square that counts as well as no square at all. */
const prior = 0.05;

/**
 * Compares wide and tele through the measured camera on squares spread evenly over the overlap. Distortion is taken out of all of it; the local field is
 * kept where it explains the wide better than that, if that is clearly better over the whole. Rejects with what `pause` rejects with.
 */
export async function measureResidual(
  options: ComparedPhotos & { /** What local alignment found; null for nothing. */ field: ShiftField | null },
): Promise<ReferenceResidual> {
  const found = options.field;
  const plain: Placement = { grid: await compareSquares(options, null), field: null };
  const moved = found === null ? plain : { grid: await compareSquares(options, found, [plain]), field: found };
  const straight = await withoutDistortion(options, plain, moved);
  const aligned =
    found === null ? straight : clearlyBetter(straight, await whereBetter(options, straight, found, [moved]));
  const refined = refineField(aligned);
  if (refined === null) return residualOf(options, aligned);
  const last = await whereBetter(options, aligned, refined);
  // Where a local field was needed, its refinement is judged place by place; where none was, as a local field of its own.
  return residualOf(options, aligned === straight ? clearlyBetter(straight, last) : last);
}

/** The same where the tele lies is known: by the homography and `field`. */
export async function measureResidualAt(options: ComparedPhotos, field: ShiftField | null): Promise<ReferenceResidual> {
  return residualOf(options, { grid: await compareSquares(options, field), field });
}

async function residualOf(options: ComparedPhotos, { grid, field }: Placement): Promise<ReferenceResidual> {
  const noise = Math.max(minNoise, noiseLeft(grid.squares.filter((square) => square !== null)));
  const beliefs = grid.squares.map((square) => (square === null ? 0 : beliefIn(square, noise)));
  const { columns, rows, origin, spacing } = grid;
  const belief = { columns, rows, origin, spacing, values: regionalBelief(grid, beliefs) };
  const tone = await toneOf(options, { grid, field }, beliefs);
  return { noise, field, tone, belief };
}

/** Squares that are believed less say nothing of the tone. */
const minBelief = 0.05;

async function toneOf(options: ComparedPhotos, placement: Placement, beliefs: readonly number[]): Promise<ColourMatch> {
  const { columns, rows, origin, spacing } = placement.grid;
  const nodes = columns * rows;
  const weights = Float32Array.from(beliefs, (belief) => (belief < minBelief ? 0 : belief));
  const weighed = new Float32Array(3 * nodes);
  const seeSquare = seeSquares(options, placement.field, placement.grid, 'all');
  for (let node = 0; node < nodes; node += 1) {
    if (node % columns === 0) await options.pause();
    const weight = weights[node] ?? 0;
    if (weight > 0)
      toneLeft(options.wide, seeSquare, placement.grid, node).forEach(
        (mean, channel) => (weighed[channel * nodes + node] = weight * mean),
      );
  }
  const spread = smoothOverSquares(weights, columns, rows);
  const offset = new Float32Array(3 * nodes);
  for (const channel of [0, 1, 2]) {
    const sums = smoothOverSquares(weighed.subarray(channel * nodes, (channel + 1) * nodes), columns, rows);
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
