import { describe, expect, it } from 'vitest';
import {
  coreStep,
  countTiles,
  fade,
  halo,
  planTiles,
  smallestTile,
  tileStep,
} from '#core/enhancement/inference/plan-tiles';
import { randomCrops } from './random-crops.ts';

describe('planTiles', () => {
  it.each([0, 32, 63, 100])('refuses a tile size of %i', (tileSize) => {
    expect(() => planTiles({ crop: { x: 0, y: 0, width: 10, height: 10 }, tileSize })).toThrow(/Expected a tile size/);
  });

  it('lays a 12-megapixel photo in 256-pixel tiles without waste', () => {
    const plan = planTiles({ crop: { x: 0, y: 0, width: 4032, height: 3024 }, tileSize: 256 });
    expect(plan).toMatchObject({ tileWidth: 248, tileHeight: 240 });
    expect(plan.rows).toHaveLength(14);
    expect(countTiles(plan)).toBe(14 * 18);
  });

  it('gives a picture smaller than a tile one tile no larger than it needs', () => {
    const plan = planTiles({ crop: { x: 0, y: 0, width: 33, height: 47 }, tileSize: 256 });
    expect(plan).toMatchObject({ tileWidth: 64, tileHeight: 72 });
    expect(plan.rows.flatMap((row) => row.tiles)).toEqual([
      { core: { x: 0, y: 0, width: 33, height: 47 }, input: { x: -15, y: -12, width: 64, height: 72 } },
    ]);
  });

  it.each(randomCrops(60))('covers $width x $height at ($x, $y) once, in tiles of at most $tileSize', (crop) => {
    const plan = planTiles({ crop, tileSize: crop.tileSize });
    const covered = new Uint8Array(crop.width * crop.height);
    for (const { tiles } of plan.rows) {
      for (const { core, input } of tiles) {
        for (let y = core.y; y < core.y + core.height; y += 1) {
          const start = (y - crop.y) * crop.width + core.x - crop.x;
          for (let pixel = start; pixel < start + core.width; pixel += 1) covered[pixel] = (covered[pixel] ?? 0) + 1;
        }
        expect([input.width % tileStep, input.height % tileStep]).toEqual([0, 0]);
        expect(Math.max(input.width, input.height)).toBeLessThanOrEqual(crop.tileSize);
        expect(core.x - input.x).toBeGreaterThanOrEqual(halo);
        expect(core.y - input.y).toBeGreaterThanOrEqual(halo);
        expect(input.x + input.width - core.x - core.width).toBeGreaterThanOrEqual(halo);
        expect(input.y + input.height - core.y - core.height).toBeGreaterThanOrEqual(halo);
        expect([(core.x - crop.x) % coreStep, (core.y - crop.y) % coreStep]).toEqual([0, 0]);
      }
    }
    expect(covered.every((count) => count === 1)).toBe(true);
  });

  it.each(randomCrops(60))('leaves room for the cross-fades of $width x $height', (crop) => {
    const plan = planTiles({ crop, tileSize: smallestTile });
    const cores = plan.rows.flatMap((row) => row.tiles.map((tile) => tile.core));
    for (const core of cores) {
      if (core.width < crop.width) expect(core.width).toBeGreaterThanOrEqual(2 * fade);
      if (core.height < crop.height) expect(core.height).toBeGreaterThanOrEqual(2 * fade);
    }
  });

  it('goes on below a border of an earlier plan', () => {
    const crop = { x: 5, y: 7, width: 700, height: 500 };
    const [first, second] = planTiles({ crop, tileSize: 192 }).rows;
    const rest = planTiles({ crop, tileSize: 96, from: second?.y ?? 0 });
    expect(rest.rows[0]?.y).toBe((first?.y ?? 0) + (first?.height ?? 0));
    expect(rest.rows.reduce((sum, row) => sum + row.height, 0)).toBe(500 - (first?.height ?? 0));
  });
});

describe('a crop on the tiles of its photo', () => {
  const photo = { width: 4032, height: 3024 };
  const whole = planTiles({ crop: { x: 0, y: 0, ...photo }, tileSize: 256 });
  const inputs = new Set(whole.rows.flatMap(({ tiles }) => tiles.map(({ input }) => JSON.stringify(input))));

  it.each([
    { x: 0, y: 0, ...photo },
    { x: 966, y: 741, width: 2065, height: 1549 },
    { x: 1, y: 2, width: 7, height: 5 },
    { x: 3000, y: 2999, width: 1032, height: 25 },
    { x: 222, y: 220, width: 226, height: 8 },
  ])('of $width x $height at ($x, $y) has only tiles of the whole photo', (crop) => {
    const { rows, tileWidth, tileHeight } = planTiles({ crop, tileSize: 256, photo });
    expect([tileWidth, tileHeight]).toEqual([whole.tileWidth, whole.tileHeight]);
    for (const { input } of rows.flatMap(({ tiles }) => tiles)) expect(inputs).toContain(JSON.stringify(input));
  });

  it.each([
    { x: 966, y: 741, width: 2065, height: 1549 },
    { x: 1, y: 2, width: 7, height: 5 },
    { x: 222, y: 220, width: 226, height: 8 },
  ])('of $width x $height at ($x, $y) is covered once, in steps, and seen with its cross-fades', (crop) => {
    const { rows } = planTiles({ crop, tileSize: 256, photo });
    const tiles = rows.flatMap((row) => row.tiles);
    const area = tiles.reduce((sum, { core }) => sum + core.width * core.height, 0);
    expect(area).toBe(crop.width * crop.height);
    for (const { core, input } of tiles) {
      expect([(core.x - crop.x) % coreStep, (core.y - crop.y) % coreStep]).toEqual([0, 0]);
      expect(core.x - fade).toBeGreaterThanOrEqual(input.x);
      expect(core.y - fade).toBeGreaterThanOrEqual(input.y);
      expect(core.x + core.width + fade).toBeLessThanOrEqual(input.x + input.width);
      expect(core.y + core.height + fade).toBeLessThanOrEqual(input.y + input.height);
    }
  });

  it('that goes on with other tiles below a row lies on a plan of its own there', () => {
    const crop = { x: 100, y: 100, width: 900, height: 900 };
    const from = planTiles({ crop, tileSize: 256, photo }).rows[1]?.y ?? 0;
    const rest = planTiles({ crop, tileSize: 128, photo, from });
    expect(rest.rows[0]?.y).toBe(from);
    expect(rest.rows.reduce((sum, { height }) => sum + height, from)).toBe(1000);
  });
});
