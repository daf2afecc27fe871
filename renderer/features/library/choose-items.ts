/** What is chosen of a list: any of its items, the one that has the focus, and where a stretch begins. Items by their ids. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly active: string | null;
  readonly anchor: string | null;
}

export const noChoice: Choice = { chosen: new Set(), active: null, anchor: null };

export function choiceOf(chosen: readonly string[], active: string | null): Choice {
  return { chosen: new Set(chosen), active, anchor: active };
}

/** `alone`: this and nothing else. `toggle`: this in or out. `stretch`: from the anchor to this. `focus`: nothing but the focus. */
export type ChoiceKind = 'alone' | 'toggle' | 'stretch' | 'focus';

export function choose(
  choice: Choice,
  id: string,
  kind: ChoiceKind,
  /** The list, and where each item is in it. */
  list: { ids: readonly string[]; placeOf: (id: string) => number | undefined },
): Choice {
  switch (kind) {
    case 'alone':
      return { chosen: new Set([id]), active: id, anchor: id };
    case 'toggle': {
      const chosen = new Set(choice.chosen);
      if (!chosen.delete(id)) chosen.add(id);
      return { chosen, active: id, anchor: id };
    }
    case 'stretch': {
      const anchor = choice.anchor ?? choice.active ?? id;
      const [from, to] = [list.placeOf(anchor) ?? 0, list.placeOf(id) ?? 0];
      const chosen = new Set(list.ids.slice(Math.min(from, to), Math.max(from, to) + 1));
      return { chosen, active: id, anchor };
    }
    case 'focus':
      return { ...choice, active: id };
  }
}

/** The choice without what is no longer there; the focus goes to what took the place of its item. */
export function keepPresent(
  choice: Choice,
  before: readonly string[],
  list: { ids: readonly string[]; placeOf: (id: string) => number | undefined },
): Choice {
  const isThere = (id: string): boolean => list.placeOf(id) !== undefined;
  const { active, anchor } = choice;
  if ((active === null || isThere(active)) && [...choice.chosen].every(isThere)) return choice;
  const next = active === null || isThere(active) ? active : neighbourOf(active, before, list);
  const chosen = [...choice.chosen].filter(isThere);
  const isMoved = next !== active && chosen.length === 0 && next !== null;
  return {
    chosen: new Set(isMoved ? [next] : chosen),
    active: next,
    anchor: anchor !== null && isThere(anchor) ? anchor : next,
  };
}

function neighbourOf(
  id: string,
  before: readonly string[],
  { ids, placeOf }: { ids: readonly string[]; placeOf: (id: string) => number | undefined },
): string | null {
  const place = before.indexOf(id);
  const following = before.slice(place + 1).find((other) => placeOf(other) !== undefined);
  const preceding = before.slice(0, Math.max(0, place)).findLast((other) => placeOf(other) !== undefined);
  return following ?? preceding ?? ids[0] ?? null;
}

/** Where a key leads in a grid, from one place to another; null for a key that leads nowhere. */
export function placeAfterKey(
  key: string,
  place: number,
  grid: { count: number; columns: number; rowsOfPage: number },
): number | null {
  const { count, columns, rowsOfPage } = grid;
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * Math.max(1, rowsOfPage),
    PageDown: columns * Math.max(1, rowsOfPage),
  };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  const target = place + step;
  if (target >= 0 && target < count) return target;
  // Up and down stay in their column; the last row may be shorter.
  if (Math.abs(step) === 1) return place;
  if (target < 0) return key === 'PageUp' ? place % columns : place;
  const isInLastRow = Math.floor(place / columns) === Math.floor((count - 1) / columns);
  return isInLastRow ? place : count - 1;
}
