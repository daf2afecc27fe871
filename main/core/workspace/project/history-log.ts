import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { editLabel } from '#contract/project-history';
import { explainJsonWriteError } from '#core/ground/disk/json-file';
import type { Change } from '#contract/document-changes';
import type { HistoryStep } from './edit-history.ts';

/** A file of one line per step, appended to while the project is open: the first line says which project it began with. */
export interface HistoryLog {
  /** Changes when a history begins anew. */
  readonly id: string;
  /** Resolves when the step is on the disk. `out-of-disk` or `not-writable` when it cannot be; then it is not in the file. */
  append(step: HistoryStep): Promise<void>;
}

/** What a file held. */
export interface SavedHistory {
  readonly id: string;
  /** Version of the documents that the changes are of. */
  readonly version: number;
  /** The project before the first step. */
  readonly base: unknown;
  readonly steps: readonly HistoryStep[];
  readonly compacted: Compacted;
  /** Bytes up to the end of the last whole line. */
  readonly length: number;
}

/** Of the steps that were taken, the first `revision` are told by the first `lines` of the file, which lead to the same. */
export interface Compacted {
  readonly revision: number;
  readonly lines: number;
}

const uncompacted: Compacted = { revision: 0, lines: 0 };

const header = z.object({
  history: z.literal(1),
  id: z.string().min(1),
  version: z.int(),
  base: z.unknown(),
  compacted: z.object({ revision: z.int().min(0), lines: z.int().min(0) }).optional(),
});
const path = z.array(z.string());
const change: z.ZodType<Change> = z.union([
  z.object({ path, at: z.int().min(0), removed: z.array(z.unknown()), added: z.array(z.unknown()) }),
  z.object({ path, before: z.unknown().optional(), after: z.unknown().optional() }),
]);
const line = z.union([
  z.enum(['undo', 'redo']),
  z.object({ label: editLabel, changes: z.array(change), group: z.string().optional() }),
]);

/** Reads a history; null when there is none. A last line that was not written to its end does not count. Throws for anything else that is no history. */
export async function readHistory(file: string): Promise<SavedHistory | null> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const length = bytes.lastIndexOf('\n') + 1;
  const [first = '', ...lines] = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const { id, version, base, compacted = uncompacted } = header.parse(JSON.parse(first));
  const steps = lines.map((text) => line.parse(JSON.parse(text)));
  return { id, version, base, compacted, steps, length };
}

/** Goes on with a history that was read. What lies after its last whole line is cut off. */
export async function continueHistory(file: string, { id, length }: SavedHistory): Promise<HistoryLog> {
  await truncate(file, length);
  return logInto(file, id, length);
}

/** Begins a history with a project, in place of what the file holds. */
export async function beginHistory(
  file: string,
  { version, base }: { version: number; base: unknown },
): Promise<HistoryLog> {
  const id = randomUUID();
  const text = `${JSON.stringify({ history: 1, id, version, base })}\n`;
  await mkdir(dirname(file), { recursive: true });
  await writeThrough(file, 'w', text);
  return logInto(file, id, Buffer.byteLength(text));
}

/**
 * Puts fewer steps in the place of those that the file has, under the same id; a crash leaves the one file or the other. The revision is
 * how many steps were taken in all.
 */
export async function compactHistory(
  file: string,
  { id, version, base }: Pick<SavedHistory, 'id' | 'version' | 'base'>,
  { steps, revision }: { steps: readonly HistoryStep[]; revision: number },
): Promise<HistoryLog> {
  const compacted: Compacted = { revision, lines: steps.length };
  const lines = [{ history: 1, id, version, base, compacted }, ...steps].map((one) => `${JSON.stringify(one)}\n`);
  const temporary = `${file}.tmp`;
  await writeThrough(temporary, 'w', lines);
  await rename(temporary, file);
  return logInto(
    file,
    id,
    lines.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0),
  );
}

function logInto(file: string, id: string, start: number): HistoryLog {
  let length = start;
  return {
    id,
    async append(step) {
      const text = `${JSON.stringify(step)}\n`;
      try {
        await writeThrough(file, 'a', text);
      } catch (error) {
        await truncate(file, length).catch(() => undefined);
        throw explainJsonWriteError(error, file);
      }
      length += Buffer.byteLength(text);
    },
  };
}

async function writeThrough(file: string, mode: 'a' | 'w', text: string | readonly string[]): Promise<void> {
  const handle = await open(file, mode);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
