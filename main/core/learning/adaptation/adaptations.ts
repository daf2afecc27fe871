import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AdaptationChoices,
  AdaptationPatch,
  AdaptationState,
  AdaptationSummary,
  AdaptationView,
  CurvePoint,
  HeldFor,
} from '#contract/adaptation';
import { AppError, toWireError } from '#contract/errors';
import type { ModelId } from '#contract/models';
import type { JobId } from '#contract/jobs';
import { say } from '#contract/messages';
import type { JobQueue } from '#core/ground/waiting/job-queue';
import type { ModelRegistry } from '#core/models/model-registry';
import type { PersonalModels } from '#core/models/personal-models';
import type { Log } from '#core/ground/disk/log-file';
import { openTrainingLog, type LogEntry } from '#core/learning/training/training-log';
import { startAdaptationProcess, type AdaptationProcess } from './adaptation-process.ts';
import { readAdaptationRecords, writeAdaptationRecord, type AdaptationRecord } from './adaptation-record.ts';
import type { AdaptationRequest } from './adaptation-worker.ts';
import { readCandidate, readCandidateCard } from './candidate.ts';
import { keepModel } from './keep-model.ts';
import { keepPatch, readKeptPatch } from './shown-place.ts';
import type { PairToLearnFrom } from './prepare-adaptation.ts';

/** The adaptations of this machine: they outlive the program, and at most one learns at a time. */
export interface Adaptations {
  list(): AdaptationSummary[];
  /** Throws `not-found`, as everything here does for an id that there is not. */
  read(id: string): Promise<AdaptationView>;
  start(choices: AdaptationChoices): Promise<string>;
  /** Keeps what was learned; `resume` goes on from there. */
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Forgets the adaptation; a model that it became stays. */
  remove(id: string): Promise<void>;
  /** Makes the judged candidate a personal model. `invalid-request` for one that is judged to be no better, unless asked for in spite of it. */
  adopt(id: string, options: { despiteJudgement: boolean }): Promise<ModelId>;
  /** Learning holds while there is a reason, and goes on with null. */
  hold(reason: HeldFor | null): void;
}

export interface AdaptationsOptions {
  folder: string;
  jobs: JobQueue;
  models: ModelRegistry;
  personal: PersonalModels;
  /** What a process needs that does not depend on the adaptation. */
  environment: () => Promise<
    Pick<AdaptationRequest, 'modelFolders' | 'device' | 'pixelLimit' | 'programFolder' | 'pyramidFolder'>
  >;
  /** The files of a pair of the project, with each of its teles, and where that lies. Throws `not-found`. */
  pairsOf: (pairId: string) => Promise<PairToLearnFrom[]>;
  announce: (id: string) => void;
  log: Log;
  startProcess?: typeof startAdaptationProcess;
}

interface Entry {
  record: AdaptationRecord;
  curve: CurvePoint[];
  patch: AdaptationPatch | null;
  /** Resolves when the patch is on disk, or cannot be. */
  patchKept: Promise<void>;
  jobId: JobId | null;
  /** Its last write to the disk. */
  saving: Promise<void>;
  /** While it learns. */
  process: AdaptationProcess | null;
  /** Stops the clock of its estimate. */
  holdClock: (isHeld: boolean) => void;
}

/** Opens what the folder holds; an adaptation that was learning when the program ended goes on by itself. */
export async function openAdaptations(options: AdaptationsOptions): Promise<Adaptations> {
  const { folder, jobs, models, personal, announce, log, startProcess = startAdaptationProcess } = options;
  const entries = new Map<string, Entry>();
  let heldFor: HeldFor | null = null;

  function entryOf(id: string): Entry {
    const entry = entries.get(id);
    if (entry) return entry;
    throw new AppError('not-found', say('learning.gone', { id }));
  }

  async function change(entry: Entry, changes: Partial<AdaptationRecord>): Promise<void> {
    entry.record = { ...entry.record, ...changes };
    // One write after the other, each of what holds then: two at once could leave the older one in place.
    const saved = entry.saving.then(() => writeAdaptationRecord(folder, entry.record));
    entry.saving = saved.catch(() => undefined);
    await saved;
    announce(entry.record.id);
  }

  function showPatch(entry: Entry, patch: AdaptationPatch): void {
    entry.patch = patch;
    entry.patchKept = keepPatch(join(folder, entry.record.id), patch).catch((error: unknown) => {
      log.warn('The pictures of what is learned could not be remembered', error);
    });
  }

  function learn(entry: Entry): void {
    const { id } = entry.record;
    entry.jobId = jobs.start({
      kind: 'adaptation',
      subject: id,
      lane: 'background',
      work: async ({ signal, report, hold }) => {
        signal.throwIfAborted();
        entry.curve = [];
        const process = startProcess(await requestFor(entry.record), (reply) => {
          if (reply.name === 'progress') report(reply.fraction, reply.label);
          else if (reply.name === 'curve') entry.curve.push(reply.point);
          else showPatch(entry, reply.patch);
          if (reply.name !== 'progress') announce(id);
        });
        entry.process = process;
        entry.holdClock = hold;
        if (heldFor !== null) process.hold();
        hold(heldFor !== null);
        signal.addEventListener('abort', () => process.stop(), { once: true });
        try {
          await process.ended;
          await change(entry, { state: 'judged', error: null });
        } catch (error) {
          const isWanted = !signal.aborted && entries.has(id);
          if (isWanted) await change(entry, { state: 'failed', error: toWireError(error) });
          throw error;
        } finally {
          entry.process = null;
        }
      },
    });
  }

  async function requestFor(record: AdaptationRecord): Promise<AdaptationRequest> {
    const pairs = await Promise.all(record.pairIds.map((pairId) => options.pairsOf(pairId)));
    return {
      ...(await options.environment()),
      folder: join(folder, record.id),
      pairs: pairs.flat(),
      base: record.base,
      budget: { seconds: 60 * record.minutes },
      seed: record.seed,
    };
  }

  function requireState({ record }: Entry, ...states: AdaptationState[]): void {
    if (states.includes(record.state)) return;
    throw new AppError('invalid-request', say(`learning.cannot-while-${record.state}`));
  }

  const adaptations: Adaptations = {
    list: () => [...entries.values()].map(({ record }) => summaryOf(record)),
    async read(id) {
      const { record, curve, patch } = entryOf(id);
      const card = await readCandidateCard(join(folder, id));
      const { modelId, error, state } = record;
      return {
        ...summaryOf(record),
        curve,
        patch,
        heldFor: state === 'learning' ? heldFor : null,
        card,
        modelId,
        error,
      };
    },
    async start(choices) {
      await models.load(choices.base);
      await Promise.all(choices.pairIds.map((pairId) => options.pairsOf(pairId)));
      const id = randomUUID();
      const record: AdaptationRecord = {
        ...choices,
        version: 1,
        id,
        begun: new Date().toISOString(),
        seed: 0,
        state: 'learning',
        modelId: null,
        error: null,
      };
      await mkdir(join(folder, id), { recursive: true });
      const entry = newEntry(record);
      entries.set(id, entry);
      await change(entry, {});
      learn(entry);
      return id;
    },
    async pause(id) {
      const entry = entryOf(id);
      requireState(entry, 'learning');
      await change(entry, { state: 'paused' });
      if (entry.jobId !== null) jobs.cancel(entry.jobId);
    },
    async resume(id) {
      const entry = entryOf(id);
      requireState(entry, 'paused', 'failed');
      await change(entry, { state: 'learning', error: null });
      learn(entry);
    },
    async remove(id) {
      const entry = entryOf(id);
      if (entry.jobId !== null) jobs.cancel(entry.jobId);
      entries.delete(id);
      await entry.process?.ended.catch(() => undefined);
      await entry.patchKept;
      await rm(join(folder, id), { recursive: true, force: true });
      announce(id);
    },
    async adopt(id, { despiteJudgement }) {
      const entry = entryOf(id);
      requireState(entry, 'judged');
      const { weights, card } = await readCandidate(join(folder, id));
      if (!card.judgement.isBetter && !despiteJudgement)
        throw new AppError('invalid-request', [say('learning.no-better'), card.judgement.reason]);
      const base = await models.load(entry.record.base);
      const modelId = await keepModel(personal, { name: entry.record.name, base, weights, card });
      await change(entry, { state: 'adopted', modelId });
      return modelId;
    },
    hold(reason) {
      if (reason === heldFor) return;
      const wasHeld = heldFor !== null;
      heldFor = reason;
      for (const { record, process, holdClock } of entries.values()) {
        if (process === null) continue;
        if (reason === null) process.goOn();
        else if (!wasHeld) process.hold();
        holdClock(reason !== null);
        announce(record.id);
      }
    },
  };

  for (const record of await readAdaptationRecords(folder, log)) {
    const { entries: lines } = await openTrainingLog(join(folder, record.id, 'log.ndjson'), Infinity);
    const patch = await readKeptPatch(join(folder, record.id));
    const entry: Entry = { ...newEntry(record), curve: curveOf(lines), patch };
    entries.set(record.id, entry);
    if (record.state === 'learning') learn(entry);
  }
  return adaptations;
}

function newEntry(record: AdaptationRecord): Entry {
  return {
    record,
    curve: [],
    patch: null,
    patchKept: Promise.resolve(),
    jobId: null,
    process: null,
    holdClock: () => undefined,
    saving: Promise.resolve(),
  };
}

function summaryOf({ id, name, base, pairIds, begun, state }: AdaptationRecord): AdaptationSummary {
  return { id, name, base, pairIds, begun, state };
}

function curveOf(lines: readonly LogEntry[]): CurvePoint[] {
  return lines.flatMap((line) =>
    line.event === 'train' ? [{ step: line.step, seconds: line.seconds, figures: line.figures }] : [],
  );
}
