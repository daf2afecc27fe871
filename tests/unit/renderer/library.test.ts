import { describe, expect, test } from 'vitest';
import type { PairStatus, PhotoFacts } from '#contract/library';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { columnsIn, planRows, scrollToRow } from '../../../renderer/controls/virtual-rows.ts';
import { arrangeItems, type Arrangement } from '../../../renderer/features/library/arrange-items.ts';
import { choose, keepPresent, noChoice, placeAfterKey } from '../../../renderer/features/library/choose-items.ts';
import { itemsOf } from '../../../renderer/features/library/library-item.ts';

describe('rows of which few are drawn', () => {
  const plan = (scrollTop: number, count = 1000) =>
    planRows({ count, columns: 4, height: 500, scrollTop, rowHeight: 100, spareRows: 1 });

  test('nothing is drawn of nothing, and there is always a column', () => {
    expect(plan(0, 0)).toMatchObject({ rows: 0, height: 0, start: 0, end: 0 });
    expect(columnsIn(0, 100)).toBe(1);
    expect(columnsIn(399, 100)).toBe(3);
  });

  test('what is in sight is drawn, with a little above and below', () => {
    expect(plan(0)).toMatchObject({ rows: 250, height: 25_000, start: 0, end: 6 });
    expect(plan(1050)).toMatchObject({ start: 9, end: 17 });
    expect(plan(24_500)).toMatchObject({ start: 244, end: 250 });
  });

  test('a list that became shorter than it was scrolled draws none beyond its end', () => {
    expect(plan(24_500, 40)).toMatchObject({ rows: 10, start: 10, end: 10 });
  });

  test('scrolling to a row moves as little as can be', () => {
    const at = { scrollTop: 1000, height: 500, rowHeight: 100 };
    expect(scrollToRow(10, at)).toBe(1000);
    expect(scrollToRow(14, at)).toBe(1000);
    expect(scrollToRow(15, at)).toBe(1100);
    expect(scrollToRow(3, at)).toBe(300);
    expect(scrollToRow(3, { ...at, height: 50 })).toBe(300);
  });
});

describe('keys in a grid of ten in four columns', () => {
  const grid = { count: 10, columns: 4, rowsOfPage: 2 };
  test.each([
    ['x', 5, null],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 9, 9],
    ['ArrowRight', 3, 4],
    ['ArrowUp', 2, 2],
    ['ArrowUp', 6, 2],
    ['ArrowDown', 5, 9],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 8, 8],
    ['PageDown', 0, 8],
    ['PageDown', 3, 9],
    ['PageUp', 9, 1],
    ['PageUp', 6, 2],
    ['Home', 7, 0],
    ['End', 0, 9],
  ])('%s from %i leads to %s', (key, place, expected) => {
    expect(placeAfterKey(key, place, grid)).toBe(expected);
  });
});

describe('choosing', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const list = (of: readonly string[]) => ({
    ids: of,
    placeOf: (id: string) => (of.includes(id) ? of.indexOf(id) : undefined),
  });

  test('a stretch goes from where it began, in both directions', () => {
    const begun = choose(noChoice, 'c', 'alone', list(ids));
    const down = choose(begun, 'e', 'stretch', list(ids));
    expect([...down.chosen]).toEqual(['c', 'd', 'e']);
    expect([...choose(down, 'a', 'stretch', list(ids)).chosen]).toEqual(['a', 'b', 'c']);
  });

  test('one more, one less, and the focus alone', () => {
    const two = choose(choose(noChoice, 'a', 'alone', list(ids)), 'c', 'toggle', list(ids));
    expect([...two.chosen]).toEqual(['a', 'c']);
    expect([...choose(two, 'a', 'toggle', list(ids)).chosen]).toEqual(['c']);
    expect(choose(two, 'e', 'focus', list(ids))).toMatchObject({ active: 'e', chosen: two.chosen });
  });

  test('what took the place of what is gone has the focus and is chosen', () => {
    const chosen = choose(noChoice, 'c', 'alone', list(ids));
    expect(keepPresent(chosen, ids, list(['a', 'b', 'd', 'e']))).toMatchObject({ active: 'd', chosen: new Set(['d']) });
    expect(keepPresent(chosen, ids, list(['a', 'b']))).toMatchObject({ active: 'b' });
    expect(keepPresent(chosen, ids, list([]))).toMatchObject({ active: null, chosen: new Set() });
    expect(keepPresent(chosen, ids, list(['x', ...ids]))).toBe(chosen);
  });
});

describe('the library in order', () => {
  const project: ProjectDocument = {
    ...emptyProject,
    photos: [
      { id: 'p10', path: '/b/photo 10.jpg' },
      { id: 't10', path: '/b/photo 10 tele.jpg' },
      { id: 'p2', path: '/a/Photo 2.jpg' },
      { id: 'x', path: '/a/x.jpg', problem: { raw: 'Empty' } },
      { id: 'ae', path: '/a/Ärger.jpg' },
    ],
    pairs: [
      { id: 'pair', wideId: 'p10', teleIds: ['t10'], reason: null },
      { id: 'p2', wideId: 'p2', teleIds: [], reason: null },
      { id: 'ae', wideId: 'ae', teleIds: [], reason: null },
    ],
  };
  const times: Record<string, string> = { p10: '2024-01-02T10:00:00', p2: '2024-01-01T10:00:00' };
  const statuses: Record<string, Partial<PairStatus>> = {
    pair: { step: 'enhanced' },
    ae: { step: 'new', problem: { raw: 'No overlap' } },
  };
  const knowledge = {
    factsOf: (id: string) =>
      ({ id, capturedAt: times[id] ?? null, camera: id === 'p2' ? 'Phone 9' : null }) as PhotoFacts,
    statusOf: (id: string) => (statuses[id] as PairStatus | undefined) ?? null,
  };
  const plain: Arrangement = { order: 'added', isDescending: false, kind: 'all', state: 'any', text: '' };
  const arranged = (change: Partial<Arrangement>): string[] =>
    arrangeItems(itemsOf(project), { ...plain, ...change }, knowledge).map(({ id }) => id);

  test('what cannot be read has a place of its own, and a telephoto none', () => {
    expect(arranged({})).toEqual(['pair', 'p2', 'x', 'ae']);
    expect(arranged({ isDescending: true })).toEqual(['ae', 'x', 'p2', 'pair']);
  });

  test.each<[Partial<Arrangement>, string[]]>([
    [{ order: 'name' }, ['ae', 'p2', 'pair', 'x']],
    [{ order: 'time' }, ['p2', 'pair', 'x', 'ae']],
    [{ order: 'state' }, ['x', 'ae', 'p2', 'pair']],
    [{ kind: 'pairs' }, ['pair']],
    [{ kind: 'singles' }, ['p2', 'x', 'ae']],
    [{ state: 'problem' }, ['x', 'ae']],
    [{ state: 'enhanced' }, ['pair']],
    [{ state: 'new' }, ['p2', 'ae']],
    [{ text: ' TELE photo' }, ['pair']],
    [{ text: '/a/' }, ['p2', 'x', 'ae']],
    [{ text: 'phone 2024-01-01' }, ['p2']],
    [{ text: '2024-01' }, ['pair', 'p2']],
    [{ text: 'nothing' }, []],
  ])('%o shows %o', (change, expected) => {
    expect(arranged(change)).toEqual(expected);
  });

  test('versions that stand alone come behind what their original is in, in every order', () => {
    const versions = { ...knowledge, factsOf: (id: string) => ({ ...knowledge.factsOf(id), ...versionOf[id] }) };
    const versionOf: Record<string, Pick<PhotoFacts, 'versionOf'>> = { ae: { versionOf: 't10' } };
    const shown = (change: Partial<Arrangement>): string[] =>
      arrangeItems(itemsOf(project), { ...plain, ...change }, versions).map(({ id }) => id);
    expect(shown({})).toEqual(['pair', 'ae', 'p2', 'x']);
    expect(shown({ order: 'name' })).toEqual(['p2', 'pair', 'ae', 'x']);
    expect(shown({ kind: 'singles' })).toEqual(['p2', 'x', 'ae']);
  });
});
