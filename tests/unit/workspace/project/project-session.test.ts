import { expect, test } from 'vitest';
import { AppError } from '#contract/errors';
import { noEdits } from '#contract/project-edits';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import { parseProject } from '#core/workspace/project/check-project';
import { createEditHistory } from '#core/workspace/project/edit-history';
import type { ProjectFile } from '#core/workspace/project/project-file';
import { createProjectSession, type ProjectSession } from '#core/workspace/project/project-session';

const photo = (id: string): { id: string; path: string } => ({ id, path: `/photos/${id}.jpg` });
const pair = (wideId: string, ...teleIds: string[]): Pair => ({
  id: `pair-${wideId}`,
  wideId,
  teleIds,
  reason: 'same moment',
});
const twoPairs: ProjectDocument = {
  version: 5,
  separated: [],
  photos: ['a', 'b', 'c', 'd'].map(photo),
  pairs: [pair('a', 'b'), pair('c', 'd')],
  edits: {},
};

function fileOf(document: ProjectDocument, save: (document: ProjectDocument) => Promise<void>): ProjectFile {
  return {
    document,
    history: createEditHistory(),
    keep: (_step, changed) => save(changed),
    close: async () => undefined,
  };
}

function open(
  document: ProjectDocument,
  save: (document: ProjectDocument) => Promise<void> = async () => undefined,
): {
  session: ProjectSession;
  told: ProjectDocument[];
} {
  const told: ProjectDocument[] = [];
  return {
    session: createProjectSession({ file: fileOf(document, save), announce: (changed) => told.push(changed) }),
    told,
  };
}

test.each([
  ['an unknown photo', { name: 'remove-photo', photoId: 'x' }, 'not-found'],
  ['an unknown pair', { name: 'swap-roles', pairId: 'x' }, 'not-found'],
  ['a pair of unknown photos', { name: 'set-pair', pair: pair('x') }, 'invalid-request'],
  ['a photo paired with itself', { name: 'set-pair', pair: pair('a', 'a') }, 'invalid-request'],
  [
    'a pair of photos that did not come with it',
    { name: 'add-photos', photos: [photo('e')], pairs: [pair('e', 'f')] },
    'invalid-request',
  ],
] as const)('a command about %s is refused and changes nothing', async (_what, command, code) => {
  const { session, told } = open(twoPairs);
  await expect(session.edit(structuredClone(command) as Parameters<ProjectSession['edit']>[0])).rejects.toMatchObject({
    code,
  });
  expect(session.read()).toEqual(twoPairs);
  expect(told).toEqual([]);
});

test('a change that cannot be saved is not made', async () => {
  const full = new AppError('out-of-disk', { raw: 'The disk is full' });
  const { session, told } = open(twoPairs, () => Promise.reject(full));
  await expect(session.edit({ name: 'clear' })).rejects.toBe(full);
  expect(session.read()).toEqual(twoPairs);
  expect(told).toEqual([]);
});

test('a failed edit does not stop the next one', async () => {
  const { session } = open(twoPairs);
  const failed = session.edit({ name: 'remove-photo', photoId: 'x' });
  const cleared = session.edit({ name: 'clear' });
  await expect(failed).rejects.toThrow();
  expect(await cleared).toEqual(emptyProject);
});

test('edits made at once take effect one after another', async () => {
  const saved: ProjectDocument[] = [];
  const { session, told } = open(emptyProject, async (document) => {
    await new Promise((done) => setTimeout(done, 2));
    saved.push(document);
  });
  await Promise.all(['a', 'b', 'c'].map((id) => session.edit({ name: 'add-photos', photos: [photo(id)], pairs: [] })));
  expect(session.read().photos.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(told).toEqual(saved);
});

test('a change is saved before it is told', async () => {
  const order: string[] = [];
  const session = createProjectSession({
    file: fileOf(emptyProject, async () => void order.push('saved')),
    announce: () => order.push('told'),
  });
  await session.edit({ name: 'add-photos', photos: [photo('a')], pairs: [pair('a')] });
  expect(order).toEqual(['saved', 'told']);
});

test('a photo leaves its old pair when it is paired anew', async () => {
  const { session } = open(twoPairs);
  const changed = await session.edit({
    name: 'set-pair',
    pair: { id: 'new', wideId: 'a', teleIds: ['d'], reason: null },
  });
  expect(changed.pairs).toEqual([
    { id: 'pair-c', wideId: 'c', teleIds: [], reason: null },
    { id: 'new', wideId: 'a', teleIds: ['d'], reason: null },
  ]);
});

test('roles are swapped', async () => {
  const { session } = open(twoPairs);
  const { pairs } = await session.edit({ name: 'swap-roles', pairId: 'pair-a' });
  expect(pairs[0]).toMatchObject({ wideId: 'b', teleIds: ['a'] });
});

test.each([
  ['no object', []],
  ['a later version', { ...twoPairs, version: twoPairs.version + 1 }],
  ['no version', { photos: [], pairs: [], separated: [], edits: {} }],
  ['unknown photos that were separated', { ...twoPairs, separated: [['a', 'x']] }],
  [
    'a pair of a photo that cannot be read',
    { ...twoPairs, photos: twoPairs.photos.map((one) => ({ ...one, problem: 'Empty' })) },
  ],
  ['edits of an unknown pair', { ...twoPairs, edits: { x: noEdits } }],
  ['a pair without photos', { ...twoPairs, photos: [] }],
  ['a photo twice', { ...twoPairs, photos: [...twoPairs.photos, photo('a')] }],
  ['a photo in two pairs', { ...twoPairs, pairs: [...twoPairs.pairs, { ...pair('a'), id: 'again' }] }],
])('a saved project with %s is refused', (_what, json) => {
  expect(() => parseProject(json)).toThrow();
});

test('a saved project is read back as it was', () => {
  expect(parseProject(JSON.parse(JSON.stringify(twoPairs)))).toEqual(twoPairs);
});
