import { describe, expect, it } from 'vitest';
import { applyHomography } from '#contract/geometry';
import {
  enlargePlacement,
  enlargePolygon,
  enlargeWindow,
  shrinkRectangle,
} from '#core/enhancement/inference/enlarge-placement';
import { readTele } from '#core/enhancement/inference/prepare-reference';
import { shiftAt } from '#core/pairs/registering/shift-field';
import { cameraHomography, paintScene } from '../../../support/simulated-pair.ts';

const tele = paintScene({ width: 240, height: 200 }, 9);
const homography = cameraHomography({ width: 100, height: 80 }, { size: tele, zoom: 4, rotation: 3 });
const field = {
  ...{ columns: 2, rows: 2, origin: { x: 20, y: 20 }, spacing: 40 },
  shift: Float32Array.of(1, -2, 0.4, 2, -1, 1, 2, 0.3),
};
const colour = {
  ...{ columns: 2, rows: 1, region: { x: 10, y: 10, width: 80, height: 60 } },
  gain: Float32Array.of(0.8, 1.2, 0.8, 1.2, 0.8, 1.2),
  offset: new Float32Array(6),
};
const enlargement = { origin: { x: 12, y: 8 }, factor: 2 };

describe('a placement on a larger picture', () => {
  const larger = enlargePlacement({ homography, colour, field }, enlargement);

  it('puts every point and shift where the photo has it', () => {
    const corner = applyHomography(homography, { x: 50, y: 70 });
    expect(applyHomography(larger.homography, { x: 50, y: 70 }).x).toBeCloseTo(2 * (corner.x - 12), 9);
    expect(applyHomography(larger.homography, { x: 50, y: 70 }).y).toBeCloseTo(2 * (corner.y - 8), 9);
    const there = { x: 2 * (47 - 12), y: 2 * (35 - 8) };
    const moved = shiftAt(field, { x: 47, y: 35 });
    expect(larger.field && shiftAt(larger.field, there)).toEqual({
      x: expect.closeTo(2 * moved.x, 6) as number,
      y: expect.closeTo(2 * moved.y, 6) as number,
    });
  });

  it('shows the same colours: its picture, halved, is the one on the photo', () => {
    const before = readTele({ tele, homography, colour, field, tone: null }, { x: 80, y: 70, width: 20, height: 16 });
    const after = readTele({ tele, ...larger, tone: null }, { x: 112, y: 108, width: 40, height: 32 });
    const means = (pixels: Float32Array): number => pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    expect(means(after.pixels)).toBeCloseTo(means(before.pixels), 2);
  });

  it('keeps of a polygon what the larger picture shows', () => {
    const polygon = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 40 },
    ];
    const kept = enlargePolygon(polygon, enlargement, { width: 60, height: 50 });
    expect(Math.max(...kept.map(({ x }) => x))).toBe(60);
    expect(Math.min(...kept.map(({ y }) => y))).toBe(0);
    expect(enlargePolygon(polygon, { origin: { x: 60, y: 60 }, factor: 2 }, { width: 9, height: 9 })).toEqual([]);
  });

  it('asks the photo for the window of a place, and enlarges that', () => {
    expect(shrinkRectangle({ x: 41, y: 10, width: 96, height: 64 }, { ...enlargement, factor: 1.5 })).toEqual({
      ...{ x: 39, y: 14 },
      ...{ width: 64, height: 43 },
    });
    expect(enlargeWindow(null, enlargement)).toBeNull();
    expect(enlargeWindow({ offset: { x: 4, y: -12 }, agreement: 0.9 }, { ...enlargement, factor: 1.5 })).toEqual({
      ...{ offset: { x: 6, y: -18 }, agreement: 0.9 },
    });
  });
});
