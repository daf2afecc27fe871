import { describe, expect, test } from 'vitest';
import {
  clampView,
  fitView,
  largestScale,
  mixViews,
  panBy,
  toFrame,
  toScene,
  zoomAt,
} from '../../../renderer/viewer/view-transform.ts';

const scene = { width: 4000, height: 3000 };
const frame = { width: 1000, height: 800 };

describe('fitting', () => {
  test('a frame smaller than its margins still gives a view', () => {
    const view = fitView(scene, { width: 10, height: 10 }, 40);
    expect(view.scale).toBeGreaterThan(0);
    expect(Number.isFinite(view.x + view.y)).toBe(true);
  });

  test('the whole scene lies inside the margin, centred, and touches it on one axis', () => {
    const view = fitView(scene, frame, 20);
    const [topLeft, bottomRight] = [toFrame(view, { x: 0, y: 0 }), toFrame(view, { x: 4000, y: 3000 })];
    expect(topLeft.x).toBeCloseTo(20);
    expect(bottomRight.x).toBeCloseTo(980);
    expect(topLeft.y).toBeCloseTo(800 - bottomRight.y);
    expect(topLeft.y).toBeGreaterThanOrEqual(20);
  });

  test('room below is left free', () => {
    const view = fitView({ width: 1000, height: 3000 }, frame, 20, 50);
    expect(toFrame(view, { x: 0, y: 0 }).y).toBeCloseTo(20);
    expect(toFrame(view, { x: 0, y: 3000 }).y).toBeCloseTo(730);
  });

  test('a tiny scene is not blown up beyond the largest scale', () => {
    expect(fitView({ width: 2, height: 2 }, frame, 0).scale).toBe(largestScale);
  });
});

describe('zooming', () => {
  test.each([0.01, 0.5, 1, 7.3])('at scale %f the scene point under the cursor stays there', (scale) => {
    const before = fitView(scene, frame, 20);
    const cursor = { x: 321.5, y: 77.25 };
    const under = toScene(before, cursor);
    const after = zoomAt(before, cursor, scale);
    expect(after.scale).toBe(scale);
    expect(toScene(after, cursor).x).toBeCloseTo(under.x, 6);
    expect(toScene(after, cursor).y).toBeCloseTo(under.y, 6);
  });

  test('there and back is where it was', () => {
    const before = { scale: 0.3, x: -40, y: 12 };
    const after = zoomAt(zoomAt(before, { x: 5, y: 9 }, 4), { x: 5, y: 9 }, 0.3);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  test('every step of a glide that zooms at a point keeps that point', () => {
    const from = { scale: 0.25, x: 10, y: 20 };
    const cursor = { x: 700, y: 300 };
    const under = toScene(from, cursor);
    const to = zoomAt(from, cursor, 2);
    for (const share of [0, 0.2, 0.5, 0.9, 1]) {
      const step = mixViews(from, to, share);
      expect(toFrame(step, under).x).toBeCloseTo(cursor.x, 6);
      expect(toFrame(step, under).y).toBeCloseTo(cursor.y, 6);
    }
    expect(mixViews(from, to, 0.5).scale).toBeCloseTo(Math.sqrt(0.25 * 2));
  });

  test('a glide that only pans moves evenly', () => {
    expect(mixViews({ scale: 1, x: 0, y: 0 }, { scale: 1, x: 10, y: -4 }, 0.5)).toEqual({ scale: 1, x: 5, y: -2 });
  });
});

describe('keeping the scene in reach', () => {
  test('scales outside of the limits are brought back to them', () => {
    expect(clampView({ scale: 1e-9, x: 0, y: 0 }, scene, frame, 0.05, 0).scale).toBe(0.05);
    expect(clampView({ scale: 1e9, x: 0, y: 0 }, scene, frame, 0.05, 0).scale).toBe(largestScale);
  });

  test('an axis with room to spare is centred', () => {
    const view = clampView({ scale: 0.1, x: -900, y: 5000 }, scene, frame, 0.01, 30);
    expect(view).toEqual({ scale: 0.1, x: 300, y: 250 });
  });

  test('a larger scene can be pulled in by the margin and no further', () => {
    const view = { scale: 1, x: 0, y: 0 };
    const right = clampView(panBy(view, 1e5, 1e5), scene, frame, 0.1, 30);
    expect(right).toEqual({ scale: 1, x: 30, y: 30 });
    const left = clampView(panBy(view, -1e5, -1e5), scene, frame, 0.1, 30);
    expect(left).toEqual({ scale: 1, x: 1000 - 4000 - 30, y: 800 - 3000 - 30 });
  });

  test('a view within the limits stays as it is', () => {
    const view = { scale: 0.7, x: -512.5, y: -100.25 };
    expect(clampView(view, scene, frame, 0.1, 30)).toEqual(view);
  });
});
