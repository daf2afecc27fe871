import { expect, test } from 'vitest';
import { applyProjectCommand, editCommand, type ProjectCommand } from '#contract/project-commands';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';

const photo = (id: string): { id: string; path: string } => ({ id, path: `/photos/${id}.jpg` });
const pair = (wideId: string, teleId: string | null): Pair => ({
  id: `pair-${wideId}`,
  wideId,
  teleId,
  reason: 'same moment',
});
const before: ProjectDocument = {
  version: 1,
  photos: ['a', 'b', 'c', 'd'].map(photo),
  pairs: [pair('a', 'b'), pair('c', 'd')],
};

function pairsAfter(command: ProjectCommand): [wide: string, tele: string | null][] {
  return applyProjectCommand(before, command).pairs.map(({ wideId, teleId }) => [wideId, teleId]);
}

test('photos do not come in by an edit, which checks no paths', () => {
  expect(editCommand.safeParse({ name: 'add-photos', photos: [photo('a')], pairs: [] }).success).toBe(false);
});

test.each<ProjectCommand>([
  { name: 'add-photos', photos: [photo('e')], pairs: [pair('e', null)] },
  { name: 'remove-photo', photoId: 'a' },
  { name: 'set-pair', pair: pair('a', 'd') },
  { name: 'swap-roles', pairId: 'pair-a' },
  { name: 'clear' },
])('$name leaves the document that it was given as it was', (command) => {
  const copy = structuredClone(before);
  applyProjectCommand(copy, command);
  expect(copy).toEqual(before);
});

test('a pair goes with its wide; without its tele it stays, no longer with a reason', () => {
  expect(pairsAfter({ name: 'remove-photo', photoId: 'a' })).toEqual([['c', 'd']]);
  const { pairs, photos } = applyProjectCommand(before, { name: 'remove-photo', photoId: 'b' });
  expect(pairs[0]).toEqual({ id: 'pair-a', wideId: 'a', teleId: null, reason: null });
  expect(photos.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
});

test('a photo is in one pair at most, wherever it is put', () => {
  expect(pairsAfter({ name: 'set-pair', pair: pair('a', 'd') })).toEqual([
    ['c', null],
    ['a', 'd'],
  ]);
  expect(pairsAfter({ name: 'set-pair', pair: pair('b', 'c') })).toEqual([
    ['a', null],
    ['b', 'c'],
  ]);
});

test('swapping twice is swapping not at all, and a pair of one is left alone', () => {
  const swapped = applyProjectCommand(before, { name: 'swap-roles', pairId: 'pair-a' });
  expect(swapped.pairs[0]).toMatchObject({ wideId: 'b', teleId: 'a' });
  const back = applyProjectCommand(swapped, { name: 'swap-roles', pairId: 'pair-a' });
  expect(back.pairs[0]).toMatchObject({ wideId: 'a', teleId: 'b' });
  const alone = { ...before, pairs: [pair('a', null)] };
  expect(applyProjectCommand(alone, { name: 'swap-roles', pairId: 'pair-a' })).toEqual(alone);
});

test('a photo that is added again is there once, at its new place on disk', () => {
  const moved = { id: 'a', path: '/elsewhere/a.jpg' };
  const { photos } = applyProjectCommand(before, { name: 'add-photos', photos: [moved], pairs: [] });
  expect(photos.filter(({ id }) => id === 'a')).toEqual([moved]);
});

test('clearing leaves nothing', () => {
  expect(applyProjectCommand(before, { name: 'clear' })).toEqual(emptyProject);
});
