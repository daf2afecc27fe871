import type { BatchItem } from './batch-item.ts';
import type { BatchEntry, BatchState } from './batch-state.ts';
import type { JournalHistory } from './batch-journal.ts';

/** Teles that turned out not to belong to their wide photos: each becomes a photo of its own. */
export interface Strangers {
  /** Adds a tele of an item behind the others, by its place; null when it is not wanted, or is there already. */
  add(item: BatchItem, place: number): BatchEntry | null;
}

/** Those that an earlier run found are added at once. */
export function createStrangers(
  state: BatchState,
  options: {
    items: readonly BatchItem[];
    /** Where each tele goes, by its key in `telesAlone`. */
    strangers: ReadonlyMap<string, string>;
    goesOn: boolean;
    journal: { history: Pick<JournalHistory, 'strangers'> };
  },
): Strangers {
  const { items, strangers, goesOn, journal } = options;
  const added = new Set<string>();

  function add({ telesAlone }: BatchItem, place: number): BatchEntry | null {
    const tele = telesAlone[place];
    if (tele === undefined || added.has(tele.key)) return null;
    added.add(tele.key);
    return state.add(tele, strangers.get(tele.key) ?? '');
  }

  // Earlier versions wrote down the item, which had one tele.
  const isKnown = ({ key }: BatchItem): boolean => journal.history.strangers.has(key);
  for (const item of goesOn ? items : [])
    item.telesAlone.forEach((tele, place) => (isKnown(tele) || isKnown(item)) && add(item, place));
  return { add };
}
