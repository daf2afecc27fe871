import { referenceSide, tileSide, truthCells, truthSide } from '#native-models/simulation/tile-geometry';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';
import type { Feeds } from './take-step.ts';

/** A simulated batch as the inputs of a train-step or forward model, by name. A model takes those that it has. */
export function feedsOfBatch(batch: TrainingBatch): Feeds {
  const count = batch.wide.length / (3 * tileSide ** 2);
  return {
    wide: { data: batch.wide, shape: [count, 3, tileSide, tileSide] },
    truth: { data: batch.truth, shape: [count, 3, truthSide, truthSide] },
    reference: { data: batch.reference, shape: [count, 3, referenceSide, referenceSide] },
    validity: { data: batch.validity, shape: [count, 1, referenceSide, referenceSide] },
    matches: { data: batch.matches, shape: [count, truthCells ** 2] },
    seen: { data: batch.seen, shape: [count, 3, tileSide, tileSide] },
    noise: { data: batch.noise, shape: [count, 1, 1, 1] },
  };
}
