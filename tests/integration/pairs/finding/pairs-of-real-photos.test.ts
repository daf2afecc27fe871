import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPairs } from '#core/pairs/finding/find-pairs';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { neutralFolder } from '../../../support/neutral-photos.ts';
import { hasRealPhotos, needsRealPhotos, realPhotos } from '../../../support/real-photos.ts';
import { randomNumbers } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let programs: Awaited<ReturnType<typeof buildRegistrationWorker>>;
beforeAll(async () => {
  programs = await buildRegistrationWorker();
});
afterAll(() => programs.remove());

async function pairsIn(folder: string, isForced = false): Promise<{ alone: number; pairs: string[] }> {
  const { pairs } = await findPairs(folder, {
    content: { isForced, programFolder: programs.programFolder },
    signal: new AbortController().signal,
    report: () => undefined,
  });
  const found = pairs.flatMap(({ wide, teles }) =>
    teles.length === 0 ? [] : [[wide, ...teles].map((path) => basename(path)).join(' + ')],
  );
  return { pairs: found, alone: pairs.length - found.length };
}

interface Source {
  wide: string;
  tele: string;
  /** Of postcards through two lenses the middle of the sharp one is what a telephoto sees. */
  middle: number;
}

function realPairs(): Source[] {
  const phones = ['skyline', 'desk-1', 'desk-2', 'desk-3', 'desk-4'].map((name) => {
    const folder = join(realPhotos, 'pairs', name);
    return { wide: join(folder, 'wide.jpg'), tele: join(folder, 'tele.jpg'), middle: 1 };
  });
  const postcards = join(realPhotos, 'city100');
  const names = readdirSync(postcards).filter((name) => name.endsWith('-wide.webp'));
  const cards = names.map((name) => ({
    wide: join(postcards, name),
    tele: join(postcards, name.replace('-wide', '-true')),
    middle: 0.5,
  }));
  return [...phones, ...cards];
}

function strangers(count: number): string[] {
  const folder = join(realPhotos, 'photos', 'a');
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
  return Array.from({ length: count }, (_, index) =>
    join(folder, names[index * Math.floor(names.length / count)] ?? ''),
  );
}

describe.skipIf(!hasRealPhotos)(`pairs of real photos without EXIF${needsRealPhotos}`, () => {
  test('all are found with their roles among unrelated photos, and no other', async () => {
    const folder = temporaryFolder();
    const photos = neutralFolder(folder);
    const random = randomNumbers(4);
    const alone = strangers(24);
    const expected: string[] = [];
    for (const { wide, tele, middle } of realPairs()) {
      const addWide = () => photos.add(wide);
      const addTele = () => photos.add(tele, { middle });
      const isTeleFirst = random() < 0.5;
      const first = await (isTeleFirst ? addTele() : addWide());
      for (const stranger of alone.splice(0, random() < 0.5 ? 1 : 2)) await photos.add(stranger);
      const second = await (isTeleFirst ? addWide() : addTele());
      expected.push(isTeleFirst ? `${second} + ${first}` : `${first} + ${second}`);
    }
    for (const stranger of alone) await photos.add(stranger);
    const found = await pairsIn(folder);
    expect(found.pairs.toSorted()).toEqual(expected.toSorted());
    expect(found.alone).toBe(24);
  }, 240_000);

  test('a flat sky, a photo on its side and a broken file keep nothing from being found', async () => {
    const folder = temporaryFolder();
    const photos = neutralFolder(folder);
    const skyline = join(realPhotos, 'pairs', 'skyline');
    await photos.add({ width: 800, height: 600, depth: 8, profile: null, data: new Uint8Array(1_440_000).fill(190) });
    const tele = await photos.add(join(skyline, 'tele.jpg'), { turned: 90 });
    writeFileSync(join(folder, 'IMG-20240501-WA9999.jpg'), 'no photo');
    const wide = await photos.add(join(skyline, 'wide.jpg'));
    const found = await pairsIn(folder);
    expect(found).toEqual({ pairs: [`${wide} + ${tele}`], alone: 1 });
  }, 60_000);

  test.each([3, 4, 5])(
    'a telephoto of %d times is found',
    async (zoom) => {
      const folder = temporaryFolder();
      const photos = neutralFolder(folder);
      const skyline = join(realPhotos, 'pairs', 'skyline');
      const [stranger = ''] = strangers(1);
      await photos.add(stranger);
      const wide = await photos.add(join(skyline, 'wide.jpg'));
      const tele = await photos.add(join(skyline, 'tele.jpg'), { middle: 1.96 / zoom });
      expect((await pairsIn(folder)).pairs).toEqual([`${wide} + ${tele}`]);
    },
    60_000,
  );
});
