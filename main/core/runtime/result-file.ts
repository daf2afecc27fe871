import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Said } from '#contract/messages';

/** Answers of trials in one file. Nothing here throws: they can all be had again. */
export interface ResultFile<Answer> {
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
export function openResultFile<Answer extends { problem: Said | null }>(
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
export function quietly(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}
