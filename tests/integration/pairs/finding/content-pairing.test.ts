import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PairsFound } from '#contract/api';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import type { JobWork } from '#core/ground/waiting/job-queue';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { createContentPairing } from '#core/workspace/library/content-pairing';
import { maxComparedByItself } from '#core/pairs/finding/find-pairs';
import { createLibraryProcess, type LibraryProcess } from '#core/workspace/library/library-process';
import { buildProgram, buildRegistrationWorker } from '../../../support/build-worker.ts';
import { neutralFolder } from '../../../support/neutral-photos.ts';
import { paintScene, simulatePair, type TeleCamera } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { inEnglish } from '../../../support/saying.ts';

let reading: Awaited<ReturnType<typeof buildProgram>>;
let comparing: Awaited<ReturnType<typeof buildRegistrationWorker>>;
let reader: LibraryProcess;
beforeAll(async () => {
  reading = await buildProgram('main/core/workspace/library/library-worker.ts');
  comparing = await buildRegistrationWorker();
  reader = createLibraryProcess(reading);
});
afterAll(async () => {
  reader.close();
  await reading.remove();
  await comparing.remove();
});

const size = { width: 800, height: 600 };
const look = { gamma: 1.2, gains: [1.05, 0.95, 0.9], noise: 4 } as const;
const scene = paintScene({ width: 1600, height: 1200 }, 5);
const camera: TeleCamera = { size, zoom: 2.4, rotation: 2, centre: { x: 0.55, y: 0.45 } };
const { wide, tele } = simulatePair(scene, size, camera, look);
const second = simulatePair(scene, size, { size, zoom: 2.6, rotation: 0, centre: { x: 0.3, y: 0.7 } }, look).tele;
const alike = simulatePair(scene, size, { size, zoom: 1.05, rotation: 1 }, look).tele;
const stranger = paintScene({ width: 800, height: 600 }, 6);
const flat = { ...size, depth: 8 as const, profile: null, data: new Uint8Array(800 * 600 * 3).fill(180) };

/** A project of photos that stand alone, and a search for pairs among them, run to its end at once. */
async function openProject(add: (photos: ReturnType<typeof neutralFolder>) => Promise<unknown>) {
  const folder = temporaryFolder();
  const files: string[] = [];
  const photos = neutralFolder(folder);
  await add({
    add: async (...photo) => {
      const name = await photos.add(...photo);
      files.push(join(folder, name));
      return name;
    },
  });
  const summaries = await Promise.all(files.map((path) => readPhotoSummary(path)));
  const idOf = new Map(summaries.map((summary) => [summary.name.slice(-8, -4), summary.id]));
  const nameOf = (id: string | null): string => summaries.find((one) => one.id === id)?.name.slice(-8, -4) ?? '';
  let document: ProjectDocument = applyProjectCommand(emptyProject, {
    name: 'add-photos',
    photos: summaries.map(({ id, path }) => ({ id, path })),
    pairs: summaries.map(({ id }) => ({ id, wideId: id, teleIds: [], reason: null })),
  });
  const works: JobWork[] = [];
  const groups: string[] = [];
  const told: PairsFound[] = [];
  const made: Pair[] = [];
  const pairing = createContentPairing({
    document: () => document,
    edit: async (command, { group }) => {
      groups.push(group);
      document = applyProjectCommand(document, command);
    },
    jobs: { start: ({ work }) => `job ${works.push(work)}` },
    process: reader,
    facts: { get: (id) => summaries.find((one) => one.id === id) ?? null },
    folderOf: (path) => (path.startsWith(join(folder, 'uploads')) ? join(folder, 'uploads') : dirname(path)),
    programFolder: comparing.programFolder,
    pixelLimit: () => 1e8,
    found: (pairs, report) => {
      made.push(...pairs);
      told.push(report);
    },
  });
  return {
    pairing,
    folder,
    groups,
    told,
    made,
    works,
    document: () => document,
    edit: (command: ProjectCommand) => (document = applyProjectCommand(document, command)),
    /** The id of the nth photo. */
    id: (number: number) => idOf.get(String(number).padStart(4, '0')) ?? '',
    pairs: () =>
      document.pairs.flatMap(({ wideId, teleIds }) =>
        teleIds.length === 0 ? [] : [[wideId, ...teleIds].map(nameOf).join('+')],
      ),
    /** Runs what was started. */
    async run(signal = new AbortController().signal, report: Parameters<JobWork>[0]['report'] = () => undefined) {
      for (const work of works.splice(0))
        await work({ signal, report, hold: () => undefined, expect: () => undefined });
    },
  };
}

describe('nothing is paired', () => {
  test('of unrelated photos, a flat one, one of the same zoom and one that is gone', async () => {
    const project = await openProject(async (photos) => {
      for (const photo of [wide, alike, stranger, flat]) await photos.add(photo);
    });
    writeFileSync(join(project.folder, 'IMG-20240501-WA0003.jpg'), 'no photo any more');
    project.pairing.start(null);
    await project.run();
    expect(project.pairs()).toEqual([]);
    expect(project.told).toEqual([{ pairs: 0, photos: 4, isAsked: true }]);
    expect(project.groups).toEqual([]);
  });

  test('when it is cancelled', async () => {
    const project = await openProject(async (photos) => {
      for (const photo of [wide, tele, stranger]) await photos.add(photo);
    });
    const controller = new AbortController();
    project.pairing.start(null);
    const running = project.run(controller.signal, (fraction) => fraction > 0.4 && controller.abort());
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(project.pairs()).toEqual([]);
  });

  test('that a person separated, paired or took out meanwhile', async () => {
    const project = await openProject(async (photos) => {
      for (const photo of [wide, tele, stranger]) await photos.add(photo);
    });
    project.pairing.start(null);
    const pair = { id: project.id(3), wideId: project.id(3), teleIds: [project.id(2)], reason: null };
    await project.run(undefined, (fraction) => {
      if (fraction > 0.5) project.edit({ name: 'set-pair', pair });
    });
    expect(project.pairs()).toEqual(['0003+0002']);
    expect(project.told).toEqual([{ pairs: 0, photos: 3, isAsked: true }]);
  });
});

describe('pairs are found', () => {
  test.each([
    ['by themselves after an import, in its group', false],
    ['on demand, in a group of their own', true],
  ])('%s', async (_, isAsked) => {
    const project = await openProject(async (photos) => {
      for (const photo of [stranger, tele, flat, wide]) await photos.add(photo);
    });
    if (isAsked) project.pairing.start(null);
    else project.pairing.follow([project.id(2), project.id(4)], 'the import');
    const labels = new Set<string>();
    await project.run(undefined, (_fraction, label) => labels.add(inEnglish(label)));
    expect(project.pairs()).toEqual(['0004+0002']);
    expect(project.made).toMatchObject([{ finding: { sureness: 'likely', clues: [{ kind: 'content' }] } }]);
    expect(project.told).toEqual([{ pairs: 1, photos: 4, isAsked }]);
    expect(project.groups).toHaveLength(1);
    expect(project.groups[0] === 'the import').toBe(!isAsked);
    expect([...labels].at(-1)).toBe('Comparing photo 4 of 4');
  });

  test('and grow into sets when more telephotos come', async () => {
    const project = await openProject(async (photos) => {
      for (const photo of [wide, tele, stranger, second]) await photos.add(photo);
    });
    project.pairing.start([project.id(1), project.id(2)]);
    await project.run();
    expect(project.pairs()).toEqual(['0001+0002']);
    project.pairing.follow([project.id(3), project.id(4)], 'the import');
    await project.run();
    expect(project.pairs()).toEqual(['0001+0002+0004']);
    expect(project.told.at(-1)).toEqual({ pairs: 1, photos: 2, isAsked: false });
  });

  test('of a burst the sharpest, and on its side too', async () => {
    const project = await openProject(async (photos) => {
      await photos.add(wide);
      await photos.add(alike);
      await photos.add(tele, { turned: 270 });
    });
    project.pairing.start(null);
    await project.run();
    expect(project.pairs()).toEqual(['0001+0003']);
    const clues = [{ kind: 'content' }, { kind: 'same-view', names: ['IMG-20240501-WA0002.jpg'] }];
    expect(project.made).toMatchObject([{ finding: { sureness: 'possible', clues } }]);
  });

  test('for the photos that were chosen alone', async () => {
    const project = await openProject(async (photos) => {
      for (const photo of [wide, tele, stranger]) await photos.add(photo);
    });
    project.pairing.start([project.id(3)]);
    await project.run();
    expect(project.pairs()).toEqual([]);
    project.pairing.start([project.id(1), project.id(3)]);
    await project.run();
    expect(project.pairs()).toEqual([]);
    project.pairing.start([project.id(1), project.id(2)]);
    await project.run();
    expect(project.pairs()).toEqual(['0001+0002']);
  });
});

test('very many photos are compared only when a person asks for it', async () => {
  const project = await openProject(async (photos) => {
    for (const photo of [wide, tele]) await photos.add(photo);
  });
  const many = Array.from({ length: maxComparedByItself + 1 }, (_, index) => `photo ${index}`);
  project.pairing.follow(many, 'the import');
  project.pairing.follow([], 'the import');
  expect(project.works).toEqual([]);
  project.pairing.follow(many.slice(1), 'the import');
  expect(project.works).toHaveLength(1);
});
