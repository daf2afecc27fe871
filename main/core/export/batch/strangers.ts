import type { BatchItem } from './batch-item.ts';
import type { BatchEntry, BatchState } from './batch-state.ts';
import type { JournalHistory } from './batch-journal.ts';

/** Teles that turned out not to belong to their wide photos: each becomes a photo of its own. */
export interface Strangers {
  /** Adds the tele of a pair behind the others; null when it is not wanted, or is there already. */
  add(item: BatchItem): BatchEntry | null;
}

/** Those that an earlier run found are added at once. */
export function createStrangers(
  state: BatchState,
  options: {
    items: readonly BatchItem[];
    /** Where each tele goes, by the key of `teleAlone`. */
    strangers: ReadonlyMap<string, string>;
    goesOn: boolean;
    journal: { history: Pick<JournalHistory, 'strangers'> };
  },
): Strangers {
  const { items, strangers, goesOn, journal } = options;
  const added = new Set<string>();

  function add({ teleAlone }: BatchItem): BatchEntry | null {
    if (teleAlone === null || added.has(teleAlone.key)) return null;
    added.add(teleAlone.key);
    return state.add(teleAlone, strangers.get(teleAlone.key) ?? '');
  }

  if (goesOn) items.filter(({ key }) => journal.history.strangers.has(key)).forEach(add);
  return { add };
}
