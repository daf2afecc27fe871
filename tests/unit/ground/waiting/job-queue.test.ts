import { expect, test, vi } from 'vitest';
import { AppError } from '#contract/errors';
import { isFinished, type JobSnapshot } from '#contract/jobs';
import type { JobJournal } from '#core/ground/waiting/job-journal';
import { createJobQueue, laneWidths, type JobQueue, type JobWork, type Lane } from '#core/ground/waiting/job-queue';
import { saying } from '../../../support/saying.ts';

interface Bench {
  queue: JobQueue;
  told: JobSnapshot[];
  written: JobSnapshot[];
  faults: unknown[];
  /** Whether the device was busy, each time that this may have changed. */
  busy: boolean[];
  start: (work: JobWork, lane?: Lane) => string;
  statesOf: (id: string) => string[];
  whenRunning: (id: string) => Promise<void>;
  whenFinished: (id: string) => Promise<JobSnapshot>;
}

function bench(interrupted: JobSnapshot[] = []): Bench {
  const told: JobSnapshot[] = [];
  const written: JobSnapshot[] = [];
  const faults: unknown[] = [];
  const listeners = new Set<(job: JobSnapshot) => void>();
  const journal: JobJournal = { interrupted, write: (job) => written.push(job) };
  const busy: boolean[] = [];
  const queue: JobQueue = createJobQueue({
    journal,
    logFault: (_message, error) => faults.push(error),
    laneChanged: (lane) => lane === 'gpu' && busy.push(queue.isBusy('gpu')),
    announce: (job) => {
      told.push(job);
      for (const listener of listeners) listener(job);
    },
  });
  return {
    queue,
    told,
    written,
    faults,
    busy,
    start: (work, lane = 'cpu') => queue.start({ kind: 'enhancement', subject: 'pair', lane, work }),
    statesOf: (id) => told.filter((job) => job.id === id).map(({ state }) => state.name),
    whenRunning: (id) =>
      vi
        .waitUntil(() => told.some((job) => job.id === id && job.state.name === 'running'), 20_000)
        .then(() => undefined),
    whenFinished: (id) =>
      new Promise((done) => {
        const look = (job: JobSnapshot): void => {
          if (job.id === id && isFinished(job.state)) done(job);
        };
        told.forEach(look);
        listeners.add(look);
      }),
  };
}

const untilAborted: JobWork = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('work that throws fails with its code', async () => {
  const { start, whenFinished, faults } = bench();
  const id = start(() => Promise.reject(new AppError('out-of-disk', { raw: 'The disk is full' })));
  expect((await whenFinished(id)).state).toEqual({
    name: 'failed',
    error: { code: 'out-of-disk', message: saying('The disk is full') },
  });
  expect(faults).toEqual([]);
});

test('a fault of the program fails without its text, which goes to the log', async () => {
  const { start, whenFinished, faults } = bench();
  const fault = new Error('secret path /home/me');
  const { state } = await whenFinished(start(() => Promise.reject(fault)));
  expect(state).toMatchObject({ name: 'failed', error: { code: 'internal' } });
  expect(JSON.stringify(state)).not.toContain('secret');
  expect(faults).toEqual([fault]);
});

test('work that throws before it is asynchronous fails too', async () => {
  const { start, whenFinished } = bench();
  const id = start(() => {
    throw new AppError('invalid-request', { raw: 'At once' });
  });
  expect((await whenFinished(id)).state.name).toBe('failed');
});

test('an unknown job cannot be cancelled', () => {
  expect(() => bench().queue.cancel('nobody')).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('a job is queued, runs and succeeds, and only that', async () => {
  const { start, whenFinished, statesOf, written } = bench();
  const id = start(async ({ report }) => report(1, { raw: 'Done' }));
  await whenFinished(id);
  expect(statesOf(id)).toEqual(['queued', 'running', 'running', 'succeeded']);
  expect(written.map(({ state }) => state.name)).toEqual(['queued', 'running', 'succeeded']);
});

test('cancelling what runs ends it as cancelled, once', async () => {
  const { queue, start, whenRunning, whenFinished, statesOf } = bench();
  const id = start(untilAborted);
  await whenRunning(id);
  queue.cancel(id);
  queue.cancel(id);
  await whenFinished(id);
  queue.cancel(id);
  expect(statesOf(id)).toEqual(['queued', 'running', 'cancelled']);
});

test('a job cancelled in the queue never runs', async () => {
  const { queue, start, whenFinished, statesOf } = bench();
  const first = start(untilAborted, 'gpu');
  const second = start(() => Promise.reject(new Error('must not run')), 'gpu');
  queue.cancel(second);
  queue.cancel(first);
  await whenFinished(first);
  await new Promise((done) => setTimeout(done, 5));
  expect(statesOf(second)).toEqual(['queued', 'cancelled']);
});

test('a failure that is no abort stays a failure, cancelled or not', async () => {
  const { queue, start, whenRunning, whenFinished } = bench();
  const id = start(({ signal }) => {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('out-of-disk', { raw: 'While cleaning up' })));
    });
  });
  await whenRunning(id);
  queue.cancel(id);
  expect((await whenFinished(id)).state).toMatchObject({ name: 'failed', error: { code: 'out-of-disk' } });
});

test('work that was done before it saw the cancel has succeeded', async () => {
  const { queue, start, whenRunning, whenFinished } = bench();
  const id = start(({ signal }) => new Promise((done) => signal.addEventListener('abort', () => setTimeout(done, 1))));
  await whenRunning(id);
  queue.cancel(id);
  expect((await whenFinished(id)).state.name).toBe('succeeded');
});

test.each(Object.entries(laneWidths) as [Lane, number][])('lane %s runs %d at once, in order', async (lane, width) => {
  const { start, whenFinished } = bench();
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const ids = [0, 1, 2, 3, 4].map((number) =>
    start(async () => {
      order.push(number);
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 2));
      running -= 1;
    }, lane),
  );
  await Promise.all(ids.map(whenFinished));
  expect(most).toBe(width);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('lanes do not wait for each other', async () => {
  const { queue, start, whenFinished } = bench();
  const blocked = start(untilAborted, 'gpu');
  await whenFinished(start(async () => undefined, 'disk'));
  expect(queue.list().find(({ id }) => id === blocked)?.state.name).toBe('running');
  queue.cancel(blocked);
});

test('a flood of progress is told a few times, the latest is in the list', async () => {
  const { queue, start, told, whenRunning, whenFinished } = bench();
  let finish = (): void => undefined;
  const id = start(async ({ report }) => {
    for (let tile = 0; tile < 10_000; tile++) report(tile / 10_000, { raw: 'Tiles' });
    await new Promise<void>((done) => (finish = done));
  });
  await whenRunning(id);
  expect(told.length).toBeLessThan(50);
  expect(queue.list()[0]?.state).toMatchObject({ name: 'running', progress: { fraction: 0.9999 } });
  finish();
  await whenFinished(id);
});

test('progress after the end is passed over', async () => {
  const { start, whenFinished, statesOf } = bench();
  let late = (): void => undefined;
  const id = start(async ({ report }) => {
    late = () => report(0.5, { raw: 'Late' });
  });
  await whenFinished(id);
  late();
  expect(statesOf(id).at(-1)).toBe('succeeded');
});

test('of finished jobs the latest hundred are kept', async () => {
  const { queue, start, whenFinished } = bench();
  const ids = Array.from({ length: 130 }, () => start(async () => undefined));
  await Promise.all(ids.map(whenFinished));
  expect(queue.list().map(({ id }) => id)).toEqual(ids.slice(-100));
});

test('closing cancels everything, waits for it, and starts nothing more', async () => {
  const { queue, start, whenRunning, statesOf } = bench();
  const ids = [start(untilAborted, 'gpu'), start(untilAborted, 'gpu')];
  await whenRunning(ids[0] ?? '');
  await queue.close();
  expect(ids.map((id) => statesOf(id).at(-1))).toEqual(['cancelled', 'cancelled']);
  expect(() => start(untilAborted)).toThrow(expect.objectContaining({ code: 'engine-stopped' }));
});

test('jobs that the last run lost are listed and cannot be cancelled any more', () => {
  const lost: JobSnapshot = {
    id: 'lost',
    kind: 'enhancement',
    subject: 'pair',
    state: { name: 'failed', error: { code: 'engine-stopped', message: { raw: 'Gone' } } },
  };
  const { queue } = bench([lost]);
  queue.cancel('lost');
  expect(queue.list()).toEqual([lost]);
});

test('a visitor takes a room of its lane, after the jobs that wait, and is in the way of none elsewhere', async () => {
  const { queue, start, whenFinished, statesOf, busy } = bench();
  const leave = await queue.visit('gpu');
  expect(busy).toEqual([true]);
  const second = queue.visit('gpu');
  expect(queue.isBusy('gpu')).toBe(true);
  expect(queue.isBusy('cpu')).toBe(false);
  const job = start(async () => undefined, 'gpu');
  await whenFinished(start(async () => undefined, 'cpu'));
  expect(statesOf(job)).toEqual(['queued']);
  leave();
  leave();
  expect((await whenFinished(job)).state.name).toBe('succeeded');
  (await second)();
  expect(queue.isBusy('gpu')).toBe(false);
  expect(busy.at(-1)).toBe(false);
});

test('a visitor that gives up waiting leaves the lane to others', async () => {
  const { queue, busy } = bench();
  const leave = await queue.visit('gpu');
  const controller = new AbortController();
  const waiting = queue.visit('gpu', controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(queue.visit('gpu', controller.signal)).rejects.toThrow('enough');
  leave();
  expect(queue.isBusy('gpu')).toBe(false);
  expect(busy.at(-1)).toBe(false);
});
