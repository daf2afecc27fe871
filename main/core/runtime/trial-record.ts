import { mkdirSync, readdirSync, rmSync, writeFileSync, readFileSync, renameSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { deviceNames, type DeviceName } from '#contract/models';
import { isRunning } from '#core/ground/disk/is-running';
import { precisionResult, type PrecisionResult, trialResult, type TrialResult } from './trial-result.ts';
import { z } from 'zod';
import type { Said } from '#contract/messages';

/** What was found out about devices, over the ends of programs. Nothing here throws: it can all be found out again. */
export interface TrialRecord {
  /** The answer of a device under these drivers; null when there is none that still holds. */
  find(name: DeviceName, drivers: string): TrialResult | null;
  keep(name: DeviceName, drivers: string, answer: TrialResult): void;
  forget(name: DeviceName): void;
  /** What trying half precision told of a network on a device under these drivers; null when there is nothing that still holds. */
  findPrecision(name: DeviceName, network: string, drivers: string): PrecisionResult | null;
  keepPrecision(name: DeviceName, network: string, drivers: string, answer: PrecisionResult): void;
  /** Notes that this process works with a device; the note outlives it unless the function that comes back is called. */
  begin(name: DeviceName): () => void;
  /** Devices whose processes ended in the middle of their work, each told once; `processId` asks for those of one process. */
  takeLost(processId?: number): DeviceName[];
}

/** In `folder`, made when it is needed. */
export function openTrialRecord(folder: string, now: () => number = Date.now): TrialRecord {
  const trials = openResultFile(join(folder, 'trials.json'), trialResult, now);
  const precisions = openResultFile(join(folder, 'precisions.json'), precisionResult, now);
  let notes = 0;

  return {
    find: (name, drivers) => trials.find(name, drivers),
    keep: (name, drivers, answer) => trials.keep(name, drivers, answer),
    forget: (name) => trials.forget(name),
    findPrecision: (name, network, drivers) => precisions.find(`${name} ${network}`, drivers),
    keepPrecision: (name, network, drivers, answer) => precisions.keep(`${name} ${network}`, drivers, answer),
    begin(name) {
      notes += 1;
      const note = join(folder, `${name}.${String(process.pid)}.${String(notes)}.in-use`);
      quietly(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(note, '');
      });
      return () => quietly(() => rmSync(note, { force: true }));
    },
    takeLost(processId) {
      const lost = new Set<DeviceName>();
      quietly(() => {
        for (const file of readdirSync(folder)) {
          const [, word, owner] = /^(\w+)\.(\d+)\.\d+\.in-use$/.exec(file) ?? [];
          const name = deviceNames.find((one) => one === word);
          const isAsked = processId === undefined || processId === Number(owner);
          if (name === undefined || !isAsked || isRunning(Number(owner))) continue;
          lost.add(name);
          rmSync(join(folder, file), { force: true });
        }
      });
      return [...lost];
    },
  };
}

/** Names the folder to this process and to those that it starts. */
export const trialFolderVariable = 'TELEWIDE_DEVICE_TRIALS';

/** From now on this process and those that it starts keep in `folder` what they find out about devices. */
export function keepTrialsIn(folder: string): void {
  process.env[trialFolderVariable] ??= folder;
}

/** The record that this process was told to keep. */
export function defaultTrialRecord(): TrialRecord {
  const folder = process.env[trialFolderVariable];
  return folder === undefined ? noTrialRecord : openTrialRecord(folder);
}

/** Without a folder nothing is kept and nothing is ever lost. */
const noTrialRecord: TrialRecord = {
  find: () => null,
  keep: () => undefined,
  forget: () => undefined,
  findPrecision: () => null,
  keepPrecision: () => undefined,
  begin: () => () => undefined,
  takeLost: () => [],
};

/** Answers of trials in one file. Nothing here throws: they can all be had again. */
interface ResultFile<Answer> {
  /** The answer under these drivers; null when there is none that still holds. */
  find(name: string, drivers: string): Answer | null;
  keep(name: string, drivers: string, answer: Answer): void;
  forget(name: string): void;
}

/** A refusal may have been bad luck, as on a machine that was busy; after a day it is tried again. */
const refusalMs = 24 * 60 * 60_000;

/** Far more than there are devices and models; the oldest go. */
const maxKept = 100;

/** In the file at `path`, made when it is needed. */
function openResultFile<Answer extends { problem: Said | null }>(
  path: string,
  answerSchema: z.ZodType<Answer>,
  now: () => number,
): ResultFile<Answer> {
  const schema = z.record(z.string(), z.object({ drivers: z.string(), time: z.number(), answer: answerSchema }));
  type Kept = z.infer<typeof schema>;

  function read(): Kept {
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {}; // Absent, or of another version: tried anew.
    }
  }

  function write(answers: Kept): void {
    quietly(() => {
      const latest = Object.entries(answers)
        .sort(([, a], [, b]) => b.time - a.time)
        .slice(0, maxKept);
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${String(process.pid)}`;
      writeFileSync(temporary, JSON.stringify(Object.fromEntries(latest), null, 2));
      renameSync(temporary, path);
    });
  }

  return {
    find(name, drivers) {
      const kept = read()[name];
      if (kept?.drivers !== drivers) return null;
      return kept.answer.problem === null || now() - kept.time < refusalMs ? kept.answer : null;
    },
    keep: (name, drivers, answer) => write({ ...read(), [name]: { drivers, time: now(), answer } }),
    forget: (name) => write(Object.fromEntries(Object.entries(read()).filter(([kept]) => kept !== name))),
  };
}

/** Does what may fail without harm: a record that cannot be written is made again next time. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}
