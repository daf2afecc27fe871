import type { LibraryKind, LibraryOrder, LibraryStateFilter, PairStatus, PhotoFacts } from '#contract/library';
import type { LibraryItem } from './library-item.ts';

/** How items are to be shown. */
export interface Arrangement {
  order: LibraryOrder;
  isDescending: boolean;
  kind: LibraryKind;
  state: LibraryStateFilter;
  /** Every word of it is looked for in the names of the photos, the camera and the day: `iphone 2026-05`. */
  text: string;
}

/** What an arrangement has to know of items. */
export interface Knowledge {
  factsOf(photoId: string): PhotoFacts | null;
  statusOf(pairId: string): PairStatus | null;
}

/** The items that are wanted, in the order that is wanted; what is equal stays in the order in which it was added. */
export function arrangeItems(
  items: readonly LibraryItem[],
  arrangement: Arrangement,
  knowledge: Knowledge,
): LibraryItem[] {
  const { order, isDescending } = arrangement;
  const wanted = items.filter((item) => isWanted(item, arrangement, knowledge));
  if (order !== 'added') {
    const keys = new Map(wanted.map((item) => [item, sortKey(item, order, knowledge)]));
    wanted.sort((one, other) => compare(keys.get(one) ?? '', keys.get(other) ?? ''));
  }
  return withVersionsBehind(isDescending ? wanted.reverse() : wanted, knowledge);
}

/** Versions that stand alone come directly behind what their original is in, wherever that is. */
function withVersionsBehind(items: LibraryItem[], knowledge: Knowledge): LibraryItem[] {
  const itemOf = new Map(items.flatMap((item) => [item.photo, ...item.teles].map(({ id }) => [id, item] as const)));
  const behind = new Map<LibraryItem, LibraryItem[]>();
  const others = items.filter((item) => {
    const original = item.teles.length > 0 ? undefined : knowledge.factsOf(item.photo.id)?.versionOf;
    const before = original === undefined ? undefined : itemOf.get(original);
    if (before === undefined) return true;
    behind.set(before, [...(behind.get(before) ?? []), item]);
    return false;
  });
  return behind.size === 0 ? items : others.flatMap((item) => [item, ...(behind.get(item) ?? [])]);
}

function isWanted(item: LibraryItem, { kind, state, text }: Arrangement, knowledge: Knowledge): boolean {
  if (kind === 'pairs' && item.teles.length === 0) return false;
  if (kind === 'singles' && item.teles.length > 0) return false;
  if (state !== 'any') {
    const status = item.pair === null ? null : knowledge.statusOf(item.pair.id);
    const hasProblem = item.pair === null || (status?.problem ?? null) !== null;
    if (state === 'problem' ? !hasProblem : item.pair === null || (status?.step ?? 'new') !== state) return false;
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const facts = knowledge.factsOf(item.photo.id);
  const known = [...[item.photo, ...item.teles].map(({ path }) => path), facts?.camera, facts?.capturedAt]
    .join(' ')
    .toLowerCase();
  return words.every((word) => known.includes(word));
}

/** Compared letter by letter, which is far faster than by the rules of a language; what is unknown comes last. */
function sortKey(item: LibraryItem, order: Exclude<LibraryOrder, 'added'>, knowledge: Knowledge): string {
  switch (order) {
    case 'time':
      return knowledge.factsOf(item.photo.id)?.capturedAt ?? last;
    case 'name':
      return nameKey(item.name);
    case 'state': {
      const status = item.pair === null ? null : knowledge.statusOf(item.pair.id);
      if (item.pair === null || (status?.problem ?? null) !== null) return '0';
      return String(1 + steps.indexOf(status?.step ?? 'new'));
    }
  }
}

const last = '\uffff';
const steps = ['new', 'registered', 'enhanced', 'exported'] as const;

/** `photo 2` before `photo 10`, `ä` with `a`. */
function nameKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What the engine told of photos and pairs, for looking through thousands at once: nobody is told of changes. */
export class LibraryKnowledge implements Knowledge {
  readonly #facts = new Map<string, PhotoFacts>();
  readonly #statuses = new Map<string, PairStatus>();

  factsOf(photoId: string): PhotoFacts | null {
    return this.#facts.get(photoId) ?? null;
  }

  statusOf(pairId: string): PairStatus | null {
    return this.#statuses.get(pairId) ?? null;
  }

  take({ photos, statuses }: { photos: readonly PhotoFacts[]; statuses: readonly PairStatus[] }): void {
    for (const facts of photos) this.#facts.set(facts.id, facts);
    for (const status of statuses) this.#statuses.set(status.pairId, status);
  }
}
