import { describe, expect, test } from 'vitest';
import { applyHomography, composeHomographies, type Homography, type Point } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';
import { compareLayers, loupeAt, loupeLayers } from '../../../renderer/features/compare-viewer/compare-layers.ts';
import type { ComparedPicture } from '../../../renderer/features/compare-viewer/compare-pictures.ts';
import { divisionThrough, lineOf, partOf } from '../../../renderer/viewer/divide-frame.ts';
import { planLayer } from '../../../renderer/viewer/plan-scene.ts';
import { viewHomography } from '../../../renderer/viewer/view-transform.ts';

const frame = { width: 800, height: 600 };
const corners = [
  { x: 0, y: 0 },
  { x: 800, y: 0 },
  { x: 800, y: 600 },
  { x: 0, y: 600 },
];

function area(polygon: readonly Point[]): number {
  return polygon.reduce((sum, point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    return sum + (point.x * next.y - next.x * point.y) / 2;
  }, 0);
}

describe('a division', () => {
  test('of nothing leaves nothing on one side', () => {
    expect(partOf(corners, 'before', { at: 0, angle: 0 }, frame).length).toBeLessThan(3);
    expect(area(partOf(corners, 'after', { at: 0, angle: 0 }, frame))).toBe(480_000);
  });

  test.each([0, 15, 45, 90, 135, 180, -90, -15])(
    'at %i degrees has both parts clockwise and whole together',
    (angle) => {
      for (const at of [0.1, 0.5, 0.77]) {
        const [before, after] = (['before', 'after'] as const).map((side) =>
          area(partOf(corners, side, { at, angle }, frame)),
        );
        expect(before).toBeGreaterThan(0);
        expect((before ?? 0) + (after ?? 0)).toBeCloseTo(480_000, 4);
        const { middle } = lineOf({ at, angle }, frame);
        expect(divisionThrough(middle, angle, frame).at).toBeCloseTo(at, 9);
      }
    },
  );
});

describe('two pictures of a scene', () => {
  const pyramid = (width: number, height: number): Pyramid => ({ key: 'aa', width, height, tileSize: 512, levels: 5 });
  const wide: ComparedPicture = { pyramid: pyramid(4032, 3024), toScene: [2, 0, 0, 0, 2, 0, 0, 0, 1] };
  const result: ComparedPicture = { pyramid: pyramid(8064, 6048), toScene: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const turned: Homography = [0.97, -0.04, 1930.4, 0.037, 0.985, 1487.3, 6e-6, -4e-6, 1];
  const tele: ComparedPicture = { pyramid: pyramid(4032, 3024), toScene: turned };

  /** Where the tiles of a layer put a point of its picture: tile corners are drawn exactly there, and linear in between. */
  function shownAt(picture: ComparedPicture, point: Point, scale: number): Point {
    const view = { scale, x: 31.37 - 2200 * scale, y: -17.81 - 1700 * scale };
    return applyHomography(planLayer(picture, { width: 1600, height: 1000 }, view).toFrame, point);
  }

  test.each([0.11, 0.5, 1, 2.73, 8, 31])('put one place on the same device pixel at scale %d', (scale) => {
    for (const place of [
      { x: 2300.25, y: 1800.75 },
      { x: 4100.5, y: 2900.5 },
    ]) {
      const places = [wide, result, tele].map((picture) => {
        const own = applyHomography(inverse(picture.toScene), place);
        return shownAt(picture, own, scale);
      });
      for (const { x, y } of places) {
        expect(Math.abs(x - (places[1]?.x ?? 0))).toBeLessThan(0.01);
        expect(Math.abs(y - (places[1]?.y ?? 0))).toBeLessThan(0.01);
      }
    }
  });

  const frames = {
    canvas: { width: 1602, height: 900 },
    frame: { width: 800, height: 900 },
    scene: { width: 8064, height: 6048 },
    secondLeft: 802,
    view: { scale: 0.5, x: 3, y: 4 },
  };
  const comparison = { before: [wide], after: [result], division: { at: 0.5, angle: 0 }, isHeld: false } as const;

  test('beside each other have the same view, moved by whole pixels', () => {
    const [left, right] = compareLayers({ ...comparison, mode: 'side' }, frames);
    expect(left?.view).toEqual({ scale: 0.5, x: 3, y: 4 });
    expect(right?.view).toEqual({ scale: 0.5, x: 805, y: 4 });
  });

  test('one at a time show after, and before while the key is held', () => {
    const only = compareLayers({ ...comparison, mode: 'single' }, frames);
    expect(only.map(({ pyramid: { width } }) => width)).toEqual([8064]);
    const held = compareLayers({ ...comparison, mode: 'split', isHeld: true }, frames);
    expect(held.map(({ pyramid: { width } }) => width)).toEqual([4032]);
  });

  test('end where the scene does, however large the pictures are', () => {
    const crop = { ...frames, scene: { width: 1000, height: 600 } };
    const [before, after] = compareLayers({ ...comparison, mode: 'split' }, crop);
    const bounds = (clip: readonly { x: number; y: number }[] = []) => ({
      left: Math.min(...clip.map(({ x }) => x)),
      right: Math.max(...clip.map(({ x }) => x)),
      top: Math.min(...clip.map(({ y }) => y)),
      bottom: Math.max(...clip.map(({ y }) => y)),
    });
    expect(bounds(before?.clip)).toEqual({ left: 3, right: 503, top: 4, bottom: 304 });
    expect(after).toBeUndefined();
    const [, right] = compareLayers({ ...comparison, mode: 'side' }, crop);
    expect(bounds(right?.clip)).toEqual({ left: 805, right: 1305, top: 4, bottom: 304 });
  });

  test('under the loupe show the place of the pointer in the middle of both halves', () => {
    const loupe = loupeAt({ x: 400, y: 300 }, 2);
    const layers = loupeLayers(comparison, loupe, frames);
    const place = { x: (400 - 3) / 0.5, y: (300 - 4) / 0.5 };
    const middles = layers.map(({ view }) => applyHomography(viewHomography(view ?? frames.view), place));
    expect(middles).toEqual([
      { x: loupe.before.x + loupe.before.width / 2, y: 300 },
      { x: loupe.after.x + loupe.after.width / 2, y: 300 },
    ]);
    expect(layers.every(({ view }) => view?.scale === 2)).toBe(true);
  });

  function inverse(h: Homography): Homography {
    const [a, b, c, d, e, f, g, i, k] = h;
    const determinant = a * (e * k - f * i) - b * (d * k - f * g) + c * (d * i - e * g);
    const rows = [
      e * k - f * i,
      c * i - b * k,
      b * f - c * e,
      f * g - d * k,
      a * k - c * g,
      c * d - a * f,
      d * i - e * g,
      b * g - a * i,
      a * e - b * d,
    ];
    const found = rows.map((entry) => entry / determinant) as unknown as Homography;
    expect(
      composeHomographies(found, h).every((entry, index) => Math.abs(entry - (index % 4 === 0 ? 1 : 0)) < 1e-6),
    ).toBe(true);
    return found;
  }
});
