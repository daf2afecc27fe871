import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Rectangle } from '#contract/geometry';
import { findBestPlaces } from '#core/enhancement/best-places';
import type { PixelImage } from '#core/photos/pixel-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const wide: PixelImage = {
  width: 1000,
  height: 750,
  depth: 8,
  data: new Uint8Array(3 * 750_000).fill(120),
  profile: null,
};

/** A grey result with stripes or lettering-like squares in some places, and what is found in it. */
async function placesOf(
  patterns: readonly { area: Rectangle; valueAt: (x: number, y: number) => number }[],
  options: { crop?: Rectangle; straighten?: number } = {},
) {
  const { crop = { x: 0, y: 0, width: 1000, height: 750 }, straighten = 0 } = options;
  const [width, height] = [2 * crop.width, 2 * crop.height];
  const scratchPath = join(temporaryFolder(), 'result.tif');
  const data = new Uint8Array(3 * width * height).fill(120);
  for (const { area, valueAt } of patterns) {
    for (let y = area.y; y < area.y + area.height; y += 1) {
      for (let x = area.x; x < area.x + area.width; x += 1) {
        data.fill(valueAt(x, y), 3 * (y * width + x), 3 * (y * width + x) + 3);
      }
    }
  }
  const scratch = createScratchImage(scratchPath, { width, height, depth: 8, profile: null });
  scratch.writeRows(data);
  scratch.finish();
  return findBestPlaces({ wide, scratchPath, crop, straighten, scale: 2 });
}

const at = (x: number, y: number): Rectangle => ({ x, y, width: 192, height: 192 });
const stripes = (contrast: number) => (x: number) => 120 + (x % 4 < 2 ? contrast : -contrast);
const squares = (contrast: number) => (x: number, y: number) =>
  120 + (x % 10 < 5 === y % 10 < 5 ? contrast : -contrast);

test('a picture without gain, and one that is smaller than what is measured together, have no places', async () => {
  expect(await placesOf([])).toEqual([]);
  expect(await placesOf([], { crop: { x: 0, y: 0, width: 20, height: 20 } })).toEqual([]);
});

test('the strongest gain comes first, and no two places overlap', async () => {
  const places = await placesOf([
    { area: at(1536, 1152), valueAt: stripes(60) },
    { area: at(128, 128), valueAt: stripes(20) },
    { area: at(320, 128), valueAt: stripes(20) },
  ]);
  expect(places).toHaveLength(2);
  const [first, second] = places;
  expect(isInside(first?.detail, at(1536, 1152))).toBe(true);
  expect(isInside(second?.detail, { x: 128, y: 128, width: 384, height: 192 })).toBe(true);
});

test('lettering comes before what gained as much and is none', async () => {
  const [first] = await placesOf([
    { area: at(128, 128), valueAt: (x) => 120 + (x % 10 < 5 ? 108 : -108) },
    { area: at(1536, 1152), valueAt: squares(108) },
  ]);
  expect(isInside(first?.detail, at(1536, 1152))).toBe(true);
});

test('a level edge where a line is looked at is no gain', async () => {
  const [first] = await placesOf([
    { area: at(128, 128), valueAt: (_, y) => (y % 16 === 0 ? 240 : 120) },
    { area: at(1536, 1152), valueAt: stripes(20) },
  ]);
  expect(isInside(first?.detail, at(1536, 1152))).toBe(true);
});

test('what the wide photo shows already is no gain, however it is framed', async () => {
  const striped = {
    ...wide,
    data: Uint8Array.from(wide.data, (_, index) => (Math.floor(index / 3) % 8 < 4 ? 60 : 180)),
  };
  const crop = { x: 100, y: 80, width: 600, height: 500 };
  const scratchPath = join(temporaryFolder(), 'result.tif');
  const scratch = createScratchImage(scratchPath, { width: 1200, height: 1000, depth: 8, profile: null });
  scratch.writeRows(
    Uint8Array.from({ length: 3 * 1_200_000 }, (_, index) => {
      const x = Math.floor(index / 3) % 1200;
      return (Math.floor(x / 2) + crop.x) % 8 < 4 ? 60 : 180;
    }),
  );
  scratch.finish();
  const exact = await findBestPlaces({ wide: striped, scratchPath, crop, straighten: 0, scale: 2 });
  const grey = await findBestPlaces({ wide, scratchPath, crop, straighten: 0, scale: 2 });
  expect(exact).toEqual([]);
  expect(grey.length).toBeGreaterThan(0);
});

function isInside(point: { x: number; y: number } | undefined, { x, y, width, height }: Rectangle): boolean {
  return point !== undefined && point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
}
