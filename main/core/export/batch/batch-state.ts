import { basename } from 'node:path';
import { countItems, isItemFinished, type BatchItemState, type BatchSnapshot } from '#contract/batch';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { createWorkClock } from '#core/ground/waiting/progress';
import type { BatchItem } from './batch-item.ts';
import type { JournalHistory } from './batch-journal.ts';

/** An item and how far it is. */
export interface BatchEntry {
  readonly item: BatchItem;
  /** Where it goes unless something is in the way, relative to the output folder. */
  readonly target: string;
  /** Its share of the whole: megapixels, about. */
  readonly weight: number;
  state: BatchItemState;
  controller: AbortController;
}

/** What is known of a batch at every moment. */
export interface BatchState {
  /** In the order of doing. */
  entries(): readonly BatchEntry[];
  /** Throws `not-found`. */
  find(key: string): BatchEntry;
  /** The first that waits. */
  next(): BatchEntry | null;
  setState(entry: BatchEntry, state: BatchItemState): void;
  /** One more item, behind the others. */
  add(item: BatchItem, target: string): BatchEntry;
  move(entry: BatchEntry, place: number): void;
  setPaused(isPaused: boolean): void;
  /** Why nothing moves, in words; null when it does. */
  setWaitingFor(message: Said | null): void;
  /** The clock of the throughput starts. */
  begin(): void;
  snapshot(): BatchSnapshot;
}

export function createBatchState(options: {
  id: string;
  items: readonly BatchItem[];
  targets: readonly string[];
  ignored: number;
  outputFolder: string;
  /** What a person chose in a run that was cut off. */
  earlier: Pick<JournalHistory, 'cancelled' | 'order'> | null;
  announce: () => void;
  now: () => number;
}): BatchState {
  const { announce, now, id, outputFolder, ignored } = options;
  const { cancelled = new Set(), order = [] } = options.earlier ?? {};
  const places = new Map(order.map((key, place) => [key, place]));
  const placeOf = ({ item }: BatchEntry): number => places.get(item.key) ?? order.length;
  const entryOf = (item: BatchItem, target: string): BatchEntry => ({
    item,
    target,
    weight: item.wide === null ? 0.1 : (item.wide.width * item.wide.height) / 1e6,
    state: { name: cancelled.has(item.key) ? 'cancelled' : 'waiting' },
    controller: new AbortController(),
  });
  let entries = options.items.map((item, index) => entryOf(item, options.targets[index] ?? ''));
  entries.sort((one, other) => placeOf(one) - placeOf(other));
  /** While it is not paused. */
  const clock = createWorkClock(now);
  /** None before it waits. */
  let firstOpen = 0;
  let unfinished = entries.filter(({ state }) => !isItemFinished(state)).length;
  let begunAt: number | null = null;
  let endedAt: number | null = null;
  let isPaused = false;
  let waitingFor: Said | null = null;

  function noteEnd(): void {
    endedAt = unfinished === 0 ? (endedAt ?? clock.now()) : null;
    announce();
  }

  /** Looked for when somebody asks: with thousands of photos, each would cost as much as all. */
  function progressNow(): BatchSnapshot['progress'] {
    const done = entries.reduce((sum, { weight, state }) => sum + weight * workDoneOf(state), 0);
    const left = entries.reduce((sum, { weight, state }) => sum + weight * workLeftOf(state), 0);
    const worked = begunAt === null ? 0 : (endedAt ?? clock.now()) - begunAt;
    const remainingMs = done === 0 || worked < minWorkedMs ? null : Math.round((worked / done) * left);
    return {
      fraction: done + left === 0 ? 1 : done / (done + left),
      label: say('writing.finished-of', { done: entries.length - unfinished, all: entries.length }),
      remainingMs: left === 0 ? 0 : remainingMs,
    };
  }

  return {
    entries: () => entries,
    find(key) {
      const entry = entries.find(({ item }) => item.key === key);
      if (entry) return entry;
      throw new AppError('not-found', say('writing.photo-not-in-batch'));
    },
    next() {
      while (firstOpen < entries.length && entries[firstOpen]?.state.name !== 'waiting') firstOpen += 1;
      return entries[firstOpen] ?? null;
    },
    setState(entry, state) {
      unfinished += Number(isItemFinished(entry.state)) - Number(isItemFinished(state));
      entry.state = state;
      if (state.name === 'waiting') firstOpen = 0;
      noteEnd();
    },
    add(item, target) {
      const entry = entryOf(item, target);
      entries = [...entries, entry];
      unfinished += Number(!isItemFinished(entry.state));
      noteEnd();
      return entry;
    },
    move(entry, place) {
      firstOpen = 0;
      const others = entries.filter((one) => one !== entry);
      entries = [...others.slice(0, place), entry, ...others.slice(place)];
      announce();
    },
    setPaused(value) {
      isPaused = value;
      clock.hold(value);
      announce();
    },
    setWaitingFor(message) {
      waitingFor = message;
      announce();
    },
    begin() {
      begunAt ??= clock.now();
      endedAt = null;
    },
    snapshot() {
      const counts = countItems(entries);
      const elapsedMs = begunAt === null ? null : Math.round((endedAt ?? clock.now()) - begunAt);
      const hours = (elapsedMs ?? 0) / 3.6e6;
      return {
        id,
        outputFolder,
        isPaused,
        isFinished: counts.waiting === 0 && counts.running === 0,
        waitingFor,
        counts,
        ignored,
        progress: progressNow(),
        elapsedMs,
        photosPerHour: counts.done === 0 || hours === 0 ? null : Math.round((counts.done / hours) * 10) / 10,
        items: entries.map(({ item, state }) => ({
          key: item.key,
          source: item.source,
          teles: item.teles.map(({ path }) => basename(path)),
          state,
        })),
      };
    },
  };
}

/** Before this much work an estimate would only be a guess. */
const minWorkedMs = 1000;

/** 0 to 1. What was skipped or cancelled took no work. */
function workDoneOf(state: BatchItemState): number {
  if (state.name === 'running') return state.progress.fraction;
  return state.name === 'done' ? 1 : 0;
}

function workLeftOf(state: BatchItemState): number {
  if (state.name === 'running') return 1 - state.progress.fraction;
  return state.name === 'waiting' ? 1 : 0;
}
