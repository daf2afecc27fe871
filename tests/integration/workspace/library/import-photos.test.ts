import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Thumbnail } from '#contract/library';
import { applyProjectCommand, idsOfPair } from '#contract/project-commands';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { importPhotos } from '#core/workspace/library/import-photos';
import { createLibraryProcess, type LibraryProcess } from '#core/workspace/library/library-process';
import { openPhotoFacts } from '#core/workspace/library/photo-facts';
import { createThumbnailStore } from '#core/workspace/library/thumbnail-store';
import { thumbnailPath } from '#core/ground/disk/data-folder';
import { buildProgram } from '../../../support/build-worker.ts';
import { libraryPhotos } from '../../../support/library-photos.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saying } from '../../../support/saying.ts';

let program: Awaited<ReturnType<typeof buildProgram>>;
let reader: LibraryProcess;

beforeAll(async () => {
  program = await buildProgram('main/core/workspace/library/library-worker.ts');
  reader = createLibraryProcess(program);
});
afterAll(async () => {
  reader.close();
  await program.remove();
});

/** A project that photos can be added to, and everything that was said meanwhile. */
async function openImport(cache = temporaryFolder()) {
  let document: ProjectDocument = emptyProject;
  const facts = await openPhotoFacts({ path: join(cache, 'facts.ndjson'), refused: () => undefined });
  const edits: number[] = [];
  const found: number[] = [];
  const add = (...paths: string[]) => {
    const controller = new AbortController();
    return {
      controller,
      done: importPhotos({
        paths,
        project: () => document,
        add: async (photos, pairs) => {
          edits.push(photos.length);
          document = applyProjectCommand(document, { name: 'add-photos', photos, pairs });
        },
        facts,
        process: reader,
        folderOf: dirname,
        found: (files) => found.push(files),
        signal: controller.signal,
        report: () => undefined,
      }),
    };
  };
  const edit = (command: Parameters<typeof applyProjectCommand>[1]): void => {
    document = applyProjectCommand(document, command);
  };
  return { add, edit, facts, edits, found, cache, project: () => document };
}

describe('what cannot be added', () => {
  test('a path that leads nowhere and a text are problems of their own; nothing else suffers', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 2);
    writeFileSync(join(folder, 'notes.doc'), 'no photo');
    const library = await openImport();
    const { result } = await library.add(join(folder, 'absent.jpg'), join(folder, 'notes.doc'), folder).done;
    expect(result).toMatchObject({ added: 2, broken: 0, passedOver: 1 });
    expect(result.problems.map(({ error }) => error.code).sort()).toEqual(['not-found', 'unsupported-format']);
  });

  test('broken photos are in the list with their reasons, in no pair, and stop nothing', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 4);
    writeFileSync(join(folder, 'empty.jpg'), '');
    writeFileSync(join(folder, 'text.jpg'), 'no photo at all');
    truncateSync(join(folder, 'IMG_00004.jpg'), 100);
    const library = await openImport();
    const { result } = await library.add(folder).done;
    expect(result).toMatchObject({ added: 6, broken: 3, problems: [] });
    const broken = library.project().photos.filter(({ problem }) => problem !== undefined);
    expect(broken.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(['IMG_00004.jpg', 'empty.jpg', 'text.jpg']);
    expect(broken.find(({ path }) => path.endsWith('empty.jpg'))?.problem).toEqual(saying(/empty/));
    const paired = library.project().pairs.flatMap(idsOfPair);
    expect(broken.some(({ id }) => paired.includes(id))).toBe(false);
  });

  test('a broken photo that is whole again takes its own place', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 2);
    const whole = readFileSync(join(folder, 'IMG_00002.jpg'));
    writeFileSync(join(folder, 'IMG_00002.jpg'), '');
    const library = await openImport();
    await library.add(folder).done;
    writeFileSync(join(folder, 'IMG_00002.jpg'), whole);
    await library.add(join(folder, 'IMG_00002.jpg')).done;
    expect(library.project().photos.map(({ problem }) => problem)).toEqual([undefined, undefined]);
    expect(library.project().pairs).toMatchObject([{ teleIds: [expect.any(String) as string] }]);
  });

  test.skipIf(process.getuid?.() === 0)(
    'a folder that may not be looked into is said, the others are read',
    async () => {
      const folder = temporaryFolder();
      await libraryPhotos(join(folder, 'open'), 2);
      mkdirSync(join(folder, 'closed'));
      chmodSync(join(folder, 'closed'), 0);
      const { result } = await (await openImport()).add(folder).done;
      expect(result).toMatchObject({ added: 2, problems: [{ error: { code: 'not-allowed' } }] });
    },
  );
});

test('what lies beside photos is counted, not complained about', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(join(folder, 'deep/deeper'), 2);
  for (const name of ['Thumbs.db', '.DS_Store', 'IMG_1.MOV', 'IMG_1.AAE', 'IMG_1.xmp', '._IMG_00001.jpg'])
    writeFileSync(join(folder, 'deep', name), 'x');
  const library = await openImport();
  const { result } = await library.add(folder, join(folder, 'deep/IMG_1.MOV')).done;
  expect(result).toMatchObject({ added: 2, broken: 0, passedOver: 7, problems: [] });
});

test('two photos come in at once, as a pair that is sure, with its reasons', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(folder, 2);
  const library = await openImport();
  const { result, pairs } = await library.add(folder).done;
  expect(library.edits).toEqual([2]);
  expect(pairs).toHaveLength(1);
  expect(result.firstPairId).toBe(pairs[0]?.id);
  expect(pairs[0]?.finding).toEqual({
    sureness: 'certain',
    clues: [
      { kind: 'time', seconds: 2 },
      { kind: 'camera', model: 'Phone 11' },
      { kind: 'focal-lengths', wide: 26, tele: 65 },
      { kind: 'numbers' },
    ],
  });
});

test('many photos come in by and by, are all paired in the end, and are looked through rather than at', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(folder, 120);
  const library = await openImport();
  const { result, pairs } = await library.add(folder).done;
  expect(library.found).toEqual([120]);
  expect(pairs).toHaveLength(60);
  expect(library.project().pairs).toHaveLength(60);
  expect(result).toMatchObject({ added: 120, firstPairId: null });
  expect(new Set(pairs.map(({ finding }) => finding?.sureness))).toEqual(new Set(['certain']));
});

test('what a person separated is not paired again when more photos come', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(folder, 6);
  const library = await openImport();
  const first = [1, 2, 3, 4].map((number) => join(folder, `IMG_0000${number}.jpg`));
  await library.add(...first).done;
  const [one] = library.project().pairs;
  library.edit({ name: 'separate', pairIds: [one?.id ?? ''] });
  const { pairs } = await library.add(folder).done;
  expect(pairs).toHaveLength(1);
  expect(library.project().pairs.filter(({ teleIds }) => teleIds.length === 0)).toHaveLength(2);
});

test('a cancelled import keeps what was read of many, and nothing of a few', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(folder, 400);
  const library = await openImport();
  const many = library.add(folder);
  await expect.poll(() => library.project().photos.length).toBeGreaterThan(0);
  many.controller.abort();
  await expect(many.done).rejects.toMatchObject({ name: 'AbortError' });
  const { photos, pairs } = library.project();
  expect(photos.length).toBeLessThan(400);
  expect(pairs).toHaveLength(photos.length);
});

test('facts are known again after a restart, until the file changes', async () => {
  const folder = temporaryFolder();
  await libraryPhotos(folder, 2);
  const library = await openImport();
  await library.add(folder).done;
  await library.facts.close();
  const again = await openImport(library.cache);
  const [photo] = library.project().photos;
  const path = photo?.path ?? '';
  const { mtimeMs, size } = await import('node:fs').then(({ statSync }) => statSync(path));
  expect(again.facts.get(photo?.id ?? '')).toMatchObject({ camera: { focalLength35: 26 } });
  expect(again.facts.at(path, { size, mtimeMs })?.id).toBe(photo?.id);
  expect(again.facts.at(path, { size, mtimeMs: mtimeMs + 1 })).toBeNull();
});

describe('thumbnails', () => {
  const id = (digit: string): string => digit.repeat(32);

  function openStore(paths: Record<string, string>, options: { maxBytes?: number; folder?: string } = {}) {
    const folder = options.folder ?? temporaryFolder();
    const told: Thumbnail[] = [];
    const store = createThumbnailStore({
      process: reader,
      pathOf: (photoId) => paths[photoId] ?? null,
      pixelLimit: () => 1e8,
      tell: (thumbnails) => told.push(...thumbnails),
      ...options,
      folder,
    });
    return { store, told, folder };
  }

  test('of a photo that is not there the reason is told; what is no id is passed over', async () => {
    const { store, told } = openStore({ [id('a')]: '/absent/photo.jpg' });
    expect(await store.show([id('a'), '../../etc/passwd'])).toEqual([]);
    await expect.poll(() => told).toMatchObject([{ id: id('a'), stage: 'none' }]);
  });

  test('first the small picture of the camera, then the photo itself, upright', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 1);
    const { store, told, folder: kept } = openStore({ [id('b')]: join(folder, 'IMG_00001.jpg') });
    await store.show([id('b')]);
    await expect.poll(() => told.map(({ stage }) => stage)).toEqual(['preview', 'full']);
    const facts = await sharp(thumbnailPath({ thumbnails: kept }, id('b'), 'full')).metadata();
    expect([facts.width, facts.height]).toEqual([320, 240]);
    const again = openStore({}, { folder: kept });
    expect(await again.store.show([id('b')])).toEqual([{ id: id('b'), stage: 'full' }]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('a photo in orientation %i stands upright', async (orientation) => {
    const folder = temporaryFolder();
    const upright = sharp({ create: { width: 300, height: 200, channels: 3, background: 'black' } }).composite([
      { input: { create: { width: 60, height: 60, channels: 3, background: 'white' } }, top: 0, left: 0 },
    ]);
    const path = join(folder, 'photo.jpg');
    await sharp(await upright.png().toBuffer())
      .withMetadata({ orientation })
      .jpeg()
      .toFile(path);
    const { store, told, folder: kept } = openStore({ [id('c')]: path });
    await store.show([id('c')]);
    await expect.poll(() => told.at(-1)?.stage).toBe('full');
    const small = thumbnailPath({ thumbnails: kept }, id('c'), 'full');
    const expected = await sharp(path).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const found = await sharp(small).raw().toBuffer({ resolveWithObject: true });
    expect([found.info.width, found.info.height]).toEqual([expected.info.width, expected.info.height]);
    const difference = found.data.reduce((sum, value, index) => sum + Math.abs(value - (expected.data[index] ?? 0)), 0);
    expect(difference / found.data.length).toBeLessThan(3);
  });

  test('no more is kept than was allowed, and what is in sight stays', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 6);
    const paths = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((digit, index) => [id(digit), join(folder, `IMG_0000${index + 1}.jpg`)]),
    );
    const { store, told, folder: kept } = openStore(paths, { maxBytes: 1500 });
    for (const digit of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await store.show([id(digit)]);
      await expect.poll(() => told.some((one) => one.id === id(digit) && one.stage === 'full')).toBe(true);
    }
    expect(existsSync(thumbnailPath({ thumbnails: kept }, id('f'), 'full'))).toBe(true);
    await expect.poll(() => existsSync(thumbnailPath({ thumbnails: kept }, id('a'), 'full'))).toBe(false);
  });

  test('a photo whose time changed is the same picture: it is named by its content', async () => {
    const folder = temporaryFolder();
    await libraryPhotos(folder, 1);
    const path = join(folder, 'IMG_00001.jpg');
    const library = await openImport();
    await library.add(path).done;
    copyFileSync(path, join(folder, 'copy.jpg'));
    utimesSync(path, 0, 0);
    await library.add(folder).done;
    expect(library.project().photos).toHaveLength(1);
  });
});
