import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { noEdits, type Correction } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import { createPairRegistrations, registrationKey, type PairRegistrations } from '#core/enhancement/pair-registrations';
import { openSources, stateOf, type Sources } from '#core/enhancement/photo-states';
import { openResultStore, type ResultStore } from '#core/ground/disk/result-store';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const pair = { id: 'pair', wideId: 'a', teleIds: ['b'], reason: null };
const single = { id: 'single', wideId: 'c', teleIds: [], reason: null };
const at = (x: number): Correction => ({ homography: [1, 0, x, 0, 1, 0, 0, 0, 1], pins: [], origin: 'hand' });
const registration = (reason: string): Registration => ({ reason: { raw: reason } }) as Registration;

interface Room {
  registrations: PairRegistrations;
  store: ResultStore<Registration>;
  sources: Sources;
  folder: string;
  started: string[];
  cancelled: string[];
  put: (correction: Correction | null) => ProjectDocument;
}

/** Jobs are only counted, not done. */
function open(): Room {
  const folder = temporaryFolder();
  const store = openResultStore<Registration>(folder);
  const sources = openSources(folder);
  const started: string[] = [];
  const cancelled: string[] = [];
  let document: ProjectDocument = { ...emptyProject, pairs: [pair, single] };
  const registrations = createPairRegistrations({
    store,
    sources,
    jobs: {
      start: ({ subject }) => `job-${started.push(subject)}`,
      cancel: (id) => void cancelled.push(id),
    },
    document: () => document,
    edit: async () => undefined,
    filesOf: ({ wideId, teleIds }) => ({
      widePath: join(folder, wideId),
      telePaths: teleIds.map((id) => join(folder, id)),
    }),
    pixelLimit: () => 1e6,
    programFolder: '',
    changed: () => undefined,
  });
  const put = (correction: Correction | null): ProjectDocument => {
    document = {
      ...document,
      edits: correction === null ? {} : { pair: { ...noEdits, corrections: { b: correction } } },
    };
    return document;
  };
  return { registrations, store, sources, folder, started, cancelled, put };
}

test('a photo without telephoto is refused', () => {
  const { registrations } = open();
  expect(() => registrations.start(single)).toThrow(/has none/);
  expect(() => registrations.refine(single, 'b')).toThrow(/has none/);
});

test('what is known of a place comes back with the place', async () => {
  const { registrations, store, put } = open();
  await store.write(registrationKey(pair, 'b', null), registration('found'));
  await store.write(registrationKey(pair, 'b', at(5)), registration('put'));
  expect(await registrations.read(pair, 'b')).toEqual(registration('found'));
  put(at(5));
  expect(await registrations.read(pair, 'b')).toEqual(registration('put'));
  put(at(6));
  expect(await registrations.read(pair, 'b')).toBeNull();
  put(null);
  expect(await registrations.settled(pair, 'b', new AbortController().signal)).toEqual(registration('found'));
});

test('what was found in a photo that was replaced on the disk is not known any more; one that is away keeps it', async () => {
  const { registrations, store, sources, folder } = open();
  const [wide, tele] = [join(folder, 'a'), join(folder, 'b')];
  for (const path of [wide, tele]) writeFileSync(path, 'a photo');
  await sources.write(registrationKey(pair, 'b', null), await Promise.all([wide, tele].map(stateOf)));
  await store.write(registrationKey(pair, 'b', null), registration('found'));
  expect(await registrations.read(pair, 'b')).toEqual(registration('found'));
  writeFileSync(tele, 'another');
  expect(await registrations.read(pair, 'b')).toBeNull();
  rmSync(tele);
  expect(await registrations.read(pair, 'b')).toEqual(registration('found'));
});

test('each new place is judged once, and the judgement of the place before is given up', () => {
  const { registrations, started, cancelled, put } = open();
  registrations.follow(put(null));
  expect(started).toEqual([]);
  registrations.follow(put(at(5)));
  registrations.follow(put(at(5)));
  expect(started).toEqual(['pair']);
  registrations.follow(put(at(6)));
  expect([started, cancelled]).toEqual([['pair', 'pair'], ['job-1']]);
  registrations.follow(put(null));
  registrations.follow(put(at(6)));
  expect(started).toHaveLength(3);
});
