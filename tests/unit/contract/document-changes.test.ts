import { expect, test } from 'vitest';
import { applyChanges, findChanges, reverseChanges } from '#contract/document-changes';
import { randomNumbers } from '../../support/simulated-pair.ts';

const before = { version: 2, photos: ['a', 'b', 'c', 'd'], pairs: [{ id: 1, to: null }], edits: { x: { crop: null } } };

test('a change that was found on something else is refused', () => {
  const changes = findChanges(before, { ...before, photos: ['a', 'c', 'd'] });
  expect(() => applyChanges({ ...before, photos: ['a', 'x', 'c', 'd'] }, changes)).toThrow(/another one/);
  expect(() => applyChanges({ version: 2 } as never, changes)).toThrow(/another one/);
});

test('values that are equal differ in nothing', () => {
  expect(findChanges(before, structuredClone(before))).toEqual([]);
});

test.each<[string, unknown]>([
  ['a photo taken out', { ...before, photos: ['a', 'c', 'd'] }],
  ['photos put in', { ...before, photos: ['a', 'b', 'e', 'f', 'c', 'd'] }],
  ['everything taken out', { ...before, photos: [], pairs: [] }],
  ['another order', { ...before, photos: ['d', 'b', 'c', 'a'] }],
  ['a value set', { ...before, edits: { x: { crop: { x: 1 } } } }],
  ['a key put in', { ...before, edits: { x: { crop: null }, y: { crop: null } } }],
  ['a key taken out', { ...before, edits: {} }],
  ['a list where a value was', { ...before, version: [2] }],
])('%s: the changes lead there and back, also after a way through JSON', (_what, after) => {
  const changes = JSON.parse(JSON.stringify(findChanges(before, after))) as ReturnType<typeof findChanges>;
  expect(applyChanges(before as unknown, changes)).toEqual(after);
  expect(applyChanges(after, reverseChanges(changes))).toEqual(before);
});

test('one photo of ten thousand taken out is a small change', () => {
  const photos = Array.from({ length: 10_000 }, (_, index) => ({ id: `photo-${index}`, path: `/photos/${index}.jpg` }));
  const changes = findChanges({ photos }, { photos: photos.toSpliced(5000, 1) });
  expect(JSON.stringify(changes).length).toBeLessThan(200);
});

test('photos taken out here and there are small changes', () => {
  const photos = Array.from({ length: 10_000 }, (_, index) => ({ id: `photo-${index}`, path: `/photos/${index}.jpg` }));
  const kept = photos.filter((_, index) => ![7, 5000, 5001, 9990].includes(index));
  const changes = findChanges({ photos }, { photos: kept });
  expect(JSON.stringify(changes).length).toBeLessThan(500);
  expect(applyChanges({ photos }, changes)).toEqual({ photos: kept });
});

test('whatever is taken out of a list, put in, replaced or moved, the changes lead there and back', () => {
  const random = randomNumbers(11);
  const below = (count: number): number => Math.floor(random() * count);
  for (let round = 0; round < 300; round += 1) {
    const list = Array.from({ length: below(60) }, (_, id) => ({ id }));
    const after = [...list];
    for (let edit = below(8); edit >= 0; edit -= 1) {
      const taken = after.splice(below(after.length + 1), below(4));
      if (random() < 0.6) after.splice(below(after.length + 1), 0, ...(random() < 0.3 ? taken : [{ id: 1000 + edit }]));
    }
    const changes = JSON.parse(JSON.stringify(findChanges(list, after))) as ReturnType<typeof findChanges>;
    expect(applyChanges(list, changes)).toEqual(after);
    expect(applyChanges(after, reverseChanges(changes))).toEqual(list);
  }
});
