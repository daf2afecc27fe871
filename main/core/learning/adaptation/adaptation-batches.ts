import type { Feeds } from '#core/learning/training/take-step';
import type { BatchSource } from '#core/learning/training/training-loop';
import { batchesAhead, feedsOfBatch } from '#core/learning/training/batches-ahead';
import type { BatchWorkers } from '#core/learning/training/open-batch-workers';
import { createRandomFrom } from '#native-models/simulation/draw';
import { referenceSide, tileSide } from '#native-models/simulation/tile-geometry';
import type { KnownPhone } from '#native-models/simulation/training-pairs';
import type { RealTile } from './sample-patches.ts';

/**
 * Which of the two terms a step minimises: `real`, Eq. 7 on the photos as they are, or `simulated`, the phone's own tele photos seen
 * through its own wide camera, whose truth is known.
 */
export type AdaptationTerm = 'real' | 'simulated';

/** What an adaptation minimises; `real` alone is the method's Section 3.4 as published. */
export const objectives = ['both', 'real', 'simulated'] as const;
export type Objective = (typeof objectives)[number];

/** Of four steps with both terms one is on photos as they are. */
const realEvery = 4;

export function termOf(objective: Objective, step: number): AdaptationTerm {
  if (objective !== 'both') return objective;
  return step % realEvery === 0 ? 'real' : 'simulated';
}

/** The first step from `from` on that minimises the term; only asked of objectives that have it. */
export function nextStepOf(objective: Objective, term: AdaptationTerm, from: number): number {
  return termOf(objective, from) === term ? from : nextStepOf(objective, term, from + 1);
}

/** A square of weights, row by row. */
export interface Kernel {
  readonly side: number;
  readonly values: Float32Array;
}

/** How Eq. 7 halves as the wide camera does. */
export interface MeasuredKernels {
  readonly kernel: Kernel;
  readonly sharpening: Kernel | null;
}

/** The batches of an adaptation: what a step gets follows from the seed and the step alone. */
export function adaptationBatches(options: {
  objective: Objective;
  batch: number;
  seed: number;
  phone: KnownPhone;
  tiles: readonly RealTile[];
  shrinking: MeasuredKernels;
  workers: BatchWorkers;
}): BatchSource {
  const { objective, batch, seed, phone, tiles, shrinking, workers } = options;
  return batchesAhead(3, async (step) => {
    if (termOf(objective, step) === 'real') return realBatch(tiles, shrinking, { count: batch, seed, step });
    return feedsOfBatch(await workers.ask({ photos: 'training', count: batch, seed: [seed, step], phone }));
  });
}

function realBatch(
  tiles: readonly RealTile[],
  { kernel, sharpening }: MeasuredKernels,
  { count, seed, step }: { count: number; seed: number; step: number },
): Feeds {
  const random = createRandomFrom([seed, step]);
  const wide = new Float32Array(count * 3 * tileSide ** 2);
  const reference = new Float32Array(count * 3 * referenceSide ** 2).fill(0.5);
  const validity = new Float32Array(count * referenceSide ** 2);
  const seen = new Float32Array(count * 3 * tileSide ** 2);
  const noise = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const tile = random.pick(tiles);
    wide.set(tile.wide, index * 3 * tileSide ** 2);
    seen.set(tile.seen, index * 3 * tileSide ** 2);
    noise[index] = tile.reference.noise;
    // Half of them without reference, so that the picture outside the overlap is learned too.
    if (random.chance(0.5)) continue;
    reference.set(tile.reference.pixels, index * 3 * referenceSide ** 2);
    validity.set(tile.reference.validity, index * referenceSide ** 2);
  }
  return {
    wide: { data: wide, shape: [count, 3, tileSide, tileSide] },
    reference: { data: reference, shape: [count, 3, referenceSide, referenceSide] },
    validity: { data: validity, shape: [count, 1, referenceSide, referenceSide] },
    seen: { data: seen, shape: [count, 3, tileSide, tileSide] },
    noise: { data: noise, shape: [count, 1, 1, 1] },
    kernel: feedOf(kernel),
    ...(sharpening === null ? {} : { sharpening: feedOf(sharpening) }),
  };
}

function feedOf({ side, values }: Kernel): Feeds[string] {
  return { data: values, shape: [side, side] };
}
