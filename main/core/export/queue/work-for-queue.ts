import { resolve } from 'node:path';
import type { Job } from 'bullmq';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { photosOf } from '../batch/batch-item.ts';
import type { StageTools } from '../batch/batch-stages.ts';
import { createDiskRoom } from '../batch/disk-room.ts';
import { createItemPipeline } from '../batch/item-pipeline.ts';
import { checkFolders } from './check-folders.ts';
import { connectToQueue, loadQueue } from './queue-connection.ts';
import { errorToWords, queueJob, type QueueResult } from './queue-job.ts';

/** What a worker tells of itself. */
export type WorkerNews =
  | { name: 'began'; source: string }
  | { name: 'done'; source: string; target: string; milliseconds: number }
  | { name: 'failed'; source: string; message: string }
  | { name: 'waiting'; message: Said };

export interface WorkForQueueOptions {
  url: string;
  queueName: string;
  /** The folders that it may read from and write to; a job that leads elsewhere is refused. */
  folders: readonly string[];
  /** After how many seconds without a sign of life a worker's photo is given to another one. */
  stalledAfterSeconds: number;
  scratchFolder: string;
  tools: StageTools;
  tell: (news: WorkerNews) => void;
  logFault: (message: string, error: unknown) => void;
  signal: AbortSignal;
}

/** How often a photo may take its worker down before it is given up. */
const maxStalls = 20;

/**
 * Does what a queue holds until the signal fires; then resolves, and what was begun is left to other workers. A photo may be done twice, when a
 * worker is slow to show that it lives: both write the same bytes under the same name, whole.
 */
export async function workForQueue(options: WorkForQueueOptions): Promise<void> {
  const { url, queueName, scratchFolder, tools, tell, signal, stalledAfterSeconds } = options;
  const folders = options.folders.map((folder) => resolve(folder));
  const announce = (message: Said | null): void => {
    if (message !== null) tell({ name: 'waiting', message });
  };
  const connection = await connectToQueue(url, announce);
  const { Worker, UnrecoverableError } = await loadQueue();
  const pipeline = createItemPipeline({ tools, scratchFolder, room: createDiskRoom(announce) });

  async function doJob(job: Job): Promise<QueueResult> {
    const parsed = queueJob.safeParse(job.data);
    if (!parsed.success) throw new AppError('invalid-request', say('writing.no-queue-job'));
    const { item, outputFolder, target } = parsed.data;
    await checkFolders(parsed.data, folders);
    const started = performance.now();
    const givePlace = await pipeline.places.take({ signal });
    tell({ name: 'began', source: item.source });
    try {
      const { deviceMilliseconds, strangers, ...file } = await pipeline.run(item, {
        outputFolder,
        target,
        originals: photosOf(item),
        beforePlacing: async () => undefined,
        signal,
        report: (fraction, label) => void job.updateProgress({ fraction, label }).catch(() => undefined),
      });
      const milliseconds = Math.round(performance.now() - started);
      tell({ name: 'done', source: item.source, target, milliseconds });
      return { ...file, milliseconds, deviceMilliseconds, strangers: [...strangers] };
    } finally {
      givePlace();
    }
  }

  const worker = new Worker(
    queueName,
    async (job) => {
      try {
        return await doJob(job);
      } catch (error) {
        if (!(error instanceof AppError) && !signal.aborted) options.logFault(`Job ${job.id ?? ''} failed`, error);
        const words = errorToWords(error);
        if (!signal.aborted) tell({ name: 'failed', source: String(job.id), message: words });
        throw new UnrecoverableError(words);
      }
    },
    {
      connection,
      concurrency: tools.pool.places,
      lockDuration: stalledAfterSeconds * 1000,
      stalledInterval: (stalledAfterSeconds * 1000) / 2,
      maxStalledCount: maxStalls,
    },
  );
  // The connection tells of its breaks; results that nobody waits for any more are no fault.
  worker.on('error', () => undefined);
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  await worker.close(true).catch(() => undefined);
  connection.disconnect();
}
