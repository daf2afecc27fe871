import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { deviceNames, type DeviceName } from '#contract/models';
import { trialAnswer, type TrialAnswer } from './trial-answer.ts';

const keptTrial = z.object({ drivers: z.string(), time: z.number(), answer: trialAnswer });
const keptTrials = z.record(z.string(), keptTrial);

/** What was found out about devices, over the ends of programs. Nothing here throws: it can all be found out again. */
export interface TrialRecord {
  /** The answer of a device under these drivers; null when there is none that still holds. */
  find(name: DeviceName, drivers: string): TrialAnswer | null;
  keep(name: DeviceName, drivers: string, answer: TrialAnswer): void;
  forget(name: DeviceName): void;
  /** Notes that this process works with a device; the note outlives it unless the function that comes back is called. */
  begin(name: DeviceName): () => void;
  /** Devices whose processes ended in the middle of their work, each told once; `processId` asks for those of one process. */
  takeLost(processId?: number): DeviceName[];
}

/** A refusal may have been bad luck, as on a machine that was busy; after a day it is tried again. */
const refusalMs = 24 * 60 * 60_000;

/** In `folder`, made when it is needed. */
export function openTrialRecord(folder: string, now: () => number = Date.now): TrialRecord {
  const path = join(folder, 'trials.json');
  let notes = 0;

  function read(): z.infer<typeof keptTrials> {
    try {
      return keptTrials.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {}; // Absent, or of another version: tried anew.
    }
  }

  function write(trials: z.infer<typeof keptTrials>): void {
    quietly(() => {
      mkdirSync(folder, { recursive: true });
      const temporary = `${path}.${String(process.pid)}`;
      writeFileSync(temporary, JSON.stringify(trials, null, 2));
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
export function usualTrialRecord(): TrialRecord {
  const folder = process.env[trialFolderVariable];
  return folder === undefined ? noTrialRecord : openTrialRecord(folder);
}

/** Without a folder nothing is kept and nothing is ever lost. */
const noTrialRecord: TrialRecord = {
  find: () => null,
  keep: () => undefined,
  forget: () => undefined,
  begin: () => () => undefined,
  takeLost: () => [],
};

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // A record that cannot be written is made again next time.
  }
}

/** Signal 0 is sent to nobody; it fails with EPERM for a process of another user, which runs too. */
function isRunning(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
