import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#contract/errors';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';
import type { BatchReply, BatchRequest, BatchWorkerData } from './batch-requests.ts';

/** Threads that simulate batches beside the training. */
export interface BatchWorkers {
  /** How many batches are simulated at once. */
  readonly count: number;
  /** Requests wait for a free thread, in their order. Rejects with an AppError `internal` when a thread fails. */
  readonly ask: (request: BatchRequest) => Promise<TrainingBatch>;
  close(): Promise<void>;
}

export interface BatchWorkersOptions {
  /** Where the built program `training-worker.js` lies. */
  programFolder: string;
  photos: BatchWorkerData;
  count: number;
}

interface Job {
  readonly request: BatchRequest;
  readonly resolve: (batch: TrainingBatch) => void;
  readonly reject: (reason: AppError) => void;
}

/** Starts the threads; photos in shared memory are not copied. After a failure every request is rejected. */
export function openBatchWorkers({ programFolder, photos, count }: BatchWorkersOptions): BatchWorkers {
  const waiting: Job[] = [];
  const running = new Map<Worker, Job>();
  let failure: AppError | null = null;

  const threads = Array.from({ length: count }, () => {
    const thread = new Worker(join(programFolder, 'training-worker.js'), {
      execArgv: [],
      workerData: { training: photos.training, validation: photos.validation } satisfies BatchWorkerData,
    });
    thread.on('message', (reply: BatchReply) => {
      const job = running.get(thread);
      running.delete(thread);
      if ('failure' in reply) job?.reject(failed(reply.failure));
      else job?.resolve(reply.batch);
      startNext();
    });
    thread.on('error', (error) => fail(error.message));
    thread.on('exit', (code) => fail(`its thread ended with code ${code}`));
    return thread;
  });
  const free = new Set(threads);

  const startNext = (): void => {
    for (const thread of free) {
      if (running.has(thread)) continue;
      const job = waiting.shift();
      if (job === undefined) return;
      running.set(thread, job);
      thread.postMessage(job.request);
    }
  };

  const fail = (why: string): void => {
    failure ??= failed(why);
    for (const { reject } of [...running.values(), ...waiting.splice(0)]) reject(failure);
    running.clear();
  };

  return {
    count,
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure);
          return;
        }
        waiting.push({ request, resolve, reject });
        startNext();
      }),
    async close() {
      for (const thread of threads) thread.removeAllListeners('exit');
      fail('it was closed');
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function failed(why: string): AppError {
  return new AppError('internal', `Simulating pairs of photos failed: ${why}. The last checkpoint is kept; try again.`);
}
