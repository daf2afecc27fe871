import type { EditLabel, ProjectHistory } from '#contract/project-history';
import type { Change } from './document-changes.ts';

/** One edit: what it is called and what it changed. */
export interface HistoryEntry {
  readonly label: EditLabel;
  readonly changes: readonly Change[];
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
        done.push(step);
        undone = [];
      }
    },
    nextUndo: () => done.at(-1) ?? null,
    nextRedo: () => undone.at(-1) ?? null,
    labels: () => ({ undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null }),
  };
}
