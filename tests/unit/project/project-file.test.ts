import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyProject } from '#contract/project-document';
import { openProjectSession, type ProjectSession } from '#core/project/project-session';
import { silentLog } from '#core/storage/log-file';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const saved = fileURLToPath(new URL('../../fixtures/projects/', import.meta.url));
const photos = ['a', 'b'].map((id) => ({ id, path: `/photos/${id}.jpg` }));
const pairs = [{ id: 'a', wideId: 'a', teleId: 'b', reason: 'Same second' }];

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
  const text = JSON.stringify({ version: 4, photos: [], pairs: [], lenses: ['new'] });
  writeFileSync(where.projectPath, text);
  const session = await open(where);
  expect(() => session.read()).toThrow(/version 3 or earlier, but this one has version 4/);
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
  expect(session.history()).toEqual({ undo: null, redo: null });
  expect(readdirSync(where.folder).some((name) => name.startsWith('project-history-broken-'))).toBe(true);
  await session.edit({ name: 'swap-roles', pairId: 'a' });
  expect((await open(where)).history().undo).toMatchObject({ name: 'swap-roles' });
});

test('the history of another project is not taken for this one', async () => {
  const [one, other] = [place(), place()];
  const before = (await begin(one)).read();
  await begin(other);
  copyFileSync(other.historyPath, one.historyPath);
  const session = await open(one);
  expect(session.read()).toEqual(before);
  expect(session.history().undo).toBeNull();
});

test('a line that was not written to its end does not count, and the next one begins where it began', async () => {
  const where = place();
  const before = (await begin(where)).read();
  appendFileSync(where.historyPath, '{"label":{"name":"crop","cou');
  const session = await open(where);
  expect(session.read()).toEqual(before);
  await session.edit({ name: 'swap-roles', pairId: 'a' });
  const again = await open(where);
  expect(again.read().pairs[0]).toMatchObject({ wideId: 'a', teleId: 'b' });
  expect(again.history().undo).toMatchObject({ name: 'swap-roles' });
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

test.each([1, 2, 3])('a project that version %i saved opens', async (version) => {
  const where = place();
  copyFileSync(join(saved, `version-${version}.json`), where.projectPath);
  const old = JSON.parse(readFileSync(where.projectPath, 'utf8')) as { photos: unknown[]; pairs: unknown[] };
  const session = await open(where);
  const document = session.read();
  expect(old.pairs.length).toBeGreaterThan(0);
  expect(document).toMatchObject({ version: emptyProject.version, photos: old.photos, pairs: old.pairs });
  const pairId = document.pairs[0]?.id ?? '';
  await session.edit({ name: 'set-reference', pairId, useReference: false });
  const again = await open(where);
  expect(again.read().edits[pairId]).toMatchObject({ useReference: false });
  expect(await again.undo()).toEqual(document);
});

test('there is a saved project of every version', () => {
  const versions = Array.from({ length: emptyProject.version }, (_, index) => `version-${index + 1}.json`);
  expect(versions.filter((name) => !existsSync(join(saved, name)))).toEqual([]);
});
