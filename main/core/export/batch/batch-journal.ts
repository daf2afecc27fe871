import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ErrorCode } from '#contract/errors';

/**
 * What a batch writes down beside its output, in `.telewide/journal.ndjson`: one JSON object per line, on the disk before the next step.
 * `placing` says what is about to get its name, so that after a power cut a file can be told from somebody else's.
 */
export type JournalEntry =
  | { event: 'begin'; batch: string; at: string }
  | { event: 'end'; batch: string; at: string }
  | { event: 'placing'; key: string; target: string; sha256: string; bytes: number }
  | { event: 'done'; key: string; target: string; sha256: string; bytes: number }
  | { event: 'skipped'; key: string; reason: string }
  | { event: 'failed'; key: string; code: ErrorCode; message: string }
  | { event: 'cancelled'; key: string }
  /** The tele does not show what the wide of this item shows. */
  | { event: 'strangers'; key: string }
  | { event: 'retried'; key: string }
  /** Of all items, after one was moved. */
  | { event: 'order'; keys: readonly string[] };

export type FileEntry = Extract<JournalEntry, { event: 'placing' | 'done' }>;

/** What earlier runs wrote down. */
export interface JournalHistory {
  /** The batch that was begun and not ended; null when the last one came to its end. */
  readonly unfinished: string | null;
  /** The latest entry of a file, by the item's key. */
  readonly byKey: ReadonlyMap<string, FileEntry>;
  /** Items of the unfinished batch that a person does not want. */
  readonly cancelled: ReadonlySet<string>;
  /** Items whose teles became items of their own. */
  readonly strangers: ReadonlySet<string>;
  /** In which order a person wants its items; empty when nobody said. */
  readonly order: readonly string[];
  /** The latest finished file, by its path. */
  readonly byTarget: ReadonlyMap<string, FileEntry>;
}

export interface BatchJournal {
  readonly history: JournalHistory;
  /** Resolves with the line on the disk. Throws what the disk says, the file left as it was before. */
  append(entry: JournalEntry): void;
  close(): void;
}

/** Where a batch keeps what belongs to its output folder. */
export function stateFolderOf(outputFolder: string): string {
  return join(outputFolder, '.telewide');
}

/**
 * Opens the journal of an output folder. Lines of batches that ended are kept only as far as they tell whose a file is. A torn
 * line is passed over: it was being written when the power went.
 */
export function openBatchJournal(outputFolder: string): BatchJournal {
  const path = join(stateFolderOf(outputFolder), 'journal.ndjson');
  const history = readHistory(path);
  mkdirSync(dirname(path), { recursive: true });
  if (history.unfinished === null) keepFilesOnly(path, history);
  const file = openSync(path, 'a');
  endTornLine(path, file);
  return {
    history,
    append(entry) {
      const size = fstatSync(file).size;
      try {
        writeLine(file, entry);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
    },
    close: () => closeSync(file),
  };
}

function readHistory(path: string): JournalHistory {
  let unfinished: string | null = null;
  let order: readonly string[] = [];
  const cancelled = new Set<string>();
  const strangers = new Set<string>();
  const byKey = new Map<string, FileEntry>();
  const byTarget = new Map<string, FileEntry>();
  for (const entry of entriesOf(path)) {
    if (entry.event === 'begin') unfinished = entry.batch;
    if (entry.event === 'end') {
      unfinished = null;
      order = [];
      cancelled.clear();
    }
    if (entry.event === 'order') order = entry.keys;
    if (entry.event === 'strangers') strangers.add(entry.key);
    if (entry.event === 'cancelled') cancelled.add(entry.key);
    if (entry.event === 'retried') cancelled.delete(entry.key);
    if (entry.event === 'placing' || entry.event === 'done') byKey.set(entry.key, entry);
    if (entry.event === 'done') byTarget.set(entry.target, entry);
  }
  return { unfinished, cancelled, strangers, order, byKey, byTarget };
}

function entriesOf(path: string): JournalEntry[] {
  return textOf(path)
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as Partial<JournalEntry> | null;
        return typeof entry?.event === 'string' ? [entry as JournalEntry] : [];
      } catch {
        return []; // Torn, or the empty text behind the last line.
      }
    });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function keepFilesOnly(path: string, { byTarget }: JournalHistory): void {
  if (byTarget.size === 0) return;
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, 'w');
  try {
    for (const entry of byTarget.values()) writeSync(file, `${JSON.stringify(entry)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function endTornLine(path: string, file: number): void {
  const text = textOf(path);
  if (text !== '' && !text.endsWith('\n')) writeSync(file, '\n');
}

function writeLine(file: number, entry: JournalEntry): void {
  const line = Buffer.from(`${JSON.stringify(entry)}\n`);
  for (let written = 0; written < line.length;) written += writeSync(file, line, written);
  fsyncSync(file);
}
