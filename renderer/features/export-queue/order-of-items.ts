import type { BatchItemSnapshot } from '#contract/batch';

/** A photo of a batch as it is listed. */
export interface ListedItem {
  readonly item: BatchItemSnapshot;
  /** Places in the batch that it would have one step sooner or later; null where it cannot go. */
  readonly sooner: number | null;
  readonly later: number | null;
  /** Another photo of the batch has its name. */
  readonly isAmbiguous: boolean;
}

const ranks: Record<BatchItemSnapshot['state']['name'], number> = {
  running: 0,
  failed: 1,
  waiting: 2,
  done: 3,
  skipped: 3,
  cancelled: 3,
};

/** What is worked on comes first, then what needs a look, then what waits, then what is over; each in the order of the batch. */
export function listItems(items: readonly BatchItemSnapshot[]): ListedItem[] {
  const waiting = items.flatMap(({ state }, place) => (state.name === 'waiting' ? [place] : []));
  const stepOf = new Map(waiting.map((place, step) => [place, step]));
  const counts = new Map<string, number>();
  for (const { source } of items) counts.set(nameOf(source), (counts.get(nameOf(source)) ?? 0) + 1);
  return items
    .map((item, place) => {
      const step = stepOf.get(place);
      return {
        item,
        sooner: step === undefined ? null : (waiting[step - 1] ?? null),
        later: step === undefined ? null : (waiting[step + 1] ?? null),
        isAmbiguous: (counts.get(nameOf(item.source)) ?? 0) > 1,
      };
    })
    .sort((one, other) => ranks[one.item.state.name] - ranks[other.item.state.name]);
}

/** Of a path with slashes. */
export function nameOf(source: string): string {
  return source.split('/').at(-1) ?? source;
}
