import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';
import { AppError, toWireError } from '#contract/errors';
import { say } from '#contract/messages';
import { refuseOriginals } from '#core/ground/disk/write-whole';
import { photosOf } from '../batch/batch-item.ts';
import type { JournalEntry } from '../batch/batch-journal.ts';
import { createStrangers } from '../batch/strangers.ts';
import { identifyFile, workFolderOf } from '../batch/batch-stages.ts';
import { createBatchState, type BatchEntry } from '../batch/batch-state.ts';
import { decideItem } from '../batch/decide-item.ts';
import { createDiskRoom } from '../batch/disk-room.ts';
import { connectToQueue, loadQueue } from './queue-connection.ts';
import { errorFromWords, queueProgress, queueResult, type QueueJob } from './queue-job.ts';
import type { DistributedRun } from '../batch/open-batch.ts';
import type { BatchOptions } from '../batch/run-batch.ts';

/** How often results are collected, and how often what the queue has lost is put in again, in milliseconds. */
const collectEveryMs = 500;
const refillEveryMs = 5000;
const shownAfterMs = 10_000;

interface Sent {
  entry: BatchEntry;
  target: string;
  /** When a worker was believed for the first time and nothing was found, in milliseconds. */
  missedAt?: number;
}

/**
 * Lets workers do a batch: puts each photo into the queue and writes down what comes back. The journal is written here alone, so that every photo
 * is in it once, however often a worker died over it. What the queue forgets, as one without storage does when it is started again, is put in anew.
 */
export function createQueueRun(options: BatchOptions & { url: string; queueName: string }): DistributedRun {
  const { journal, outputFolder, now = () => performance.now() } = options;
  const state = createBatchState({ ...options, earlier: options.goesOn ? journal.history : null, now });
  const room = createDiskRoom((message) => state.setWaitingFor(message));
  const originals = [...new Set(options.items.flatMap(photosOf))];
  const strangers = createStrangers(state, options);
  /** Targets of this batch. */
  const claimed = new Set<string>();
  let deviceMilliseconds = 0;

  async function note(line: JournalEntry, signal: AbortSignal): Promise<void> {
    await room.retry(outputFolder, 2 ** 14, signal, async () => journal.append(line));
  }

  /** What is to be sent; everything else is settled here. */
  async function settle(signal: AbortSignal): Promise<Map<string, Sent>> {
    const sent = new Map<string, Sent>();
    for (const entry of state.entries()) await send(entry, sent, signal);
    return sent;
  }

  async function send(entry: BatchEntry, sent: Map<string, Sent>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      const target = await settleEntry(entry, signal);
      if (target !== null) sent.set(`${options.id}.${entry.item.key}`, { entry, target });
    } catch (error) {
      if (signal.aborted) throw error;
      await fail(entry, toWireError(error), signal);
    }
  }

  async function settleEntry(entry: BatchEntry, signal: AbortSignal): Promise<string | null> {
    const { item } = entry;
    if (item.problem !== null) throw new AppError(item.problem.code, item.problem.message);
    const isClaimed = (target: string): boolean => claimed.has(target);
    const decision = await decideItem(item, entry.target, { ...options, history: journal.history, isClaimed });
    const { target } = decision;
    claimed.add(target);
    if (decision.what === 'write') {
      await refuseOriginals(join(outputFolder, ...target.split('/')), originals);
      return target;
    }
    const reason = decision.what === 'skip' ? decision.reason : say('writing.finished-before');
    if (decision.what === 'done' && decision.entry.event === 'placing') {
      await note({ ...decision.entry, event: 'done' }, signal);
    }
    await note({ event: 'skipped', key: item.key, reason }, signal);
    state.setState(entry, { name: 'skipped', reason, target });
    return null;
  }

  async function fail(entry: BatchEntry, error: ReturnType<typeof toWireError>, signal: AbortSignal): Promise<void> {
    await note({ event: 'failed', key: entry.item.key, ...error }, signal);
    state.setState(entry, { name: 'failed', error });
  }

  async function addTele(
    { item }: BatchEntry,
    place: number,
    sent: Map<string, Sent>,
    signal: AbortSignal,
  ): Promise<void> {
    const entry = strangers.add(item, place);
    if (entry === null) return;
    await note({ event: 'strangers', key: entry.item.key }, signal);
    await send(entry, sent, signal);
  }

  async function collect(queue: Queue, sent: Map<string, Sent>, signal: AbortSignal): Promise<void> {
    for (const job of await jobsOf(queue, ['completed', 'failed', 'active'])) {
      const known = sent.get(job.id ?? '');
      if (known === undefined) continue;
      const { entry, target } = known;
      const { key } = entry.item;
      const result = queueResult.safeParse(job.returnvalue);
      if (result.success && !(await isThere(outputFolder, target, result.data))) {
        // A shared folder may show later what is in it.
        known.missedAt ??= now();
        if (now() - known.missedAt < shownAfterMs) continue;
        await fail(entry, { code: 'not-found', message: say('writing.result-missing') }, signal);
      } else if (result.success) {
        const { losses, milliseconds, sha256, bytes } = result.data;
        deviceMilliseconds += result.data.deviceMilliseconds;
        for (const place of result.data.strangers) await addTele(entry, place, sent, signal);
        await note({ event: 'done', key, target, sha256, bytes }, signal);
        state.setState(entry, { name: 'done', target, losses, milliseconds });
      } else if (job.failedReason && job.finishedOn) {
        await fail(entry, errorFromWords(job.failedReason), signal);
      } else {
        const progress = queueProgress.safeParse(job.progress).data ?? {
          fraction: 0,
          label: say('enhancing.starting'),
        };
        state.setState(entry, { name: 'running', progress: { ...progress, remainingMs: null } });
        continue;
      }
      sent.delete(job.id ?? '');
      await job.remove().catch(() => undefined);
    }
  }

  async function fill(queue: Queue, sent: ReadonlyMap<string, Sent>): Promise<void> {
    // A job that is there already stays as it is: its id says that it is the same.
    await queue.addBulk(
      [...sent].map(([jobId, { entry, target }]) => ({
        name: 'photo',
        data: jobFor(entry, target, outputFolder),
        opts: { jobId, removeOnComplete: false, removeOnFail: false },
      })),
    );
  }

  async function workThrough(queue: Queue, sent: Map<string, Sent>, signal: AbortSignal): Promise<void> {
    let filledAt = -Infinity;
    while (sent.size > 0) {
      signal.throwIfAborted();
      if (now() - filledAt > refillEveryMs) {
        await fill(queue, sent);
        filledAt = now();
      }
      await collect(queue, sent, signal);
      if (sent.size > 0) await sleep(collectEveryMs, undefined, { signal });
    }
  }

  return {
    snapshot: () => state.snapshot(),
    deviceMilliseconds: () => deviceMilliseconds,
    async work(signal) {
      const connection = await connectToQueue(options.url, (message) => state.setWaitingFor(message));
      const { Queue } = await loadQueue();
      const queue = new Queue(options.queueName, { connection });
      // Each fault is waited out by the connection, which tells of it.
      queue.on('error', () => undefined);
      const stop = (): void => connection.disconnect();
      signal.addEventListener('abort', stop, { once: true });
      try {
        state.begin();
        await note({ event: 'begin', batch: options.id, at: new Date().toISOString() }, signal);
        const sent = await settle(signal);
        await workThrough(queue, sent, signal);
        await rm(workFolderOf(outputFolder), { recursive: true, force: true });
        await note({ event: 'end', batch: options.id, at: new Date().toISOString() }, signal);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener('abort', stop);
        await queue.close().catch(() => undefined);
        connection.disconnect();
      }
    },
  };
}

/** Who can write to the queue can say anything. */
async function isThere(
  outputFolder: string,
  target: string,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<boolean> {
  const file = await identifyFile(join(outputFolder, ...target.split('/')));
  return file?.sha256 === sha256 && file.bytes === bytes;
}

async function jobsOf(queue: Queue, states: ('completed' | 'failed' | 'active')[]): Promise<Job[]> {
  const jobs: (Job | undefined)[] = await queue.getJobs(states, 0, 999);
  // One that was removed meanwhile is undefined.
  return jobs.filter((job) => job !== undefined);
}

function jobFor({ item }: BatchEntry, target: string, outputFolder: string): QueueJob {
  const { key, source, widePath, wide, settings, edits } = item;
  const teles = [...item.teles];
  return { outputFolder, target, item: { key, source, widePath, wide, teles, settings, edits } };
}
