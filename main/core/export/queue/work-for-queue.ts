import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Job } from 'bullmq';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { withScratchFile } from '#core/ground/disk/scratch-file';
import type { Report } from '#core/ground/waiting/progress';
import { photosOf } from '../batch/batch-item.ts';
import type { StageTools } from '../batch/batch-stages.ts';
import { createDiskRoom } from '../batch/disk-room.ts';
import { createItemPipeline, type PipelineResult } from '../batch/item-pipeline.ts';
import { provenanceFileOf } from '../photo/provenance-file.ts';
import { checkFolders } from './check-folders.ts';
import { connectToQueue, loadQueue } from './queue-connection.ts';
import { errorToWords, queueJob, type QueueJob, type QueueResult } from './queue-job.ts';
import { copyInto, copyOutOf } from './shared-folders.ts';

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
  const room = createDiskRoom(announce);
  const pipeline = createItemPipeline({ tools, scratchFolder, room });

  async function doJob(job: Job): Promise<QueueResult> {
    const parsed = queueJob.safeParse(job.data);
    if (!parsed.success) throw new AppError('invalid-request', say('writing.no-queue-job'));
    const { item, target } = parsed.data;
    await checkFolders(parsed.data, folders);
    const started = performance.now();
    const givePlace = await pipeline.places.take({ signal });
    tell({ name: 'began', source: item.source });
    try {
      const report: Report = (fraction, label) => void job.updateProgress({ fraction, label }).catch(() => undefined);
      const { deviceMilliseconds, strangers, ...file } = await withScratchFile(scratchFolder, '.job', (own) =>
        workApart(parsed.data, own, report),
      );
      const milliseconds = Math.round(performance.now() - started);
      tell({ name: 'done', source: item.source, target, milliseconds });
      return { ...file, milliseconds, deviceMilliseconds, strangers: [...strangers] };
    } finally {
      givePlace();
    }
  }

  /** Everything is done in a folder that nobody else can exchange; only the copies in and out touch those that are shared. */
  async function workApart(job: QueueJob, own: string, report: Report): Promise<PipelineResult> {
    const originals = photosOf(job.item);
    const [widePath = '', ...telePaths] = originals.map((path, index) => join(own, String(index), basename(path)));
    for (const [index, path] of [widePath, ...telePaths].entries()) {
      await mkdir(dirname(path), { recursive: true });
      await copyOutOf(folders, originals[index] ?? '', path);
    }
    const teles = job.item.teles.map((tele, index) => ({ ...tele, path: telePaths[index] ?? '' }));
    const outputFolder = join(own, 'results');
    const result = await pipeline.run(
      { ...job.item, widePath, teles },
      { outputFolder, target: job.target, originals: [], beforePlacing: async () => undefined, signal, report },
    );
    const photo = join(outputFolder, ...job.target.split('/'));
    // The side file first, as a batch does it.
    for (const path of [provenanceFileOf(photo), photo].filter(existsSync)) {
      const targetPath = resolve(job.outputFolder, relative(outputFolder, path));
      const place = (): Promise<void> => copyInto(folders, path, targetPath, { never: originals, signal });
      await room.retry(job.outputFolder, (await stat(path)).size, signal, place);
    }
    return result;
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
