import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { batchSettings, type BatchSettings, type BatchSnapshot, type BatchView } from '#contract/batch';
import { findBatchChange, type BatchChange } from '#contract/batch-changes';
import { AppError, toWireError } from '#contract/errors';
import { say } from '#contract/messages';
import type { PhotoEdits } from '#contract/project-edits';
import type { Log } from '#core/ground/disk/log-file';
import { readJsonIfThere, writeJson } from '#core/ground/disk/json-file';
import { createSemaphore } from '#core/ground/waiting/semaphore';
import type { BatchTele } from './batch-item.ts';
import type { StageTools } from './batch-stages.ts';
import { openBatch, type OpenedBatch } from './open-batch.ts';
import type { BatchRun } from './run-batch.ts';

export interface BatchesOptions {
  /** Where batches are written down, a folder each, so that they outlive this process. */
  folder: string;
  scratchFolder: string;
  /** Asked for each time a batch begins, as settings may have changed. */
  tools: () => StageTools;
  /** Told what has changed, a few times a second. */
  announce: (change: BatchChange) => void;
  forgotten: (id: string) => void;
  /** Where the built programs lie. */
  programFolder: string;
  log: Log;
}

/** The batches that a person has on the go. One works at a time; the others wait for it. */
export interface Batches {
  list(): BatchView[];
  start(batch: { pairs: readonly PhotoPair[]; outputFolder: string; settings: BatchSettings }): Promise<string>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Of one photo, or of all that are not finished. */
  cancel(id: string, key: string | null): void;
  move(id: string, key: string, place: number): void;
  /** What failed or was cancelled, or one of it. */
  retry(id: string, key: string | null): void;
  /** Ends it and takes it off the list; its results stay. */
  forget(id: string): Promise<void>;
  /** Resolves when nothing works any more; what is not finished goes on when they are opened again. */
  close(): Promise<void>;
}

export interface PhotoPair {
  wide: string;
  /** Those that are used. */
  teles: readonly Omit<BatchTele, 'photo'>[];
  /** As the pair is edited when the batch begins; not at all unless told. */
  edits?: PhotoEdits;
  /** The batch's own unless told. */
  model?: string | undefined;
}

const record = z.object({
  outputFolder: z.string(),
  settings: batchSettings,
  isPaused: z.boolean(),
  isEnded: z.boolean(),
});
type BatchRecord = z.infer<typeof record>;

interface Batch {
  readonly id: string;
  record: BatchRecord;
  run: BatchRun | null;
  /** Null while its output folder is not held. */
  opened: OpenedBatch | null;
  /** Why it cannot work at all, in words. */
  problem: BatchView['problem'];
  readonly controller: AbortController;
  working: Promise<void>;
  /** Its last write to the disk. */
  saving: Promise<void>;
  /** As it was announced last. */
  announced: BatchView | null;
  announcedAt: number;
  timer: NodeJS.Timeout | undefined;
}

const announceEveryMs = 200;

/** Opens the batches of a folder; those that were not finished when the last one closed, however it did, go on. */
export async function openBatches(options: BatchesOptions): Promise<Batches> {
  const { folder, announce, log } = options;
  const batches = new Map<string, Batch>();
  const lock = createSemaphore(1);
  const pathOf = (id: string, name: string): string => join(folder, id, name);

  function viewOf({ id, record: { outputFolder, isPaused }, run, problem }: Batch): BatchView {
    const snapshot: BatchSnapshot | null = run?.snapshot() ?? null;
    return { id, outputFolder, isPaused, problem, snapshot };
  }

  function tell(batch: Batch): void {
    if (batch.timer !== undefined) return;
    const wait = Math.max(0, batch.announcedAt + announceEveryMs - performance.now());
    batch.timer = setTimeout(() => {
      batch.timer = undefined;
      batch.announcedAt = performance.now();
      if (!batches.has(batch.id)) return;
      const view = viewOf(batch);
      announce(findBatchChange(batch.announced, view));
      batch.announced = view;
    }, wait);
  }

  /** One write after the other, each of what holds then: two at once could leave the older one in place. */
  function save(batch: Batch, changes: Partial<BatchRecord>): Promise<void> {
    batch.record = { ...batch.record, ...changes };
    const saved = batch.saving.then(() => writeJson(pathOf(batch.id, 'batch.json'), batch.record));
    batch.saving = saved.catch(() => undefined);
    return saved;
  }

  function open(batch: Batch): Promise<OpenedBatch> {
    const { outputFolder, settings, isEnded } = batch.record;
    return openBatch({
      source: pathOf(batch.id, 'manifest.json'),
      recursive: false,
      outputFolder,
      settings,
      resume: isEnded ? 'always' : 'auto',
      scratchFolder: options.scratchFolder,
      programFolder: options.programFolder,
      tools: options.tools(),
      distribute: null,
      announce: () => tell(batch),
      logFault: (message, error) => log.error(message, error),
      signal: batch.controller.signal,
      report: () => undefined,
    });
  }

  /** A batch that ended holds its folder, so that its photos can be tried again, until another one wants it. */
  async function letGo(batch: Batch): Promise<void> {
    const { opened } = batch;
    batch.opened = null;
    await opened?.close();
  }

  async function work(batch: Batch): Promise<void> {
    const { signal } = batch.controller;
    try {
      const unlock = await lock.take({ signal });
      try {
        for (const other of batches.values()) if (other !== batch) await letGo(other);
        batch.opened ??= await open(batch);
        await save(batch, { isEnded: false });
        await workUntilDone(batch, batch.opened, signal);
        await save(batch, { isEnded: true });
      } finally {
        unlock();
        tell(batch);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AppError)) log.error('A batch could not work', error);
      batch.problem = toWireError(error);
    }
  }

  /** What is put back while the last photo is worked on is still of this turn. */
  async function workUntilDone(batch: Batch, { local }: OpenedBatch, signal: AbortSignal): Promise<void> {
    batch.run = local;
    batch.problem = null;
    if (batch.record.isPaused) local?.pause();
    do await local?.work(signal);
    while (local !== null && local.snapshot().counts.waiting > 0);
  }

  function add(id: string, saved: BatchRecord): Batch {
    const batch: Batch = {
      id,
      record: saved,
      run: null,
      opened: null,
      problem: null,
      controller: new AbortController(),
      working: Promise.resolve(),
      saving: Promise.resolve(),
      announced: null,
      announcedAt: -Infinity,
      timer: undefined,
    };
    batches.set(id, batch);
    tell(batch);
    return batch;
  }

  function find(id: string): Batch {
    const batch = batches.get(id);
    if (batch) return batch;
    throw new AppError('not-found', say('writing.batch-gone'));
  }

  function runOf(id: string): BatchRun {
    const { run } = find(id);
    if (run) return run;
    throw new AppError('invalid-request', say('writing.batch-not-begun'));
  }

  for (const { id, saved } of await readRecords(folder, log)) {
    if (saved.isEnded) await rm(join(folder, id), { recursive: true, force: true });
    else {
      const batch = add(id, saved);
      batch.working = work(batch);
    }
  }

  return {
    list: () => [...batches.values()].map(viewOf),
    async start({ pairs, outputFolder, settings }) {
      const id = randomUUID();
      await mkdir(join(folder, id), { recursive: true });
      const items = pairs.map(({ wide, teles, edits, model }) => ({
        wide,
        teles: teles.map(({ path, ...laid }) => ({ photo: path, ...laid })),
        edits,
        ...(model !== undefined && { settings: { model } }),
      }));
      await writeJson(pathOf(id, 'manifest.json'), { version: 1, items });
      const batch = add(id, { outputFolder, settings, isPaused: false, isEnded: false });
      await save(batch, {});
      batch.working = work(batch);
      return id;
    },
    async pause(id) {
      const batch = find(id);
      batch.run?.pause();
      await save(batch, { isPaused: true });
      tell(batch);
    },
    async resume(id) {
      const batch = find(id);
      batch.run?.resume();
      await save(batch, { isPaused: false });
      tell(batch);
    },
    cancel: (id, key) => runOf(id).cancel(key ?? undefined),
    move: (id, key, place) => runOf(id).move(key, place),
    retry(id, key) {
      const batch = find(id);
      runOf(id).retry(key ?? undefined);
      if (batch.record.isEnded) batch.working = batch.working.then(() => work(batch));
    },
    async forget(id) {
      const batch = find(id);
      batch.controller.abort();
      await batch.working;
      await letGo(batch);
      batches.delete(id);
      clearTimeout(batch.timer);
      await rm(join(folder, id), { recursive: true, force: true });
      options.forgotten(id);
    },
    async close() {
      for (const { controller } of batches.values()) controller.abort();
      await Promise.all([...batches.values()].map(({ working }) => working));
      for (const batch of batches.values()) {
        clearTimeout(batch.timer);
        await letGo(batch);
      }
    },
  };
}

async function readRecords(folder: string, log: Log): Promise<{ id: string; saved: BatchRecord }[]> {
  await mkdir(folder, { recursive: true });
  const found: { id: string; saved: BatchRecord }[] = [];
  for (const id of (await readdir(folder)).sort()) {
    const path = join(folder, id, 'batch.json');
    try {
      const json = await readJsonIfThere(path);
      if (json !== null) found.push({ id, saved: record.parse(json.value) });
      // Cut off before it was begun.
      else await rm(join(folder, id), { recursive: true, force: true });
    } catch (error) {
      log.tell(say('writing.batch-damaged', { path }), error);
    }
  }
  return found;
}
