import type { BatchSource } from './training-loop.ts';
import type { Feeds } from './take-step.ts';

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
