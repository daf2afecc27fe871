import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceNames, type DeviceName } from '#contract/models';
import { isRunning } from '#core/ground/disk/is-running';
import { openResultFile, quietly } from './result-file.ts';
import { precisionResult, type PrecisionResult } from './precision-result.ts';
import { trialResult, type TrialResult } from './trial-result.ts';

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
