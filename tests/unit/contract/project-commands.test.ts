import { expect, test } from 'vitest';
import { applyProjectCommand, editCommand, idsOfPair, type ProjectCommand } from '#contract/project-commands';
import { editsOf, emptyProject, telesInUse, type Pair, type ProjectDocument } from '#contract/project-document';
import { noEdits, type Correction, type Framing } from '#contract/project-edits';

const photo = (id: string): { id: string; path: string } => ({ id, path: `/photos/${id}.jpg` });
const pair = (wideId: string, ...teleIds: string[]): Pair => ({
  id: `pair-${wideId}`,
  wideId,
  teleIds,
  reason: 'same moment',
});
const before: ProjectDocument = {
  version: 5,
  separated: [],
  photos: ['a', 'b', 'c', 'd'].map(photo),
  pairs: [pair('a', 'b'), pair('c', 'd')],
  edits: {},
};
const framing: Framing = { crop: { x: 10, y: 20, width: 300, height: 200 }, straighten: -1.5, ratio: '3:2' };
const moved: Correction = {
  homography: [0.5, 0, 100, 0, 0.5, 80, 0, 0, 1],
  pins: [{ wide: { x: 110, y: 90 }, tele: { x: 20, y: 20 } }],
  origin: 'hand',
};

function after(...commands: ProjectCommand[]): ProjectDocument {
  return commands.reduce(applyProjectCommand, before);
}

function pairsAfter(command: ProjectCommand): string[][] {
  return applyProjectCommand(before, command).pairs.map(idsOfPair);
}

test('photos do not come in by an edit, which checks no paths', () => {
  expect(editCommand.safeParse({ name: 'add-photos', photos: [photo('a')], pairs: [] }).success).toBe(false);
});

test.each<ProjectCommand>([
  { name: 'add-photos', photos: [photo('e')], pairs: [pair('e')] },
  { name: 'pair-alone', pairs: [pair('c', 'd')] },
  { name: 'remove-photo', photoId: 'a' },
  { name: 'set-pair', pair: pair('a', 'd') },
  { name: 'swap-roles', pairId: 'pair-a' },
  { name: 'clear' },
  { name: 'remove-pairs', pairIds: ['pair-a', 'pair-c'] },
  { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration: moved },
  { name: 'take-out-tele', pairId: 'pair-a', teleId: 'b' },
  { name: 'switch-tele', pairId: 'pair-a', teleId: 'b', isOn: false },
  { name: 'front-tele', pairId: 'pair-a', teleId: 'b' },
  { name: 'set-framing', pairId: 'pair-a', framing },
  { name: 'set-reference', pairId: 'pair-a', useReference: false },
  { name: 'copy-settings', from: 'pair-a', to: ['pair-c'] },
  { name: 'set-treatment', pairId: 'pair-a', treatment: { scale: 'auto', referenceStrength: 0.5, denoise: 0.2 } },
])('$name leaves the document that it was given as it was', (command) => {
  const copy = structuredClone(before);
  applyProjectCommand(copy, command);
  expect(copy).toEqual(before);
});

test('a pair goes with its wide; without its tele it stays, no longer with a reason', () => {
  expect(pairsAfter({ name: 'remove-photo', photoId: 'a' })).toEqual([['c', 'd']]);
  const { pairs, photos } = applyProjectCommand(before, { name: 'remove-photo', photoId: 'b' });
  expect(pairs[0]).toEqual({ id: 'pair-a', wideId: 'a', teleIds: [], reason: null });
  expect(photos.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
});

test('photos that stand alone become the pairs that were found, in the place of the wide', () => {
  const alone = after({ name: 'separate', pairIds: ['pair-a', 'pair-c'] });
  const found = { ...pair('d', 'a'), id: 'd', reason: 'alike' };
  const { pairs } = applyProjectCommand(alone, { name: 'pair-alone', pairs: [found] });
  expect(pairs.map(({ reason, ...one }) => [one.id, ...idsOfPair(one), reason])).toEqual([
    ['single-b', 'b', null],
    ['pair-c', 'c', null],
    ['single-d', 'd', 'a', 'alike'],
  ]);
});

test('a pair that was found becomes the set that it is, and who is left out of it stands alone', () => {
  const found = { ...pair('c', 'd'), finding: { sureness: 'likely' as const, clues: [] } };
  const known = { ...before, pairs: [pair('a'), { ...pair('b'), id: 'b' }, { ...found, id: 'pair-c' }] };
  const asWords = (pairs: readonly Pair[]): string[] => {
    const { pairs: made } = applyProjectCommand(known, { name: 'pair-alone', pairs: [...pairs] });
    return made.map((one) => [one.id, ...idsOfPair(one)].join(' '));
  };
  expect(asWords([{ ...found, teleIds: ['d', 'b'] }])).toEqual(['pair-a a', 'pair-c c d b']);
  expect(asWords([{ ...found, teleIds: ['b'] }])).toEqual(['pair-a a', 'pair-c c b', 'single-d d']);
  expect(asWords([{ ...found, id: 'd', wideId: 'd', teleIds: ['c'] }])).toEqual(['pair-a a', 'b b', 'd d c']);
  const byHand = { ...known, pairs: [pair('a'), { ...pair('b'), id: 'b' }, pair('c', 'd')] };
  const more = { ...found, teleIds: ['d', 'b'] };
  expect(applyProjectCommand(byHand, { name: 'pair-alone', pairs: [more] })).toEqual(byHand);
});

test.each<[why: string, commands: ProjectCommand[], found: Pair]>([
  ['paired', [{ name: 'set-pair', pair: pair('a', 'd') }], pair('d', 'b')],
  ['separated', [], pair('a', 'b')],
  ['separated, the other way round', [], pair('b', 'a')],
  ['taken out', [{ name: 'remove-photo', photoId: 'a' }], pair('a', 'd')],
  ['edited as a photo of its own', [{ name: 'set-framing', pairId: 'pair-a', framing }], pair('d', 'a')],
])('photos that were %s meanwhile stay as they are', (_, commands, found) => {
  const now = after({ name: 'separate', pairIds: ['pair-a', 'pair-c'] }, ...commands);
  expect(applyProjectCommand(now, { name: 'pair-alone', pairs: [found] })).toEqual(now);
});

test('a photo is in one pair at most, wherever it is put', () => {
  expect(pairsAfter({ name: 'set-pair', pair: pair('a', 'd') })).toEqual([['a', 'd'], ['c']]);
  expect(pairsAfter({ name: 'set-pair', pair: pair('b', 'c') })).toEqual([['a'], ['b', 'c']]);
});

test('swapping twice is swapping not at all, and a pair of one is left alone', () => {
  const swapped = applyProjectCommand(before, { name: 'swap-roles', pairId: 'pair-a' });
  expect(swapped.pairs[0]).toMatchObject({ wideId: 'b', teleIds: ['a'] });
  const back = applyProjectCommand(swapped, { name: 'swap-roles', pairId: 'pair-a' });
  expect(back.pairs[0]).toMatchObject({ wideId: 'a', teleIds: ['b'] });
  const alone = { ...before, pairs: [pair('a')] };
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

test.each([
  ['a fifth pin', { ...moved, pins: Array.from({ length: 5 }, () => moved.pins[0]) }],
  ['a homography of eight numbers', { ...moved, homography: moved.homography.slice(1) }],
  ['a homography that is not scaled', { ...moved, homography: [1, 0, 0, 0, 1, 0, 0, 0, 2] }],
  ['no number in it', { ...moved, homography: [NaN, 0, 0, 0, 1, 0, 0, 0, 1] }],
])('a registration with %s is refused', (_what, registration) => {
  const command = { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration };
  expect(editCommand.safeParse(command).success).toBe(false);
});

test.each([
  ['half pixels', { ...framing, crop: { x: 0.5, y: 0, width: 10, height: 10 } }],
  ['nothing in it', { ...framing, crop: { x: 0, y: 0, width: 0, height: 10 } }],
  ['a turn of more than 45 degrees', { ...framing, straighten: 46 }],
  ['an unknown shape', { ...framing, ratio: '7:4' }],
])('a crop with %s is refused', (_what, bad) => {
  expect(editCommand.safeParse({ name: 'set-framing', pairId: 'pair-a', framing: bad }).success).toBe(false);
});

test('edits are kept by the pair, and what is put back to its beginning is no edit', () => {
  const edited = after(
    { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration: moved },
    { name: 'set-framing', pairId: 'pair-a', framing },
    { name: 'set-reference', pairId: 'pair-c', useReference: false },
  );
  expect(editsOf(edited, 'pair-a')).toEqual({ ...noEdits, ...framing, corrections: { b: moved } });
  expect(editsOf(edited, 'pair-c')).toEqual({ ...noEdits, useReference: false });
  expect(
    [
      { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration: null } as const,
      { name: 'set-framing', pairId: 'pair-a', framing: { crop: null, straighten: 0, ratio: 'free' } } as const,
      { name: 'set-reference', pairId: 'pair-c', useReference: true } as const,
    ].reduce(applyProjectCommand, edited),
  ).toEqual(before);
});

test('another telephoto takes the correction with it, another wide photo everything', () => {
  const edits: ProjectCommand[] = [
    { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration: moved },
    { name: 'set-framing', pairId: 'pair-a', framing },
  ];
  const rePaired = after(...edits, { name: 'set-pair', pair: pair('a', 'd') });
  expect(rePaired.edits).toEqual({ 'pair-a': { ...noEdits, ...framing } });
  expect(after(...edits, { name: 'swap-roles', pairId: 'pair-a' }).edits).toEqual({});
  expect(after(...edits, { name: 'remove-photo', photoId: 'a' }).edits).toEqual({});
  expect(after(...edits, { name: 'clear' })).toEqual(emptyProject);
});

const set: ProjectDocument = { ...before, pairs: [pair('a', 'b', 'c'), pair('d')] };
const inSet = (...commands: ProjectCommand[]): ProjectDocument => commands.reduce(applyProjectCommand, set);

test('a photo that stands alone joins a set, and each tele of it keeps what was done to it', () => {
  const moving: ProjectCommand = { name: 'set-registration', pairId: 'pair-a', teleId: 'b', registration: moved };
  const larger = inSet(moving, { name: 'set-pair', pair: pair('a', 'b', 'c', 'd') });
  expect(larger.pairs).toEqual([pair('a', 'b', 'c', 'd')]);
  expect(editsOf(larger, 'pair-a').corrections).toEqual({ b: moved });
  const many = Array.from({ length: 25 }, (_, index) => `t${index}`);
  expect(editCommand.safeParse({ name: 'set-pair', pair: pair('a', ...many) }).success).toBe(false);
});

test('a tele is switched off and on, and put in front, which taking it out undoes', () => {
  const switched = inSet(
    { name: 'switch-tele', pairId: 'pair-a', teleId: 'b', isOn: false },
    { name: 'front-tele', pairId: 'pair-a', teleId: 'c' },
  );
  expect(telesInUse(editsOf(switched, 'pair-a'), pair('a', 'b', 'c'))).toEqual([
    { id: 'c', placement: null, isInFront: true },
  ]);
  const on = applyProjectCommand(switched, { name: 'switch-tele', pairId: 'pair-a', teleId: 'b', isOn: true });
  expect(editsOf(on, 'pair-a')).toEqual({ ...noEdits, teleInFront: 'c' });
  const out = applyProjectCommand(on, { name: 'take-out-tele', pairId: 'pair-a', teleId: 'c' });
  expect(out.pairs.map(idsOfPair)).toEqual([['a', 'b'], ['c'], ['d']]);
  expect([out.edits, out.separated]).toEqual([{}, [['a', 'c']]]);
});

test('any tele of a set becomes its wide photo, and a set that is separated stands alone, all of it', () => {
  const swap: ProjectCommand = { name: 'swap-roles', pairId: 'pair-a', teleId: 'c' };
  expect(inSet(swap).pairs[0]).toMatchObject({ wideId: 'c', teleIds: ['b', 'a'] });
  const apart = inSet({ name: 'separate', pairIds: ['pair-a'] });
  expect(apart.pairs.map(idsOfPair)).toEqual([['a'], ['b'], ['c'], ['d']]);
  expect(inSet({ name: 'remove-photo', photoId: 'b' }).pairs[0]).toEqual({ ...pair('a', 'c') });
});

test('pairs are removed with their photos', () => {
  const { photos, pairs } = after({ name: 'remove-pairs', pairIds: ['pair-a'] });
  expect(photos.map(({ id }) => id)).toEqual(['c', 'd']);
  expect(pairs.map(({ id }) => id)).toEqual(['pair-c']);
});

test('photos are removed whatever pair they are in', () => {
  const { photos, pairs } = after({ name: 'remove-photos', photoIds: ['b', 'c'] });
  expect(photos.map(({ id }) => id)).toEqual(['a', 'd']);
  expect(pairs).toEqual([{ id: 'pair-a', wideId: 'a', teleIds: [], reason: null }]);
});

test('separated photos stand alone side by side and are remembered as apart, until a person joins them again', () => {
  const apart = after({ name: 'separate', pairIds: ['pair-a'] });
  expect(apart.pairs.map(idsOfPair)).toEqual([['a'], ['b'], ['c', 'd']]);
  expect(apart.separated).toEqual([['a', 'b']]);
  const joined = applyProjectCommand(apart, { name: 'set-pair', pair: pair('b', 'a') });
  expect(joined.separated).toEqual([]);
  expect(applyProjectCommand(apart, { name: 'remove-photo', photoId: 'b' }).separated).toEqual([]);
});

test('a pair that was swapped and separated again and again never gets the id of another', () => {
  const ids = ['swap-roles', 'separate', 'join', 'swap-roles', 'separate'].reduce((document, step) => {
    const [first] = document.pairs;
    const id = first?.id ?? '';
    if (step === 'swap-roles') return applyProjectCommand(document, { name: 'swap-roles', pairId: id });
    if (step === 'separate') return applyProjectCommand(document, { name: 'separate', pairIds: [id] });
    const [one, other] = document.pairs;
    const joined = { id: other?.id ?? '', wideId: other?.wideId ?? '', teleIds: [one?.wideId ?? ''], reason: null };
    return applyProjectCommand(document, { name: 'set-pair', pair: joined });
  }, before).pairs;
  expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
});

test('a photo that could not be read makes room for what lies in its place now', () => {
  const broken = { ...photo('x'), problem: { raw: 'Empty' } };
  const withBroken = after({ name: 'add-photos', photos: [broken], pairs: [] });
  expect(withBroken.photos).toContainEqual(broken);
  const whole = { id: 'y', path: broken.path };
  const { photos } = applyProjectCommand(withBroken, { name: 'add-photos', photos: [whole], pairs: [pair('y')] });
  expect(photos.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'y']);
});

test('copied settings are those of enhancing; crop and overlap stay their own', () => {
  const document = after(
    { name: 'set-framing', pairId: 'pair-a', framing },
    { name: 'set-treatment', pairId: 'pair-a', treatment: { scale: 3, referenceStrength: 0.5, denoise: 0.2 } },
    { name: 'set-registration', pairId: 'pair-c', teleId: 'd', registration: moved },
    { name: 'copy-settings', from: 'pair-a', to: ['pair-c', 'pair-gone'] },
  );
  expect(editsOf(document, 'pair-c')).toEqual({
    ...noEdits,
    corrections: { d: moved },
    scale: 3,
    referenceStrength: 0.5,
    denoise: 0.2,
  });
  expect(document.edits).not.toHaveProperty('pair-gone');
});
