import type { BatchItemSnapshot, BatchSnapshot, BatchView } from './batch.ts';

/** A batch as it is now, of its photos only what is new since it was told last: thousands of them would be told again and again. */
export interface BatchChange extends Omit<BatchView, 'snapshot'> {
  readonly snapshot: SnapshotChange | null;
}

interface SnapshotChange extends Omit<BatchSnapshot, 'items'> {
  readonly changed: readonly BatchItemSnapshot[];
  /** The keys of all photos, when they are not the same in the same order as before. */
  readonly order: readonly string[] | null;
}

/** What was not yet told of `now` when `before` was; null for nothing. A photo has changed when its state is another object. */
export function findBatchChange(before: BatchView | null, now: BatchView): BatchChange {
  if (now.snapshot === null) return { ...now, snapshot: null };
  const { items, ...rest } = now.snapshot;
  const known = before?.snapshot?.items ?? [];
  const states = new Map(known.map(({ key, state }) => [key, state]));
  const isInOrder = items.length === known.length && items.every(({ key }, index) => key === known[index]?.key);
  return {
    ...now,
    snapshot: {
      ...rest,
      changed: items.filter(({ key, state }) => states.get(key) !== state),
      order: isInOrder ? null : items.map(({ key }) => key),
    },
  };
}

/** The batch after the change; null when the change builds on photos that `before` does not have. Photos that are the same stay the same objects. */
export function applyBatchChange(before: BatchView | null, change: BatchChange): BatchView | null {
  if (change.snapshot === null) return { ...change, snapshot: null };
  const { changed, order, ...rest } = change.snapshot;
  const known = before?.snapshot?.items ?? null;
  const byKey = new Map([...(known ?? []), ...changed].map((item) => [item.key, item]));
  const keys = order ?? known?.map(({ key }) => key) ?? null;
  if (keys === null) return null;
  const items = keys.flatMap((key) => byKey.get(key) ?? []);
  const isComplete = items.length === keys.length && (order !== null || byKey.size === keys.length);
  return isComplete ? { ...change, snapshot: { ...rest, items } } : null;
}
