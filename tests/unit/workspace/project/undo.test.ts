import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyChanges } from '#contract/document-changes';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { createEditHistory } from '#core/workspace/project/edit-history';
import { createProjectSession, openProjectSession, type ProjectSession } from '#core/workspace/project/project-session';
import { silentLog } from '#core/ground/disk/log-file';
import { randomCommand } from '../../../support/random-edits.ts';
import { randomNumbers } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function open(folder: string): Promise<ProjectSession> {
  return openProjectSession({
    projectPath: join(folder, 'project.json'),
    historyPath: join(folder, 'project-history.ndjson'),
    log: silentLog,
    announce: () => undefined,
  });
}

/** No disk: hundreds of sequences are not to wait for it. */
function sessionInMemory(): ProjectSession {
  const file = {
    document: emptyProject,
    history: createEditHistory(),
    keep: async () => undefined,
    close: async () => undefined,
  };
  return createProjectSession({ file, announce: () => undefined });
}

const photo = { id: 'a', path: '/photos/a.jpg' };
const pair = { id: 'a', wideId: 'a', teleIds: [], reason: null };

test('with nothing to undo or redo the document stays as it is', async () => {
  const session = await open(temporaryFolder());
  expect(await session.undo()).toEqual(emptyProject);
  expect(await session.redo()).toEqual(emptyProject);
  expect(session.history()).toEqual({ done: [], undone: [] });
});

test('what is next says its name', async () => {
  const session = await open(temporaryFolder());
  await session.edit({ name: 'add-photos', photos: [photo], pairs: [pair] });
  const framing = { crop: null, straighten: 2, ratio: 'free' } as const;
  await session.edit({ name: 'set-framing', pairId: 'a', framing });
  const added = { name: 'add-photos', count: 1, pairId: null };
  const straightened = { name: 'straighten', count: 1, pairId: 'a' };
  expect(session.history()).toEqual({ done: [straightened, added], undone: [] });
  await session.undo();
  expect(session.history()).toEqual({ done: [added], undone: [straightened] });
  await session.edit({ name: 'set-reference', pairId: 'a', useReference: false });
  expect(session.history()).toEqual({ done: [{ ...straightened, name: 'leave-reference' }, added], undone: [] });
});

test('a command that changes nothing is no step', async () => {
  const session = await open(temporaryFolder());
  await session.edit({ name: 'clear' });
  await session.edit({ name: 'add-photos', photos: [photo], pairs: [pair] });
  await session.edit({ name: 'set-reference', pairId: 'a', useReference: true });
  await session.undo();
  expect(session.history()).toMatchObject({ done: [], undone: [{ name: 'add-photos' }] });
});

/** Documents as they were after each edit, so that undo and redo have something to be held against. */
async function editAtRandom(session: ProjectSession, random: () => number, steps: number): Promise<ProjectDocument[]> {
  const versions = [session.read()];
  let at = 0;
  for (let step = 0; step < steps; step += 1) {
    const chance = random();
    if (chance < 0.2) {
      at = Math.max(0, at - 1);
      expect(await session.undo()).toEqual(versions[at]);
    } else if (chance < 0.35) {
      at = Math.min(versions.length - 1, at + 1);
      expect(await session.redo()).toEqual(versions[at]);
    } else {
      const before = session.read();
      const changed = await session.edit(randomCommand(before, random)).catch(() => before);
      if (changed === before) continue;
      at += 1;
      versions.splice(at, versions.length, changed);
    }
  }
  while (at < versions.length - 1) expect(await session.redo()).toEqual(versions[++at]);
  return versions;
}

async function expectWayBackAndForth(session: ProjectSession, versions: readonly ProjectDocument[]): Promise<void> {
  for (const version of versions.slice(0, -1).toReversed()) expect(await session.undo()).toEqual(version);
  for (const version of versions.slice(1)) expect(await session.redo()).toEqual(version);
}

test('any sequence of commands, undone and redone, gives equal documents', async () => {
  let edits = 0;
  for (let seed = 1; seed <= 400; seed += 1) {
    const session = sessionInMemory();
    const versions = await editAtRandom(session, randomNumbers(seed), 30);
    await expectWayBackAndForth(session, versions);
    edits += versions.length - 1;
  }
  expect(edits).toBeGreaterThan(3000);
});

test('so it does with a restart in the middle, whichever of the files came later', async () => {
  for (let seed = 501; seed <= 506; seed += 1) {
    const folder = temporaryFolder();
    const random = randomNumbers(seed);
    const first = await open(folder);
    const versions = await editAtRandom(first, random, 25);
    if (seed % 2 === 0) await first.close();
    const second = await open(folder);
    expect(second.read()).toEqual(versions.at(-1));
    await expectWayBackAndForth(second, versions);
    await first.close();
  }
});

test('pairs found after an import belong to it; found later, they are a step of their own', async () => {
  const session = await open(temporaryFolder());
  const photos = ['a', 'b', 'c'].map((id) => ({ id, path: `/${id}.jpg` }));
  const pairs = photos.map(({ id }) => ({ id, wideId: id, teleIds: [], reason: null }));
  const find = (wideId: string, teleId: string, group: string): Promise<ProjectDocument> =>
    session.edit(
      { name: 'pair-alone', pairs: [{ id: wideId, wideId, teleIds: [teleId], reason: 'alike' }] },
      { group },
    );
  await session.edit({ name: 'add-photos', photos, pairs }, { group: 'one' });
  await find('a', 'b', 'one');
  expect(session.history().done[0]).toEqual({ name: 'add-photos', count: 3, pairId: null });
  expect(await session.undo()).toEqual(emptyProject);
  await session.redo();
  await session.edit({ name: 'separate', pairIds: ['a'] });
  await find('c', 'b', 'two');
  expect(session.history().done[0]).toEqual({ name: 'pair-photos', count: 1, pairId: 'c' });
  expect((await session.undo()).pairs).toHaveLength(3);
});

test('the parts of one import are one step, also after a restart, until something else is done', async () => {
  const folder = temporaryFolder();
  const session = await open(folder);
  const add = (id: string, group: string): Promise<ProjectDocument> =>
    session.edit(
      { name: 'add-photos', photos: [{ id, path: `/${id}.jpg` }], pairs: [{ ...pair, id, wideId: id }] },
      { group },
    );
  await add('a', 'one');
  await add('b', 'one');
  const two = session.read();
  await session.edit({ name: 'set-reference', pairId: 'a', useReference: false });
  await add('c', 'one');
  await add('d', 'other');
  await session.close();

  const again = await open(folder);
  expect(again.history().done[0]).toMatchObject({ name: 'add-photos', count: 1 });
  expect((await again.undo()).photos.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  await again.undo();
  expect(await again.undo()).toEqual(two);
  expect(again.history().done[0]).toMatchObject({ name: 'add-photos', count: 2 });
  expect(await again.undo()).toEqual(emptyProject);
  expect(await again.redo()).toEqual(two);
});

test('whoever hears of every change has the document, whatever is done', async () => {
  const random = randomNumbers(7);
  const file = {
    document: emptyProject,
    history: createEditHistory(),
    keep: async () => undefined,
    close: async () => undefined,
  };
  let heard: ProjectDocument = emptyProject;
  const revisions: number[] = [];
  const session = createProjectSession({
    file,
    announce: (_document, _history, { revision, changes }) => {
      revisions.push(revision);
      heard = applyChanges(heard, JSON.parse(JSON.stringify(changes)) as typeof changes);
    },
  });
  for (let step = 0; step < 400; step += 1) {
    const kind = random();
    if (kind < 0.2) await session.undo();
    else if (kind < 0.3) await session.redo();
    else await session.edit(randomCommand(session.read(), random)).catch(() => undefined);
    expect(heard).toEqual(session.read());
  }
  expect(revisions).toEqual(revisions.map((_, index) => index + 1));
});
