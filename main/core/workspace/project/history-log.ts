import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { projectPhoto } from '#contract/project-document';
import { editLabel } from '#contract/project-history';
import { openLineFile, type LineFile } from '#core/ground/disk/line-file';
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
  readonly file: LineFile<unknown>;
  /** What the file holds is of an earlier version. */
  readonly isMigrated?: true;
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
/** A photo is read as the document reads it, so that what was done to it can be taken back. */
const item = z.union([projectPhoto, z.unknown()]);
const change: z.ZodType<Change> = z.union([
  z.object({ path, at: z.int().min(0), removed: z.array(item), added: z.array(item) }),
  z.object({ path, before: z.unknown().optional(), after: z.unknown().optional() }),
]);
const line = z.union([
  z.enum(['undo', 'redo']),
  z.object({ label: editLabel, changes: z.array(change), group: z.string().optional() }),
]);

/** Reads a history; null when there is none. A last line that was not written to its end does not count. Throws for anything else that is no history. */
export async function readHistory(path: string): Promise<SavedHistory | null> {
  const file = await openLineFile({ path, parse: (json) => json, isStrict: true });
  const [first, ...lines] = file.lines;
  if (first === undefined) return null;
  const { id, version, base, compacted = uncompacted } = header.parse(first);
  return { id, version, base, compacted, steps: lines.map((one) => line.parse(one)), file };
}

/** Goes on with a history that was read. */
export function continueHistory({ id, file }: SavedHistory): HistoryLog {
  return { id, append: (step) => file.append([step]) };
}

/** Begins a history with a project, in place of what the file holds. */
export async function beginHistory(
  path: string,
  { version, base }: { version: number; base: unknown },
): Promise<HistoryLog> {
  const id = randomUUID();
  const file = await openLineFile({ path, parse: (json) => json });
  await file.replace([{ history: 1, id, version, base }]);
  return { id, append: (step) => file.append([step]) };
}

/**
 * Puts fewer steps in the place of those that the file has, under the same id; a crash leaves the one file or the other. The revision is
 * how many steps were taken in all.
 */
export async function compactHistory(
  { id, version, base, file }: SavedHistory,
  { steps, revision }: { steps: readonly HistoryStep[]; revision: number },
): Promise<void> {
  const compacted: Compacted = { revision, lines: steps.length };
  await file.replace([{ history: 1, id, version, base, compacted }, ...steps]);
}
