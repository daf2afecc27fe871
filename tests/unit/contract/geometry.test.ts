import { describe, expect, it } from 'vitest';
import {
  applyHomography,
  boundsOf,
  clipPolygon,
  composeHomographies,
  cornersOf,
  invertHomography,
  isInsidePolygon,
  polygonArea,
  scaleHomography,
  type Homography,
} from '#contract/geometry';

const tilted: Homography = [0.5, 0.02, 966, -0.01, 0.51, 743, 1e-6, -2e-6, 1];

describe('homographies', () => {
  it('refuses to invert a singular one', () => {
    expect(() => invertHomography([1, 2, 0, 2, 4, 0, 0, 0, 1])).toThrow(/invertible homography/);
  });

  it('brings a point back', () => {
    const there = applyHomography(tilted, { x: 1234.5, y: 678.9 });
    const back = applyHomography(invertHomography(tilted), there);
    expect(back.x).toBeCloseTo(1234.5, 6);
    expect(back.y).toBeCloseTo(678.9, 6);
  });

  it('composes in the order second after first', () => {
    const point = { x: 100, y: 50 };
    const composed = applyHomography(composeHomographies(scaleHomography(2, 3), tilted), point);
    const once = applyHomography(tilted, point);
    expect(composed.x).toBeCloseTo(2 * once.x, 9);
    expect(composed.y).toBeCloseTo(3 * once.y, 9);
  });
});

describe('polygons', () => {
  const square = cornersOf({ width: 10, height: 10 });

  it('has the same area either way round', () => {
    expect(polygonArea(square)).toBe(100);
    expect(polygonArea([...square].reverse())).toBe(100);
  });

  it('is empty where it does not meet the picture', () => {
    const away = square.map(({ x, y }) => ({ x: x + 20, y }));
    expect(clipPolygon(away, { width: 10, height: 10 })).toEqual([]);
  });

  it('is cut at the border of the picture', () => {
    const half = square.map(({ x, y }) => ({ x: x - 5, y: y + 2 }));
    expect(polygonArea(clipPolygon(half, { width: 10, height: 10 }))).toBeCloseTo(5 * 8, 9);
  });

  it('stays as it is inside the picture', () => {
    expect(polygonArea(clipPolygon(square, { width: 100, height: 100 }))).toBe(100);
  });

  it('knows inside from outside, its border included', () => {
    expect(isInsidePolygon(square, { x: 5, y: 5 })).toBe(true);
    expect(isInsidePolygon(square, { x: 10, y: 5 })).toBe(true);
    expect(isInsidePolygon(square, { x: 10.01, y: 5 })).toBe(false);
    expect(isInsidePolygon([], { x: 0, y: 0 })).toBe(false);
  });

  it('is bounded by whole pixels', () => {
    const polygon = [
      { x: 0.2, y: -0.4 },
      { x: 3.1, y: 1 },
      { x: 1, y: 2.9 },
    ];
    expect(boundsOf(polygon)).toEqual({ x: 0, y: -1, width: 4, height: 4 });
  });
});
