import { say } from './messages.ts';
import { AppError } from './errors.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/** One difference of two JSON values at the end of a path of keys. What is absent is not there. */
export type Change =
  | { path: string[]; before?: unknown; after?: unknown }
  | { path: string[]; at: number; removed: unknown[]; added: unknown[] };

/** What leads from one JSON value to another and back. Lists differ in stretches between the items that both hold, one after the other. */
export function findChanges(before: unknown, after: unknown): Change[] {
  return differences(before as Json, after as Json, []);
}

/** `value` after the changes. Throws AppError `internal` when it is not what they were found on. */
export function applyChanges<Value>(value: Value, changes: readonly Change[]): Value {
  return changes.reduce<unknown>((current, change) => changed(current, change, change.path), value) as Value;
}

/** The changes that lead back. */
export function reverseChanges(changes: readonly Change[]): Change[] {
  return changes.toReversed().map((change) => {
    if ('at' in change) return { ...change, removed: change.added, added: change.removed };
    const { path } = change;
    return {
      path,
      ...('after' in change && { before: change.after }),
      ...('before' in change && { after: change.before }),
    };
  });
}

function differences(before: Json, after: Json, path: string[]): Change[] {
  if (before === after) return [];
  if (isList(before) && isList(after)) return listDifference(before, after, path);
  if (!isObject(before) || !isObject(after)) return [{ path, before, after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, next] = [before[key], after[key]];
    const place = [...path, key];
    if (old !== undefined && next !== undefined) return differences(old, next, place);
    return [{ path: place, ...(old !== undefined && { before: old }), ...(next !== undefined && { after: next }) }];
  });
}

function listDifference(before: readonly Json[], after: readonly Json[], path: string[]): Change[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const stretches = stretchesOf(before, after, { start, end });
  // Each is applied to what those before it made, so that it begins where it lies in the list after.
  return stretches.map(({ old, next }) => ({
    path,
    at: next[0],
    removed: before.slice(...old),
    added: after.slice(...next),
  }));
}

/** From, and up to but without. */
type Span = [from: number, to: number];

/** As many items that both lists have beside each other are worth a stretch of their own. */
const minShared = 4;

/** Where two lists differ that share `start` items at the beginning and `end` at the end. In between, items count as shared that are one object in both. */
function stretchesOf(
  before: readonly Json[],
  after: readonly Json[],
  { start, end }: { start: number; end: number },
): { old: Span; next: Span }[] {
  const nextEnd = after.length - end;
  const places = new Map<unknown, number>();
  for (let next = start; next < nextEnd; next += 1) places.set(after[next], next);
  const stretches: { old: Span; next: Span }[] = [];
  /** From where on nothing is told yet, and the shared items that are followed just now. */
  let [told, run] = [
    { old: start, next: start },
    { old: start, next: start, length: 0 },
  ];
  const finish = (): void => {
    if (run.length < minShared) return;
    tell(run);
    told = { old: run.old + run.length, next: run.next + run.length };
  };
  const tell = (to: { old: number; next: number }): void => {
    if (told.old < to.old || told.next < to.next)
      stretches.push({ old: [told.old, to.old], next: [told.next, to.next] });
  };
  for (let old = start; old < before.length - end; old += 1) {
    const next = places.get(before[old]);
    if (next === undefined || next < run.next + run.length) continue;
    if (old === run.old + run.length && next === run.next + run.length) run.length += 1;
    else {
      finish();
      run = { old, next, length: 1 };
    }
  }
  finish();
  tell({ old: before.length - end, next: nextEnd });
  return stretches;
}

function changed(value: unknown, change: Change, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if ('at' in change) return spliced(value, change);
    expectSame(value, change.before);
    return change.after;
  }
  if (!isObject(value as Json)) throw mismatch();
  const object = value as JsonObject;
  const next = changed(object[key], change, rest);
  if (next !== undefined) return { ...object, [key]: next };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function spliced(value: unknown, { at, removed, added }: Extract<Change, { at: number }>): unknown[] {
  if (!isList(value as Json)) throw mismatch();
  const list = value as unknown[];
  expectSame(list.slice(at, at + removed.length), removed);
  return [...list.slice(0, at), ...added, ...list.slice(at + removed.length)];
}

function expectSame(found: unknown, expected: unknown): void {
  if (!isSame(found, expected)) throw mismatch();
}

function mismatch(): AppError {
  return new AppError('internal', say('program.other-project'));
}

/** Whether two JSON values say the same. What is shared is not looked into. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  const [a, b] = [one as Json, other as Json];
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
