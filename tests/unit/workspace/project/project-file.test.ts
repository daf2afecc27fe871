import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '#contract/errors';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { openProjectSession, type ProjectSession } from '#core/workspace/project/project-session';
import { silentLog } from '#core/ground/disk/log-file';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock(import('#core/ground/disk/write-whole'), async (original) => {
  const { writeWhole, ...others } = await original();
  const whenThereIsRoom: typeof writeWhole = async (...file) => {
    if (disk.isFull) throw new AppError('out-of-disk', { raw: 'The disk is full' });
    return writeWhole(...file);
  };
  return { ...others, writeWhole: whenThereIsRoom };
});

const saved = fileURLToPath(new URL('../../../fixtures/projects/', import.meta.url));
const photos = ['a', 'b'].map((id) => ({ id, path: `/photos/${id}.jpg` }));
const pairs = [{ id: 'a', wideId: 'a', teleIds: ['b'], reason: 'Same second' }];

interface Place {
  folder: string;
  projectPath: string;
  historyPath: string;
}

function place(): Place {
  const folder = temporaryFolder();
  return {
    folder,
    projectPath: join(folder, 'project.json'),
    historyPath: join(folder, 'project-history.ndjson'),
  };
}

function open(where: Place): Promise<ProjectSession> {
  return openProjectSession({ ...where, log: silentLog, announce: () => undefined });
}

/** A project with two edits, saved and closed. */
async function begin(where: Place): Promise<ProjectSession> {
  const session = await open(where);
  await session.edit({ name: 'add-photos', photos, pairs });
  await session.edit({ name: 'swap-roles', pairId: 'a' });
  await session.close();
  return session;
}

test('a project of a later version is refused, says why whenever it is asked, and is left as it is', async () => {
  const where = place();
  const text = JSON.stringify({ version: 6, photos: [], pairs: [], lenses: ['new'] });
  writeFileSync(where.projectPath, text);
  const session = await open(where);
  expect(() => session.read()).toThrow(/version 5 or earlier, but this one has version 6/);
  await expect(session.edit({ name: 'clear' })).rejects.toMatchObject({ code: 'unsupported-format' });
  await expect(session.undo()).rejects.toMatchObject({ code: 'unsupported-format' });
  await session.close();
  expect(readFileSync(where.projectPath, 'utf8')).toBe(text);
  expect(readdirSync(where.folder)).toEqual(['project.json']);
});

test.each(['{ "version": 2, "photos": [', '[]', '{"version":"2"}'])(
  'a project that cannot be understood (%s) is set aside, and nothing of it is lost',
  async (text) => {
    const where = place();
    writeFileSync(where.projectPath, text);
    const session = await open(where);
    expect(session.read()).toEqual(emptyProject);
    const aside = readdirSync(where.folder).find((name) => name.startsWith('project-broken-'));
    expect(readFileSync(join(where.folder, aside ?? ''), 'utf8')).toBe(text);
  },
);

test('a broken project is made again from its history', async () => {
  const where = place();
  const before = (await begin(where)).read();
  writeFileSync(where.projectPath, '{"version":2,"pho');
  const session = await open(where);
  expect(session.read()).toEqual(before);
  expect((await session.undo()).pairs).toEqual(pairs);
});

test('a broken history is set aside, and the project is there all the same', async () => {
  const where = place();
  const before = (await begin(where)).read();
  writeFileSync(where.historyPath, readFileSync(where.historyPath, 'utf8').replace('"changes"', '"chances"'));
  const session = await open(where);
  expect(session.read()).toEqual(before);
  expect(session.history()).toEqual({ done: [], undone: [] });
  expect(readdirSync(where.folder).some((name) => name.startsWith('project-history-broken-'))).toBe(true);
  await session.edit({ name: 'swap-roles', pairId: 'a' });
  expect((await open(where)).history().done[0]).toMatchObject({ name: 'swap-roles' });
});

test.each([
  ['in the English words of an earlier version', 'c.jpg is empty', { raw: 'c.jpg is empty' }],
  ['in a way that cannot be said', { key: 'photos.empty', values: { name: {} } }, { key: 'program.not-understood' }],
])('a photo whose problem is told %s is there, and can be taken back and had again', async (_, kept, read) => {
  const where = place();
  const problem = { raw: 'a problem' };
  const before = await open(where);
  await before.edit({ name: 'add-photos', photos: [{ id: 'c', path: '/photos/c.jpg', problem }], pairs: [] });
  await before.close();
  for (const path of [where.projectPath, where.historyPath])
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\{\s*"raw": ?"a problem"\s*\}/, JSON.stringify(kept)));
  const session = await open(where);
  expect(session.read().photos).toMatchObject([{ id: 'c', problem: read }]);
  expect((await session.undo()).photos).toEqual([]);
  expect((await session.redo()).photos).toMatchObject([{ id: 'c', problem: read }]);
});

test('the history of another project is not taken for this one', async () => {
  const [one, other] = [place(), place()];
  const before = (await begin(one)).read();
  await begin(other);
  copyFileSync(other.historyPath, one.historyPath);
  const session = await open(one);
  expect(session.read()).toEqual(before);
  expect(session.history().done).toEqual([]);
});

test('a line that was not written to its end does not count, and the next one begins where it began', async () => {
  const where = place();
  const before = (await begin(where)).read();
  appendFileSync(where.historyPath, '{"label":{"name":"crop","cou');
  const session = await open(where);
  expect(session.read()).toEqual(before);
  await session.edit({ name: 'swap-roles', pairId: 'a' });
  const again = await open(where);
  expect(again.read().pairs[0]).toMatchObject({ wideId: 'a', teleIds: ['b'] });
  expect(again.history().done[0]).toMatchObject({ name: 'swap-roles' });
});

test('an edit that was kept but whose project was not saved yet is there after a restart', async () => {
  const where = place();
  const session = await begin(where);
  const old = readFileSync(where.projectPath);
  const edited = await session.edit({ name: 'set-reference', pairId: 'a', useReference: false });
  await session.undo();
  await session.redo();
  writeFileSync(where.projectPath, old);
  expect((await open(where)).read()).toEqual(edited);
});

describe('a history most of which was taken back and forgotten', () => {
  /** Edits that were forgotten, then two of one group that are two steps all the same, an edit that is done and two that are undone. */
  async function wander(where: Place): Promise<{ documents: ProjectDocument[]; old: Buffer }> {
    const session = await begin(where);
    const old = readFileSync(where.projectPath);
    const treat = (referenceStrength: number): Promise<ProjectDocument> =>
      session.edit({ name: 'set-treatment', pairId: 'a', treatment: { scale: 2, referenceStrength, denoise: 0 } });
    for (let count = 0; count < 300; count += 1) {
      await treat(count / 300);
      await session.undo();
    }
    const documents = [session.read()];
    const addTo = async (id: string): Promise<unknown> =>
      documents.push(
        await session.edit({ name: 'add-photos', photos: [{ id, path: `/${id}.jpg` }], pairs: [] }, { group: 'one' }),
      );
    await addTo('c');
    await treat(0.9);
    await session.undo();
    await addTo('d');
    for (const strength of [0.1, 0.2, 0.3]) documents.push(await treat(strength));
    await session.undo();
    await session.undo();
    await session.close();
    return { documents, old };
  }

  async function expectWhole(session: ProjectSession, documents: readonly ProjectDocument[]): Promise<void> {
    expect(session.read()).toEqual(documents[3]);
    for (const document of documents.slice(4)) expect(await session.redo()).toEqual(document);
    expect(session.history().undone).toEqual([]);
    for (const document of documents.slice(0, -1).toReversed()) expect(await session.undo()).toEqual(document);
    expect((await session.undo()).pairs).toEqual(pairs);
    expect(await session.undo()).toEqual(emptyProject);
    expect(session.history().done).toEqual([]);
  }

  const lines = ({ historyPath }: Place): number => readFileSync(historyPath, 'utf8').split('\n').length - 2;

  test('is written anew when it is opened, and every step of undo and redo is there', async () => {
    const where = place();
    const { documents } = await wander(where);
    expect(lines(where)).toBeGreaterThan(600);
    await open(where);
    expect(lines(where)).toBe(2 + 2 + 3 + 2);
    // What was compacted is read again, and gone on with.
    const session = await open(where);
    const latest = await session.edit({ name: 'set-reference', pairId: 'a', useReference: false });
    const again = await open(where);
    expect(again.read()).toEqual(latest);
    expect(await again.undo()).toEqual(documents[3]);
    expect(lines(where)).toBe(2 + 2 + 3 + 2 + 2);
  });

  test.each<[string, (where: Place, old: Buffer) => void]>([
    ['with the project that was saved last', () => undefined],
    ['with a project from before', ({ projectPath }, old) => writeFileSync(projectPath, old)],
    ['without a project', ({ projectPath }) => unlinkSync(projectPath)],
  ])('opens as it was after a crash, %s', async (_, crash) => {
    const where = place();
    const { documents, old } = await wander(where);
    await open(where);
    crash(where, old);
    await expectWhole(await open(where), documents);
  });

  test('stays as it is where the disk has no room for another', async () => {
    const where = place();
    const { documents } = await wander(where);
    disk.isFull = true;
    const session = await open(where).finally(() => (disk.isFull = false));
    await expectWhole(session, documents);
  });
});

test.each([1, 2, 3, 4, 5])('a project that version %i saved opens', async (version) => {
  const where = place();
  copyFileSync(join(saved, `version-${version}.json`), where.projectPath);
  const old = JSON.parse(readFileSync(where.projectPath, 'utf8')) as {
    photos: { problem?: string | object }[];
    pairs: ({ teleId?: string | null } & Record<string, unknown>)[];
  };
  const pairs = old.pairs.map(({ teleId, ...pair }) =>
    teleId === undefined ? pair : { ...pair, teleIds: teleId === null ? [] : [teleId] },
  );
  const photos = old.photos.map((photo) =>
    typeof photo.problem === 'string' ? { ...photo, problem: { raw: photo.problem } } : photo,
  );
  const session = await open(where);
  const document = session.read();
  expect(old.pairs.length).toBeGreaterThan(0);
  expect(document).toMatchObject({ version: emptyProject.version, photos, pairs });
  const pairId = document.pairs[0]?.id ?? '';
  await session.edit({ name: 'set-reference', pairId, useReference: false });
  const again = await open(where);
  expect(again.read().edits[pairId]).toMatchObject({ useReference: false });
  expect(await again.undo()).toEqual(document);
});

test('what was done to a project by an earlier version can be undone and redone, also after another restart', async () => {
  const where = place();
  const old = { version: 4, photos: [], pairs: [], separated: [], edits: {} };
  const pair = { id: 'a', wideId: 'a', teleId: 'b', reason: 'Same second' };
  const homography = [0.5, 0, 9, 0, 0.5, 9, 0, 0, 1];
  const registration = { homography, pins: [], origin: 'hand' };
  const edit = { crop: null, straighten: 0, ratio: 'free', useReference: true, referenceStrength: 1, denoise: 0 };
  const label = { name: 'move-tele', count: 1, pairId: 'a' };
  const added = [
    { path: ['photos'], at: 0, removed: [], added: photos },
    { path: ['pairs'], at: 0, removed: [], added: [pair] },
  ];
  const steps = [
    { label: { name: 'add-photos', count: 2, pairId: null }, changes: added },
    { label, changes: [{ path: ['edits', 'a'], after: { ...edit, registration } }] },
    'undo',
    'redo',
  ];
  const lines = [{ history: 1, id: 'h', version: 4, base: old }, ...steps];
  writeFileSync(where.historyPath, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const edits = { a: { ...edit, registration } };
  writeFileSync(where.projectPath, JSON.stringify({ ...old, photos, pairs: [pair], edits, history: 'h', revision: 4 }));
  for (let start = 0; start < 2; start += 1) {
    const session = await open(where);
    expect(session.read()).toMatchObject({ version: 5, pairs, edits: { a: { corrections: { b: registration } } } });
    expect(await session.undo()).toMatchObject({ pairs, edits: {} });
    expect(await session.undo()).toEqual(emptyProject);
    await session.redo();
    await session.redo();
    await session.close();
  }
});

test('there is a saved project of every version', () => {
  const versions = Array.from({ length: emptyProject.version }, (_, index) => `version-${index + 1}.json`);
  expect(versions.filter((name) => !existsSync(join(saved, name)))).toEqual([]);
});
