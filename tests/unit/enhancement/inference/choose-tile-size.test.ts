import { describe, expect, it } from 'vitest';
import { chooseTileSize, nextSmallerTileSize } from '#core/enhancement/inference/choose-tile-size';
import { bytesForTiles } from '#core/enhancement/inference/memory-need';
import { planTiles, smallestTile, tileStep } from '#core/enhancement/inference/plan-tiles';

const gibibyte = 2 ** 30;

describe('chooseTileSize', () => {
  const area = (size: number): number => size * size;

  it.each([0, -1, NaN, 63 * 63])('tries the smallest tile when a budget of %d is too small for any', (budget) => {
    expect(chooseTileSize(budget, area)).toBe(smallestTile);
  });

  it('takes the largest tile when memory has no end', () => {
    expect(chooseTileSize(Infinity, area)).toBe(256);
  });

  it('takes a tile that needs all of the budget, not one that needs a byte more', () => {
    expect(chooseTileSize(160 * 160, area)).toBe(160);
    expect(chooseTileSize(160 * 160 - 1, area)).toBe(128);
  });

  it.each(['fast', 'paper'] as const)('gives smaller tiles of %s to smaller budgets, within them', (configuration) => {
    const bytesFor = (size: number): number => bytesForTiles(configuration, size, 4000);
    const budgets = Array.from({ length: 60 }, (_, index) => (index + 1) * 0.05 * gibibyte);
    const sizes = budgets.map((budget) => chooseTileSize(budget, bytesFor));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBeGreaterThan(3);
    sizes.forEach((size, index) => {
      if (size > smallestTile) expect(bytesFor(size)).toBeLessThanOrEqual(budgets[index] ?? 0);
    });
  });

  it('gives smaller tiles to a wider crop and to the larger network', () => {
    const sizeFor = (...[configuration, width]: ['fast' | 'paper', number]): number =>
      chooseTileSize(0.3 * gibibyte, (size) => bytesForTiles(configuration, size, width));
    expect(sizeFor('fast', 16_000)).toBeLessThan(sizeFor('fast', 1000));
    expect(sizeFor('paper', 1000)).toBeLessThan(sizeFor('fast', 1000));
  });
});

describe('nextSmallerTileSize', () => {
  it.each([smallestTile, 32, 0, -5])('has nothing below %d', (size) => {
    expect(nextSmallerTileSize(size)).toBeNull();
  });

  it('goes down from the largest tile to the smallest, each of which can be planned', () => {
    const sizes: number[] = [];
    for (let size = nextSmallerTileSize(Infinity); size !== null; size = nextSmallerTileSize(size)) sizes.push(size);
    expect(sizes[0]).toBe(256);
    expect(sizes.at(-1)).toBe(smallestTile);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const tileSize of sizes) {
      expect(tileSize % tileStep).toBe(0);
      const { tileWidth, tileHeight } = planTiles({ crop: { x: 0, y: 0, width: 900, height: 700 }, tileSize });
      expect(Math.max(tileWidth, tileHeight)).toBeLessThanOrEqual(tileSize);
    }
  });
});
