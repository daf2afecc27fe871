import { describe, expect, it } from 'vitest';
import type { Rectangle } from '#contract/geometry';
import { createTileBlender } from '#core/enhancement/inference/blend-tiles';
import { planTiles, type Tile, type TilePlan } from '#core/enhancement/inference/plan-tiles';
import { randomCrops } from './random-crops.ts';

/** A tile's pixels as a function of the place on the 2x grid. */
function paint(tile: Tile, value: (x: number, y: number, channel: number) => number): Float32Array {
  const { x, y, width, height } = tile.input;
  return Float32Array.from({ length: 3 * 4 * width * height }, (_, index) => {
    const channel = Math.floor(index / (4 * width * height));
    const pixel = index % (4 * width * height);
    return value(2 * x + (pixel % (2 * width)), 2 * y + Math.floor(pixel / (2 * width)), channel);
  });
}

function blendAll(plan: TilePlan, value: (x: number, y: number, channel: number) => number): Float32Array {
  const blender = createTileBlender(plan.crop);
  const parts: Float32Array[] = [];
  for (const row of plan.rows) {
    for (const tile of row.tiles) blender.add(tile, paint(tile, value));
    parts.push(blender.finishRow(row.y + row.height).values.slice());
  }
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function largestDifference(
  blended: Float32Array,
  crop: Rectangle,
  value: (x: number, y: number, channel: number) => number,
): number {
  let largest = 0;
  blended.forEach((found, index) => {
    const pixel = Math.floor(index / 3);
    const x = 2 * crop.x + (pixel % (2 * crop.width));
    const y = 2 * crop.y + Math.floor(pixel / (2 * crop.width));
    largest = Math.max(largest, Math.abs(found - value(x, y, index % 3)));
  });
  return largest;
}

describe('createTileBlender', () => {
  it.each(
    randomCrops(24).map((crop) => ({ ...crop, width: Math.min(crop.width, 260), height: Math.min(crop.height, 260) })),
  )('gives every pixel of $width x $height once, with weights that sum to one', (crop) => {
    const plan = planTiles({ crop, tileSize: 96 });
    const blended = blendAll(plan, () => 1);
    expect(blended).toHaveLength(3 * 4 * crop.width * crop.height);
    expect(largestDifference(blended, crop, () => 1)).toBeLessThan(1e-6);
  });

  it('keeps a gradient that all tiles agree on, in its place', () => {
    const crop = { x: 11, y: 3, width: 130, height: 171 };
    const gradient = (x: number, y: number, channel: number): number => (x + 2 * y) / 1000 + channel;
    const blended = blendAll(planTiles({ crop, tileSize: 64 }), gradient);
    expect(largestDifference(blended, crop, gradient)).toBeLessThan(1e-5);
  });

  it('spreads a disagreement of neighbours over the whole cross-fade, so that no step is left', () => {
    const crop = { x: 0, y: 0, width: 160, height: 20 };
    const plan = planTiles({ crop, tileSize: 128 });
    const [left, right] = plan.rows[0]?.tiles ?? [];
    if (left === undefined || right === undefined) throw new Error('Expected two tiles');
    const blender = createTileBlender(crop);
    blender.add(
      left,
      paint(left, () => 0),
    );
    blender.add(
      right,
      paint(right, () => 1),
    );
    const { values } = blender.finishRow(20);
    const line = Array.from({ length: 320 }, (_, x) => values[x * 3] ?? NaN);
    const steps = line.slice(1).map((value, x) => value - (line[x] ?? NaN));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...steps)).toBeLessThan(0.05);
    expect([line[0], line[319]]).toEqual([0, 1]);
  });

  it('forgets a row that is laid again, but not the rows before it', () => {
    const crop = { x: 0, y: 0, width: 40, height: 120 };
    const gradient = (x: number, y: number): number => (x + y) / 100;
    const blender = createTileBlender(crop);
    const plan = planTiles({ crop, tileSize: 96 });
    const [first, second] = plan.rows;
    if (first === undefined || second === undefined) throw new Error('Expected two rows');
    for (const tile of first.tiles) blender.add(tile, paint(tile, gradient));
    const parts = [blender.finishRow(second.y).values.slice()];
    for (const tile of second.tiles)
      blender.add(
        tile,
        paint(tile, () => 1e6),
      );
    blender.restartRow();
    for (const row of planTiles({ crop, tileSize: 64, from: second.y }).rows) {
      for (const tile of row.tiles) blender.add(tile, paint(tile, gradient));
      parts.push(blender.finishRow(row.y + row.height).values.slice());
    }
    const blended = Float32Array.from(parts.flatMap((part) => [...part]));
    expect(blended).toHaveLength(3 * 4 * 40 * 120);
    expect(largestDifference(blended, crop, gradient)).toBeLessThan(1e-5);
  });
});
