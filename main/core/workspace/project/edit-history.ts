import { maxLabels, type EditLabel, type ProjectHistory } from '#contract/project-history';
import { applyChanges, reverseChanges, type Change } from '#contract/document-changes';

/** One edit: what it is called and what it changed. */
export interface HistoryEntry {
  readonly label: EditLabel;
  readonly changes: readonly Change[];
  /** Edits of one group that follow each other count as one, such as the parts of a long import. */
  readonly group?: string | undefined;
}

/** What happened to a project, one after another. An undo takes the last edit back, a redo makes the last undone one again. */
export type HistoryStep = HistoryEntry | 'undo' | 'redo';

/** Every edit that can be undone, and every undone one that can be redone. Without a limit. */
export interface EditHistory {
  /** Takes note of what happened. A new edit forgets what was undone. Throws a RangeError for a step that cannot be. */
  take(step: HistoryStep): void;
  nextUndo(): HistoryEntry | null;
  nextRedo(): HistoryEntry | null;
  labels(): ProjectHistory;
  /** The fewest steps that lead to the same history, from the same beginning. Groups are not in them: what is undone as one is one. */
  steps(): HistoryStep[];
}

export function createEditHistory(): EditHistory {
  const done: HistoryEntry[] = [];
  let undone: HistoryEntry[] = [];

  function moveLast(from: HistoryEntry[], to: HistoryEntry[]): void {
    const entry = from.pop();
    if (entry === undefined) throw new RangeError('Expected an edit to move, but there is none');
    to.push(entry);
  }

  return {
    take(step) {
      if (step === 'undo') moveLast(done, undone);
      else if (step === 'redo') moveLast(undone, done);
      else {
        const last = done.at(-1);
        if (last?.group !== undefined && last.group === step.group && undone.length === 0)
          done[done.length - 1] = joined(last, step);
        else done.push(step);
        undone = [];
      }
    },
    nextUndo: () => done.at(-1) ?? null,
    nextRedo: () => undone.at(-1) ?? null,
    steps: () => [
      ...[...done, ...undone.toReversed()].map(({ label, changes }) => ({ label, changes })),
      ...undone.map(() => 'undo' as const),
    ],
    labels: () => ({ done: latestOf(done), undone: latestOf(undone) }),
  };
}

function latestOf(entries: readonly HistoryEntry[]): EditLabel[] {
  return entries
    .slice(-maxLabels)
    .map(({ label }) => label)
    .toReversed();
}

/** The document after a step that `history` does not know of yet. Throws where the step is not one of this document. */
export function afterStep<Document>(document: Document, history: EditHistory, step: HistoryStep): Document {
  if (step === 'undo') return applyChanges(document, reverseChanges(history.nextUndo()?.changes ?? []));
  if (step === 'redo') return applyChanges(document, history.nextRedo()?.changes ?? []);
  return applyChanges(document, step.changes);
}

function joined(first: HistoryEntry, second: HistoryEntry): HistoryEntry {
  const { label, changes, group } = first;
  return {
    label: label.name === second.label.name ? { ...label, count: label.count + second.label.count } : label,
    changes: [...changes, ...second.changes],
    group,
  };
}
