import { beforeAll, describe, expect, it } from 'vitest';
import { applyHomography, cornersOf, type Homography } from '#contract/geometry';
import { comparePhotos } from '#core/enhancement/inference/compare-photos';
import {
  createPassingFinder,
  createReferenceFinder,
  type ReferenceFinder,
} from '#core/enhancement/inference/reference-window';
import type { PixelImage } from '#core/photos/pixel-image';

/** Tele pixels are half a wide pixel; its left upper corner is at (100, 80) of the wide photo. */
const homography: Homography = [0.5, 0, 100, 0, 0.5, 80, 0, 0, 1];
const wideSize = { width: 640, height: 512 };
const teleSize = { width: 800, height: 640 };

/** Patches of random brightness, 4 wide pixels a side, the same for the same place; another seed is another scene. */
function brightness(x: number, y: number, seed: number): number {
  const value = Math.imul(Math.floor(x / 4) * 7919 + Math.floor(y / 4) * 104729 + seed * 31, 2654435761) >>> 0;
  return (Math.imul(value ^ (value >>> 15), 2246822519) >>> 0) % 256;
}

function picture(size: { width: number; height: number }, valueAt: (x: number, y: number) => number): PixelImage {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let pixel = 0; pixel < size.width * size.height; pixel += 1) {
    const value = valueAt((pixel % size.width) + 0.5, Math.floor(pixel / size.width) + 0.5);
    data.fill(value, 3 * pixel, 3 * pixel + 3);
  }
  return { ...size, depth: 8, data, profile: null };
}

const wide = picture(wideSize, (x, y) => brightness(x, y, 1));

/** A tele that shows at each place what the wide shows `moved` wide pixels further left. */
function teleMoved(moved: { x: number; y: number }, seed = 1): PixelImage {
  return picture(teleSize, (x, y) => {
    const place = applyHomography(homography, { x, y });
    return brightness(place.x - moved.x, place.y - moved.y, seed);
  });
}

async function finderFor(tele: PixelImage): Promise<ReferenceFinder> {
  const overlap = cornersOf(teleSize).map((corner) => applyHomography(homography, corner));
  return createReferenceFinder(await comparePhotos({ wide, tele, homography, overlap, zoom: 2, field: null }));
}

const middle = { x: 192, y: 128, width: 256, height: 256 };

describe('a tele that cannot serve', () => {
  it.each([
    ['beside it', { x: -40, y: 128, width: 128, height: 128 }],
    ['below it', { x: 192, y: 420, width: 96, height: 64 }],
  ])('has no window for a tile %s', async (_, tile) => {
    const find = await finderFor(teleMoved({ x: 0, y: 0 }));
    expect(find(tile)).toBeNull();
    expect(find(middle)).not.toBeNull();
  });

  it.each([64, 128, 256])('because it shows another scene has none for tiles of %d pixels', async (side) => {
    const find = await finderFor(teleMoved({ x: 0, y: 0 }, 5));
    for (let x = 80; x < 480; x += 97) {
      for (let y = 60; y < 400; y += 83) expect(find({ x, y, width: side, height: side })).toBeNull();
    }
  });

  it('because it has no detail has none', async () => {
    const find = await finderFor(picture(teleSize, () => 128));
    expect(find(middle)).toBeNull();
  });
});

describe('a tele of the same scene', () => {
  let inPlace: ReferenceFinder;
  beforeAll(async () => {
    inPlace = await finderFor(teleMoved({ x: 0, y: 0 }));
  });

  it('in its place gives the window in its place', () => {
    const window = inPlace(middle);
    expect(window?.offset).toEqual({ x: 0, y: 0 });
    expect(window?.agreement).toBeGreaterThan(0.9);
  });

  it('also serves a tile that it covers in part, and one that reaches outside the photo', async () => {
    expect(inPlace({ x: 20, y: 10, width: 192, height: 192 })?.offset).toEqual({ x: 0, y: 0 });
  });

  it.each([[{ x: 10, y: -6 }], [{ x: -22, y: 14 }], [{ x: 40, y: 44 }], [{ x: -48, y: -48 }]])(
    'moved by parallax of %j wide pixels is found there, to the network’s reach',
    async (moved) => {
      const window = (await finderFor(teleMoved(moved)))(middle);
      expect(window?.agreement).toBeGreaterThan(0.8);
      expect(Math.abs((window?.offset.x ?? NaN) - 2 * moved.x)).toBeLessThanOrEqual(4);
      expect(Math.abs((window?.offset.y ?? NaN) - 2 * moved.y)).toBeLessThanOrEqual(4);
      expect([(window?.offset.x ?? NaN) % 2, (window?.offset.y ?? NaN) % 2].map(Math.abs)).toEqual([0, 0]);
    },
  );

  it('moved further than is searched for gives none', async () => {
    expect((await finderFor(teleMoved({ x: 90, y: 0 })))(middle)).toBeNull();
  });
});

describe('a finder that keeps nothing but windows', () => {
  const overlap = cornersOf(teleSize).map((corner) => applyHomography(homography, corner));
  const tiles = [middle, { ...middle, x: 256 }];

  it('gives for the tiles it was asked for what the other one gives, and compares once', async () => {
    const tele = teleMoved({ x: 12, y: -8 });
    const compared: number[] = [];
    const finder = createPassingFinder(overlap, () => {
      compared.push(1);
      return comparePhotos({ wide, tele, homography, overlap, zoom: 2, field: null });
    });
    expect(finder.windowFor(middle)).toBeNull();
    await finder.look(tiles);
    await finder.look(tiles.toReversed());
    const find = await finderFor(tele);
    for (const tile of tiles) expect(finder.windowFor(tile)).toEqual(find(tile));
    expect(finder.windowFor(middle)).not.toBeNull();
    expect(compared).toHaveLength(1);
  });

  it('compares nothing for tiles that lie beside the tele', async () => {
    const finder = createPassingFinder(overlap, () => Promise.reject(new Error('Nothing to compare')));
    await finder.look([{ x: -40, y: 128, width: 128, height: 128 }]);
    expect(finder.windowFor({ x: -40, y: 128, width: 128, height: 128 })).toBeNull();
  });
});
