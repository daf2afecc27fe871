import { rm } from 'node:fs/promises';
import { isItemFinished, type BatchItemState, type BatchSnapshot } from '#contract/batch';
import { AppError, toWireError } from '#contract/errors';
import { say } from '#contract/messages';
import { createProgressMeter, type Report } from '#core/ground/waiting/progress';
import { photosOf, type BatchItem } from './batch-item.ts';
import type { BatchJournal, JournalEntry } from './batch-journal.ts';
import { workFolderOf, type StageTools } from './batch-stages.ts';
import { createBatchState, type BatchEntry } from './batch-state.ts';
import { decideItem } from './decide-item.ts';
import { createDiskRoom } from './disk-room.ts';
import { createItemPipeline } from './item-pipeline.ts';
import { maxKept } from './kept-pictures.ts';
import { createStrangers } from './strangers.ts';

export interface BatchOptions {
  id: string;
  items: readonly BatchItem[];
  /** One per item, relative to the output folder (see plan-targets.ts). */
  targets: readonly string[];
  /** Where the tele of an item goes that turns out to be a stranger, by its key in `telesAlone`. */
  strangers: ReadonlyMap<string, string>;
  ignored: number;
  /** Absolute; there, and locked by the caller. */
  outputFolder: string;
  journal: BatchJournal;
  /** Whether what an earlier run finished stays finished. */
  goesOn: boolean;
  /** Where scratch pictures lie. */
  scratchFolder: string;
  tools: StageTools;
  /** Told that something changed; `snapshot` says what. */
  announce: () => void;
  /** Told of failures that are faults of the program. */
  logFault: (message: string, error: unknown) => void;
  /** Milliseconds. */
  now?: () => number;
}

/** A batch at work. */
export interface BatchRun {
  snapshot(): BatchSnapshot;
  /** Begins, or goes on with what is waiting; resolves when nothing is left to do. Rejects with the signal's reason. */
  work(signal: AbortSignal): Promise<void>;
  /** What runs is finished, nothing new is begun. */
  pause(): void;
  resume(): void;
  /** Of one item, or of all that are not finished. */
  cancel(key?: string): void;
  /** Puts an item so that `place` others are before it. */
  move(key: string, place: number): void;
  /** Puts failed and cancelled items, or one of them, back to the waiting ones; `work` does them. */
  retry(key?: string): void;
  /** Milliseconds that the device worked so far. */
  deviceMilliseconds(): number;
}

/** Prepares a batch; nothing happens before `work`. Reading, inferring and writing of different photos overlap. */
export function createBatchRun(options: BatchOptions): BatchRun {
  const { journal, outputFolder, scratchFolder, tools, now = () => performance.now() } = options;
  const state = createBatchState({ ...options, earlier: options.goesOn ? journal.history : null, now });
  const room = createDiskRoom((message) => state.setWaitingFor(message));
  const pipeline = createItemPipeline({
    tools,
    scratchFolder,
    room,
    keepsPictures: options.items.length <= maxKept,
  });
  const originals = [...new Set(options.items.flatMap(photosOf))];
  const claimed = new Set<string>();
  const strangers = createStrangers(state, options);
  let deviceTime = 0;
  /** Whether the journal says that this batch has begun and not that it has ended. */
  let isBegun = false;
  let isPaused = false;
  let wake = (): void => undefined;

  async function note(line: JournalEntry, signal: AbortSignal): Promise<void> {
    await room.retry(outputFolder, 2 ** 14, signal, async () => journal.append(line));
  }

  const beginning = (): JournalEntry => ({ event: 'begin', batch: options.id, at: new Date().toISOString() });

  /** What a person chose counts now, and after a crash if the disk had room for it. */
  function noteChoice(line: JournalEntry): void {
    try {
      if (!isBegun) journal.append(beginning());
      isBegun = true;
      journal.append(line);
    } catch (error) {
      options.logFault('A choice could not be written down', error);
    }
  }

  function reporterOf(entry: BatchEntry): Report {
    const meter = createProgressMeter(now);
    return (fraction, label) => {
      if (entry.state.name !== 'running') return;
      state.setState(entry, { name: 'running', progress: meter.update(fraction, label) });
    };
  }

  async function doItem(entry: BatchEntry, signal: AbortSignal): Promise<BatchItemState> {
    const { item } = entry;
    const { key } = item;
    const started = now();
    if (item.problem !== null) throw new AppError(item.problem.code, item.problem.message);
    const isClaimed = (target: string): boolean => claimed.has(target);
    const decision = await decideItem(item, entry.target, { ...options, history: journal.history, isClaimed });
    const { target } = decision;
    claimed.add(target);
    switch (decision.what) {
      case 'skip':
        return { name: 'skipped', reason: decision.reason, target };
      case 'done':
        if (decision.entry.event === 'placing') await note({ ...decision.entry, event: 'done' }, signal);
        return { name: 'skipped', reason: say('writing.finished-before'), target };
      case 'write': {
        const {
          losses,
          deviceMilliseconds,
          strangers: others,
          ...file
        } = await pipeline.run(item, {
          outputFolder,
          target,
          originals,
          signal,
          report: reporterOf(entry),
          beforePlacing: (placed) => note({ event: 'placing', key, target, ...placed }, signal),
        });
        deviceTime += deviceMilliseconds;
        for (const place of others) {
          const tele = strangers.add(item, place);
          if (tele !== null) await note({ event: 'strangers', key: tele.item.key }, signal);
        }
        await note({ event: 'done', key, target, ...file }, signal);
        return { name: 'done', target, losses, milliseconds: Math.round(now() - started) };
      }
    }
  }

  async function runEntry(entry: BatchEntry, signal: AbortSignal): Promise<void> {
    const itemSignal = AbortSignal.any([signal, entry.controller.signal]);
    state.setState(entry, {
      name: 'running',
      progress: { fraction: 0, label: say('enhancing.starting'), remainingMs: null },
    });
    try {
      state.setState(entry, await doItem(entry, itemSignal));
    } catch (error) {
      state.setState(entry, stateAfter(error, entry, signal));
    }
    if (!signal.aborted) await noteEnd(entry, signal);
  }

  async function noteEnd({ item: { key }, state: ended }: BatchEntry, signal: AbortSignal): Promise<void> {
    if (ended.name === 'failed') await note({ event: 'failed', key, ...ended.error }, signal);
    if (ended.name === 'cancelled') await note({ event: 'cancelled', key }, signal);
    if (ended.name === 'skipped') await note({ event: 'skipped', key, reason: ended.reason }, signal);
  }

  function stateAfter(error: unknown, entry: BatchEntry, signal: AbortSignal): BatchItemState {
    if (signal.aborted) return { name: 'waiting' };
    if (entry.controller.signal.aborted) return { name: 'cancelled' };
    if (!(error instanceof AppError)) options.logFault(`${entry.item.source} failed`, error);
    return { name: 'failed', error: toWireError(error) };
  }

  async function whenNotPaused(signal: AbortSignal): Promise<void> {
    while (isPaused) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
  }

  /** Begins the next item, or waits for one that runs; false when there is neither. */
  async function beginNext(running: Set<Promise<void>>, failures: unknown[], signal: AbortSignal): Promise<boolean> {
    const givePlace = await pipeline.places.take({ signal });
    await whenNotPaused(signal).catch((error: unknown) => {
      givePlace();
      throw error;
    });
    const entry = state.next();
    if (entry === null) {
      givePlace();
      if (running.size === 0) return false;
      await Promise.race(running);
      return true;
    }
    const run = runEntry(entry, signal)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        running.delete(run);
        givePlace();
      });
    running.add(run);
    return true;
  }

  return {
    snapshot: () => state.snapshot(),
    async work(signal) {
      signal.throwIfAborted();
      await rm(workFolderOf(outputFolder), { recursive: true, force: true });
      state.begin();
      if (!isBegun) await note(beginning(), signal);
      isBegun = true;
      const running = new Set<Promise<void>>();
      const failures: unknown[] = [];
      try {
        while (failures.length === 0 && (await beginNext(running, failures, signal)));
      } finally {
        await Promise.all(running);
      }
      signal.throwIfAborted();
      if (failures.length > 0) throw failures[0];
      await rm(workFolderOf(outputFolder), { recursive: true, force: true });
      await note({ event: 'end', batch: options.id, at: new Date().toISOString() }, signal);
      isBegun = false;
    },
    pause() {
      isPaused = true;
      state.setPaused(true);
    },
    resume() {
      isPaused = false;
      state.setPaused(false);
      wake();
    },
    cancel(key) {
      for (const entry of key === undefined ? state.entries() : [state.find(key)]) {
        if (isItemFinished(entry.state)) continue;
        entry.controller.abort();
        if (entry.state.name !== 'waiting') continue;
        state.setState(entry, { name: 'cancelled' });
        noteChoice({ event: 'cancelled', key: entry.item.key });
      }
    },
    move(key, place) {
      state.move(state.find(key), place);
      noteChoice({ event: 'order', keys: state.entries().map(({ item }) => item.key) });
    },
    retry(key) {
      for (const entry of key === undefined ? state.entries() : [state.find(key)]) {
        if (entry.state.name !== 'failed' && entry.state.name !== 'cancelled') continue;
        entry.controller = new AbortController();
        state.setState(entry, { name: 'waiting' });
        noteChoice({ event: 'retried', key: entry.item.key });
      }
    },
    deviceMilliseconds: () => deviceTime,
  };
}
