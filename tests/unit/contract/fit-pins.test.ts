import { describe, expect, it } from 'vitest';
import { fitPins } from '#contract/fit-pins';
import { applyHomography, composeHomographies, type Homography, type Point } from '#contract/geometry';
import type { Pin } from '#contract/project-edits';

const start: Homography = [0.5, 0.01, 900, -0.012, 0.49, 700, 2e-6, -1e-6, 1];
const places: Point[] = [
  { x: 300, y: 400 },
  { x: 3600, y: 500 },
  { x: 3500, y: 2700 },
  { x: 400, y: 2500 },
];

/** Pins that say `truth` at some places of the tele. */
function pinsOf(truth: Homography, tele: readonly Point[]): Pin[] {
  return tele.map((place) => ({ tele: place, wide: applyHomography(truth, place) }));
}

function errorAt(found: Homography, truth: Homography, points: readonly Point[]): number {
  return Math.max(
    ...points.map((point) => {
      const [one, other] = [applyHomography(found, point), applyHomography(truth, point)];
      return Math.hypot(one.x - other.x, one.y - other.y);
    }),
  );
}

const shifted: Homography = [1, 0, 31, 0, 1, -22, 0, 0, 1];
const turned: Homography = [1.02, -0.05, 40, 0.05, 1.02, -30, 0, 0, 1];
const sheared: Homography = [1.02, -0.02, 40, 0.06, 0.97, -30, 0, 0, 1];
const tilted: Homography = [1.02, -0.02, 40, 0.06, 0.97, -30, 1e-5, -2e-5, 1];

describe('pins', () => {
  it('that are none leave the tele where it is', () => {
    expect(fitPins(start, [])).toEqual(start);
  });

  it.each([
    ['one', 'a shift', shifted, 1],
    ['two', 'a turn and a scale', turned, 2],
    ['three', 'a shear', sheared, 3],
    ['four', 'any homography', tilted, 4],
  ] as const)('%s find %s exactly', (_count, _what, move, count) => {
    const truth = composeHomographies(move, start);
    const found = fitPins(start, pinsOf(truth, places.slice(0, count)));
    expect(errorAt(found, truth, [...places, { x: 0, y: 0 }, { x: 4000, y: 3000 }])).toBeLessThan(1e-6);
  });

  it('all over each other shift by their mean', () => {
    const truth = composeHomographies(shifted, start);
    const found = fitPins(start, pinsOf(truth, [places[0], places[0], places[0], places[0]] as Point[]));
    expect(errorAt(found, truth, places)).toBeLessThan(1e-6);
  });

  it.each([3, 4])('%i on a line only shift, turn and scale', (count) => {
    const line = Array.from({ length: count }, (_, index) => ({ x: 500 + 700 * index, y: 600 + 400 * index }));
    const truth = composeHomographies(turned, start);
    expect(errorAt(fitPins(start, pinsOf(truth, line)), truth, places)).toBeLessThan(1e-6);
  });

  it('that would fold the tele over leave it whole', () => {
    const pins = pinsOf(start, places).map((pin, index, all) => {
      const partner = all[[1, 0, 2, 3][index] ?? 0];
      return { tele: pin.tele, wide: partner?.wide ?? pin.wide };
    });
    const [a, b, c, d, e, f, g, h] = fitPins(start, pins);
    expect(a * e - b * d).toBeGreaterThan(0);
    expect([a, b, c, d, e, f, g, h].every(Number.isFinite)).toBe(true);
  });
});
