import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPairs } from '#core/pairs/finding/find-pairs';
import { composeHomographies, scaleHomography } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { pipelineOf } from '../../../support/sample-pictures.ts';
import { cameraHomography, paintScene, photograph } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let comparing: Awaited<ReturnType<typeof buildRegistrationWorker>>;
beforeAll(async () => {
  comparing = await buildRegistrationWorker();
});
afterAll(() => comparing.remove());

const size = { width: 640, height: 480 };
const look = { gamma: 1.1, gains: [1.03, 0.97, 0.95], noise: 3 } as const;

/** A photo to be written, and what its camera says. */
interface Shot {
  readonly name: string;
  readonly photo: PixelImage;
  readonly mm: number;
  /** Seconds after noon. */
  readonly at: number;
  /** How much it was shaken, in pixels. */
  readonly blur?: number;
}

function view(seed: number, zoom: number, x: number, y: number, wobble = 0): PixelImage {
  const centre = { x: x + 0.004 * wobble, y: y - 0.003 * wobble };
  const place = cameraHomography(size, { size, zoom, rotation: wobble - 0.5, centre });
  return photograph(sceneOf(seed), size, composeHomographies(scaleHomography(2, 2), place), {
    ...look,
    seed: seed + 10 * wobble,
  });
}

const painted = new Map<number, PixelImage>();
function sceneOf(seed: number): PixelImage {
  const scene = painted.get(seed) ?? paintScene({ width: 1280, height: 960 }, seed);
  painted.set(seed, scene);
  return scene;
}

const wideOf = (seed: number): PixelImage => view(seed, 1, 0.5, 0.5, 0.5);

/**
 * Three sets, of which one has a burst of four of one of its views and another a burst of three of its wide, and ten strangers. The
 * names are those that a camera counts, in the order of taking.
 */
function roll(): Shot[] {
  const shots: Omit<Shot, 'name'>[] = [
    { photo: wideOf(11), mm: 24, at: 0 },
    { photo: view(11, 2.5, 0.3, 0.3), mm: 62, at: 4 },
    { photo: view(11, 2.5, 0.7, 0.35), mm: 62, at: 9 },
    { photo: view(11, 2.6, 0.5, 0.7), mm: 62, at: 15 },
    ...[21, 22, 23, 24, 25].map((seed, index) => ({ photo: paintScene(size, seed), mm: 24, at: 1000 + 200 * index })),
    { photo: wideOf(12), mm: 24, at: 3000 },
    { photo: view(12, 3, 0.35, 0.5, 0), mm: 77, at: 3005, blur: 1.2 },
    { photo: view(12, 3, 0.35, 0.5, 1), mm: 77, at: 3006 },
    { photo: view(12, 3, 0.35, 0.5, 2), mm: 77, at: 3007, blur: 1.5 },
    { photo: view(12, 3, 0.35, 0.5, 3), mm: 77, at: 3008, blur: 1.3 },
    { photo: view(12, 2, 0.65, 0.5), mm: 50, at: 3012 },
    ...[26, 27, 28, 29, 30].map((seed, index) => ({
      photo: view(seed, 1.5, 0.5, 0.5),
      mm: 62,
      at: 5000 + 200 * index,
    })),
    { photo: wideOf(13), mm: 24, at: 7000, blur: 1.5 },
    { photo: wideOf(13), mm: 24, at: 7001 },
    { photo: wideOf(13), mm: 24, at: 7002, blur: 1.2 },
    { photo: view(13, 2.5, 0.35, 0.4), mm: 62, at: 7006 },
    { photo: view(13, 2.5, 0.65, 0.6), mm: 62, at: 7011 },
  ];
  return shots.map((shot, index) => ({ ...shot, name: `IMG_${String(100 + index).padStart(4, '0')}.jpg` }));
}

const expected = [
  'IMG_0100 + IMG_0101 + IMG_0102 + IMG_0103',
  'IMG_0109 + IMG_0111 + IMG_0114',
  'IMG_0121 + IMG_0123 + IMG_0124',
];
const leftOut = ['IMG_0110.jpg, IMG_0112.jpg, IMG_0113.jpg', 'IMG_0120.jpg, IMG_0122.jpg'];

async function write(folder: string, shots: readonly Shot[], hasFacts: boolean): Promise<void> {
  for (const { name, photo, mm, at, blur = 0 } of shots) {
    const picture = pipelineOf(photo);
    const time = new Date(Date.UTC(2026, 5, 14, 12) + 1000 * at).toISOString();
    const stamp = time.slice(0, 19).replaceAll('-', ':').replace('T', ' ');
    const facts = {
      IFD0: { Make: 'Maker', Model: 'Phone' },
      IFD2: { DateTimeOriginal: stamp, FocalLengthIn35mmFilm: String(mm) },
    };
    await (blur > 0 ? picture.blur(blur) : picture)
      .jpeg({ quality: 92 })
      .withExif(hasFacts ? facts : {})
      .toFile(join(folder, name));
  }
}

const { signal } = new AbortController();
const asked = { signal, report: () => undefined };

function words(groups: readonly (readonly string[])[]): string[] {
  return groups
    .flatMap((paths) => (paths.length < 2 ? [] : [paths.map((path) => basename(path, '.jpg')).join(' + ')]))
    .sort();
}

test.each([
  ['by facts and contents', true],
  ['without EXIF facts', false],
])('three sets, two bursts and ten strangers: exactly the sets, %s', { timeout: 240_000 }, async (_, hasFacts) => {
  const folder = temporaryFolder();
  await write(folder, roll(), hasFacts);
  const { programFolder } = comparing;
  const { pairs } = await findPairs(folder, { ...asked, content: { isForced: false, programFolder } });
  expect(words(pairs.map(({ wide, teles }) => [wide, ...teles]))).toEqual(expected);
  expect(pairs.flatMap(({ wide, teles }) => [wide, ...teles])).toHaveLength(roll().length);
  const said = pairs.flatMap(({ reason }) => / left out: (.*)\.$/.exec(reason ?? '')?.[1] ?? []);
  expect(said).toEqual(leftOut);
});
