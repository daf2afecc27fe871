import { randomUUID } from 'node:crypto';
import { AppError, toWireError } from '#contract/errors';
import { isFinished, type JobId, type JobKind, type JobSnapshot, type JobState } from '#contract/jobs';
import { say, speak } from '#contract/messages';
import type { JobJournal } from './job-journal.ts';
import { createProgressMeter, createWorkClock, type ProgressMeter, type Report } from './progress.ts';
import { createSemaphore, type Semaphore } from './semaphore.ts';

interface JobContext {
  readonly signal: AbortSignal;
  readonly report: Report;
  /** How long it is known to take, see `ProgressMeter`. */
  readonly expect: (milliseconds: number | null) => void;
  /** While work is held, no time counts for the estimate. */
  readonly hold: (isHeld: boolean) => void;
}

/** Work checks the signal between its steps and leaves nothing half-made behind when it throws. */
export type JobWork = (context: JobContext) => Promise<void>;

/** How many jobs of a lane run at once. */
export const laneWidths = { gpu: 1, cpu: 2, disk: 2, background: 1 } as const;
export type Lane = keyof typeof laneWidths;

interface Job {
  kind: JobKind;
  /** The pair or photo the job works on. */
  subject: string;
  lane: Lane;
  work: JobWork;
}

export interface JobQueue {
  /** Returns at once; the job runs when its lane has room, in the order of starting. */
  start(job: Job): JobId;
  /** The job ends when its work heeds the signal. A finished job stays as it is; an unknown one is `not-found`. */
  cancel(id: JobId): void;
  /**
   * Takes a job's room in a lane for work that is shown elsewhere, such as a photo of a batch; jobs that wait go first. Resolves with
   * the function that gives the room back. Rejects with the signal's reason.
   */
  visit(lane: Lane, signal?: AbortSignal): Promise<() => void>;
  /** Whether the lane has jobs or visitors that run or wait. */
  isBusy(lane: Lane): boolean;
  /** Unfinished jobs and the latest finished ones, oldest first. */
  list(): JobSnapshot[];
  /** Cancels everything and resolves when no work runs any more. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  /** Told of every state, and of progress a few times a second. */
  announce: (job: JobSnapshot) => void;
  /** Told whenever a lane may have become busy or free. */
  laneChanged?: (lane: Lane) => void;
  /** Where states are written down; its interrupted jobs are listed as failed. */
  journal: JobJournal;
  /** Told of failures that are not an `AppError`: faults of the program. */
  logFault: (message: string, error: unknown) => void;
  /** Milliseconds. */
  now?: () => number;
}

interface Entry extends Job {
  readonly id: JobId;
  readonly controller: AbortController;
  state: JobState;
}

const finishedJobsKept = 100;
const announceProgressEveryMs = 100;

/** Runs jobs in lanes. Every job ends in exactly one of succeeded, failed and cancelled. */
export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { announce, laneChanged, journal, logFault, now = () => performance.now() } = options;
  const interrupted = [...journal.interrupted];
  const open = (lane: Lane): Semaphore => createSemaphore(laneWidths[lane], () => laneChanged?.(lane));
  const lanes: Record<Lane, Semaphore> = {
    gpu: open('gpu'),
    cpu: open('cpu'),
    disk: open('disk'),
    background: open('background'),
  };
  const entries = new Map<JobId, Entry>();
  const runs = new Set<Promise<void>>();
  let isClosed = false;

  function setState(entry: Entry, state: JobState): void {
    entry.state = state;
    journal.write(snapshotOf(entry));
    announce(snapshotOf(entry));
  }

  /** Jobs go before visitors. One that is cancelled while it waits has ended with that. */
  async function run(entry: Entry): Promise<void> {
    const { signal } = entry.controller;
    const leave = await lanes[entry.lane].take({ isUrgent: true, signal }).catch(() => null);
    if (leave !== null && !signal.aborted) {
      setState(entry, {
        name: 'running',
        progress: { fraction: 0, label: say('enhancing.starting'), remainingMs: null },
      });
      const end = await endOf(entry);
      leave();
      setState(entry, end);
    } else leave?.();
    forgetOldest();
  }

  async function endOf(entry: Entry): Promise<JobState> {
    try {
      const clock = createWorkClock(now);
      const meter = createProgressMeter(clock.now);
      const report = reporter(entry, meter);
      await entry.work({ signal: entry.controller.signal, report, hold: clock.hold, expect: meter.expect });
      return { name: 'succeeded' };
    } catch (error) {
      const isCancelled = entry.controller.signal.aborted && isAbort(error, entry.controller.signal);
      if (isCancelled) return { name: 'cancelled' };
      if (!(error instanceof AppError)) logFault(`The ${entry.kind} of ${entry.subject} failed`, error);
      return { name: 'failed', error: toWireError(error) };
    }
  }

  function reporter(entry: Entry, meter: ProgressMeter): Report {
    let announcedAt = -Infinity;
    let announcedLabel = '';
    return (fraction, label) => {
      if (entry.state.name !== 'running') return;
      const progress = meter.update(fraction, label);
      entry.state = { name: 'running', progress };
      const words = speak(label, 'en');
      if (words === announcedLabel && progress.fraction < 1 && now() - announcedAt < announceProgressEveryMs) return;
      announcedAt = now();
      announcedLabel = words;
      announce(snapshotOf(entry));
    };
  }

  function forgetOldest(): void {
    const finished = [...entries.values()].filter(({ state }) => isFinished(state));
    for (const old of finished.slice(0, -finishedJobsKept)) entries.delete(old.id);
  }

  function cancel(entry: Entry): void {
    entry.controller.abort();
    if (entry.state.name === 'queued') setState(entry, { name: 'cancelled' });
  }

  return {
    start(job) {
      if (isClosed) throw new AppError('engine-stopped', say('program.closing'));
      const entry: Entry = {
        ...job,
        id: randomUUID(),
        controller: new AbortController(),
        state: { name: 'queued' },
      };
      entries.set(entry.id, entry);
      const ended = run(entry).finally(() => runs.delete(ended));
      runs.add(ended);
      setState(entry, { name: 'queued' });
      return entry.id;
    },

    cancel(id) {
      const entry = entries.get(id);
      if (entry) cancel(entry);
      else if (!interrupted.some((job) => job.id === id)) {
        throw new AppError('not-found', say('program.no-job', { id }));
      }
    },

    visit: (lane, signal) => lanes[lane].take({ signal }),

    isBusy: (lane) => lanes[lane].isBusy(),

    list: () => [...interrupted, ...[...entries.values()].map(snapshotOf)],

    async close() {
      isClosed = true;
      for (const entry of entries.values()) cancel(entry);
      await Promise.all(runs);
    },
  };
}

function snapshotOf({ id, kind, subject, state }: Entry): JobSnapshot {
  return { id, kind, subject, state };
}

/** An abort of this job, however the work passed it on; any other failure of cancelled work stays a failure. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || toWireError(error).code === 'cancelled';
}
