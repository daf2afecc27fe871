import { describe, expect, it } from 'vitest';
import { coreStep, countTiles, fade, halo, planTiles, smallestTile, tileStep } from '#core/inference/plan-tiles';
import { randomCrops } from './random-crops.ts';

describe('planTiles', () => {
  it.each([0, 32, 63, 100])('refuses a tile size of %i', (tileSize) => {
    expect(() => planTiles({ crop: { x: 0, y: 0, width: 10, height: 10 }, tileSize })).toThrow(/Expected a tile size/);
  });

  it('lays a 12-megapixel photo in 256-pixel tiles without waste', () => {
    const plan = planTiles({ crop: { x: 0, y: 0, width: 4032, height: 3024 }, tileSize: 256 });
    expect(plan).toMatchObject({ tileWidth: 256, tileHeight: 256 });
    expect(plan.rows).toHaveLength(14);
    expect(countTiles(plan)).toBe(14 * 18);
  });

  it('gives a picture smaller than a tile one tile no larger than it needs', () => {
    const plan = planTiles({ crop: { x: 0, y: 0, width: 33, height: 47 }, tileSize: 256 });
    expect(plan).toMatchObject({ tileWidth: 96, tileHeight: 96 });
    expect(plan.rows.flatMap((row) => row.tiles)).toEqual([
      { core: { x: 0, y: 0, width: 33, height: 47 }, input: { x: -31, y: -24, width: 96, height: 96 } },
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
