import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { openProgram } from '#core/ground/programs/ask-program';
import { inThread } from '#core/ground/programs/start-program';
import { createSemaphore } from '#core/ground/waiting/semaphore';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';
import type { BatchRequest, BatchWork, BatchWorkerData } from './batch-worker.ts';

/** Threads that simulate batches beside the training. */
export interface BatchWorkers {
  /** How many batches are simulated at once. */
  readonly count: number;
  /** Requests wait for a free thread, in their order. Rejects with an AppError `internal` when the thread fails, `engine-stopped` after `close`. */
  readonly ask: (request: BatchRequest) => Promise<TrainingBatch>;
  close(): void;
}

export interface BatchWorkersOptions {
  /** Where the built program `training-worker.js` lies. */
  programFolder: string;
  photos: BatchWorkerData;
  count: number;
}

/** A thread is started with the first request that needs it; photos in shared memory are not copied. */
export function openBatchWorkers({ programFolder, photos, count }: BatchWorkersOptions): BatchWorkers {
  const data: BatchWorkerData = { training: photos.training, validation: photos.validation };
  const threads = Array.from({ length: count }, () =>
    openProgram<BatchWork>({
      start: inThread(join(programFolder, 'training-worker.js'), { data }),
      ended: failed,
      isFragile: true,
    }),
  );
  const free = [...threads];
  const semaphore = createSemaphore(count);

  return {
    count,
    async ask(request) {
      const leave = await semaphore.take();
      const thread = free.shift();
      if (thread === undefined) throw new RangeError(`Expected at most ${count} batches at once`);
      return thread.ask('batch', request).finally(() => {
        free.push(thread);
        leave();
      });
    },
    close: () => threads.forEach((thread) => thread.close()),
  };
}

function failed(why: Said): AppError {
  return new AppError('internal', say('learning.simulation-failed', { why }));
}
