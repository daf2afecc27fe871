import { join } from 'node:path';
import type { ErrorCode } from '#contract/errors';
import type { Said } from '#contract/messages';
import { openLineFile } from '#core/ground/disk/line-file';

/**
 * What a batch writes down beside its output, in `.telewide/journal.ndjson`: one JSON object per line, on the disk before the next step.
 * `placing` says what is about to get its name, so that after a power cut a file can be told from somebody else's.
 */
export type JournalEntry =
  | { event: 'begin'; batch: string; at: string }
  | { event: 'end'; batch: string; at: string }
  | { event: 'placing'; key: string; target: string; sha256: string; bytes: number }
  | { event: 'done'; key: string; target: string; sha256: string; bytes: number }
  | { event: 'skipped'; key: string; reason: Said }
  | { event: 'failed'; key: string; code: ErrorCode; message: Said }
  | { event: 'cancelled'; key: string }
  /** The tele that this item is of does not show what its wide photo shows. */
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
  /** Teles that became items of their own. */
  readonly strangers: ReadonlySet<string>;
  /** In which order a person wants its items; empty when nobody said. */
  readonly order: readonly string[];
  /** The latest finished file, by its path. */
  readonly byTarget: ReadonlyMap<string, FileEntry>;
}

export interface BatchJournal {
  readonly history: JournalHistory;
  /** The line is on the disk when it returns. `out-of-disk` or `not-writable` when it cannot be, the file left as it was before. */
  append(entry: JournalEntry): void;
}

/** Where a batch keeps what belongs to its output folder. */
export function stateFolderOf(outputFolder: string): string {
  return join(outputFolder, '.telewide');
}

/**
 * Opens the journal of an output folder. Lines of batches that ended are kept only as far as they tell whose a file is. Throws what the
 * disk says.
 */
export async function openBatchJournal(outputFolder: string): Promise<BatchJournal> {
  const file = await openLineFile({ path: join(stateFolderOf(outputFolder), 'journal.ndjson'), parse: asEntry });
  const history = historyOf(file.lines);
  const files = [...history.byTarget.values()];
  if (history.unfinished === null && files.length < file.count) await file.replace(files);
  return { history, append: (entry) => file.appendNow([entry]) };
}

function asEntry(json: unknown): JournalEntry {
  const entry = json as Partial<JournalEntry> | null;
  if (typeof entry?.event !== 'string') throw new TypeError('Expected an entry of a journal');
  return entry as JournalEntry;
}

function historyOf(entries: readonly JournalEntry[]): JournalHistory {
  let unfinished: string | null = null;
  let order: readonly string[] = [];
  const cancelled = new Set<string>();
  const strangers = new Set<string>();
  const byKey = new Map<string, FileEntry>();
  const byTarget = new Map<string, FileEntry>();
  for (const entry of entries) {
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
