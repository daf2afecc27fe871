import type { BatchSource, StepReport } from './training-loop.ts';
import type { Feeds } from './take-step.ts';
import { referenceSide, tileSide, truthCells, truthSide } from '#native-models/simulation/tile-geometry';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';

/**
 * Batches that are asked for before they are needed: while a step runs, those of the next `ahead` steps are being made. No
 * more than these are kept. `make` must give the same batch for the same step.
 */
export function batchesAhead(ahead: number, make: (step: number) => Promise<Feeds>): BatchSource {
  const asked = new Map<number, Promise<Feeds>>();
  const ask = (step: number): Promise<Feeds> => {
    const batch = asked.get(step) ?? make(step);
    asked.set(step, batch);
    // Whoever awaits it hears of a failure; one that nobody comes to await any more must not end the process.
    batch.catch(() => undefined);
    return batch;
  };
  return {
    batchOf(step) {
      for (const old of asked.keys()) if (old < step) asked.delete(old);
      const batch = ask(step);
      for (let next = step + 1; next <= step + ahead; next += 1) void ask(next);
      asked.delete(step);
      return batch;
    },
  };
}

/** How fast a run trains now, and how much of its time it waits for data. */
export interface WaitingMeter {
  add(step: StepReport): void;
  /** Steps per second of late. */
  rate(): number;
  /** The share of the time since the meter was made; null before the first step. */
  share(): number | null;
}

export function createWaitingMeter(): WaitingMeter {
  let [seconds, waited, recent] = [0, 0, 0];
  return {
    add(step) {
      recent = seconds === 0 ? step.seconds : recent + 0.05 * (step.seconds - recent);
      seconds += step.seconds;
      waited += step.waitedSeconds;
    },
    rate: () => (recent === 0 ? 0 : 1 / recent),
    share: () => (seconds === 0 ? null : Number((waited / seconds).toFixed(4))),
  };
}

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
