import { describe, expect, test } from 'vitest';
import { levelSize, type Pyramid } from '#contract/media-urls';
import { chooseLevel, regionAround, visibleTiles } from '../../../renderer/viewer/visible-tiles.ts';

/** Odd sizes on purpose: levels are 1001x701, 501x351, 251x176, 126x88. */
const pyramid: Pyramid = { key: 'ab'.repeat(16), width: 1001, height: 701, tileSize: 256, levels: 4 };
const everything = { left: 0, top: 0, right: 1001, bottom: 701 };

describe('the level', () => {
  test.each([
    [8, 3],
    [1, 3],
    [0.51, 3],
    [0.5, 2],
    [0.26, 2],
    [0.25, 1],
    [0.1, 0],
    [0.0001, 0],
    [0, 0],
  ])('at scale %f is %i', (scale, level) => {
    expect(chooseLevel(pyramid, scale)).toBe(level);
  });

  test('has at least one pixel per device pixel', () => {
    for (let scale = 0.126; scale < 1; scale += 0.013) {
      const { width } = levelSize(pyramid, chooseLevel(pyramid, scale));
      expect(width).toBeGreaterThanOrEqual(Math.floor(pyramid.width * scale));
    }
  });
});

describe('the tiles', () => {
  test('of a region beside the picture are none', () => {
    expect(visibleTiles(pyramid, 3, { left: 2000, top: 0, right: 2100, bottom: 50 })).toEqual([]);
    expect(visibleTiles(pyramid, 3, { left: 0, top: -60, right: 2100, bottom: -1 })).toEqual([]);
  });

  test.each([0, 1, 2, 3])('of level %i cover the whole picture once', (level) => {
    const tiles = visibleTiles(pyramid, level, everything);
    const size = levelSize(pyramid, level);
    const onLevel = tiles.reduce((sum, { onLevel: { width, height } }) => sum + width * height, 0);
    expect(onLevel).toBe(size.width * size.height);
    const inPicture = tiles.reduce((sum, { inPicture: { width, height } }) => sum + width * height, 0);
    expect(inPicture).toBeCloseTo(1001 * 701, 3);
    expect(new Set(tiles.map(({ url }) => url)).size).toBe(tiles.length);
  });

  test('that only touch the region from outside are left out', () => {
    const urls = visibleTiles(pyramid, 3, { left: 256, top: 0, right: 512, bottom: 256 }).map(({ url }) => url);
    expect(urls).toEqual([`media/pyramid/${pyramid.key}/3/1_0.webp`]);
  });

  test('at the edge are smaller', () => {
    const last = visibleTiles(pyramid, 3, { left: 1000, top: 700, right: 1001, bottom: 701 });
    expect(last.map(({ onLevel }) => onLevel)).toEqual([{ x: 768, y: 512, width: 1001 - 768, height: 701 - 512 }]);
  });

  test('come with the one in the middle first', () => {
    const [first] = visibleTiles(pyramid, 3, { left: 0, top: 0, right: 1001, bottom: 701 });
    expect(first?.url).toMatch(/\/3\/[12]_1\.webp$/);
  });
});

describe('the region around points', () => {
  test('is cut to the picture', () => {
    const points = [
      { x: -50, y: 10 },
      { x: 400, y: 900 },
    ];
    expect(regionAround(points, pyramid)).toEqual({ left: 0, top: 10, right: 400, bottom: 701 });
  });

  test('is null when the picture is missed', () => {
    const points = [
      { x: -50, y: 10 },
      { x: -1, y: 90 },
    ];
    expect(regionAround(points, pyramid)).toBeNull();
  });
});
