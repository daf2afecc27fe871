import { describe, expect, it } from 'vitest';
import { createEdgeMeasure, type EdgeStep } from '#core/learning/evaluation/edge-step';
import { highBand } from '#core/learning/evaluation/luma';
import type { Plane } from '#native-models/planes';
import { randomNumbers } from '../../../support/simulated-pair.ts';

const [width, height] = [640, 480];
const frame = { left: 150, top: 140, right: 490, bottom: 340 };
const overlap = [
  { x: frame.left, y: frame.top },
  { x: frame.right, y: frame.top },
  { x: frame.right, y: frame.bottom },
  { x: frame.left, y: frame.bottom },
];

function planeOf(value: (x: number, y: number) => number): Plane {
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, index) => value(index % width, Math.floor(index / width))),
  };
}

/** From the border, positive inside. */
function depth(x: number, y: number): number {
  return Math.min(x + 0.5 - frame.left, frame.right - x - 0.5, y + 0.5 - frame.top, frame.bottom - y - 0.5);
}

/** Every pixel by itself, so of all frequencies alike. */
const random = randomNumbers(4);
const texture = planeOf(() => 20 * (random() - 0.5));
const truth = planeOf((x, y) => 100 + (texture.data[y * width + x] ?? 0) * (1 + y / 200));

/** The truth with its deviations from 100 multiplied. */
function contrasted(factor: (x: number, y: number) => number): Plane {
  return planeOf((x, y) => 100 + ((truth.data[y * width + x] ?? 0) - 100) * factor(x, y));
}

function measured(result: Plane): EdgeStep {
  const step = createEdgeMeasure(truth, overlap)(result);
  if (step === null) throw new Error('Expected a border with texture');
  return step;
}

describe('createEdgeMeasure', () => {
  it('says nothing of a border without texture, nor of none', () => {
    const flat = planeOf(() => 90);
    expect(createEdgeMeasure(flat, overlap)(truth)).toBeNull();
    expect(createEdgeMeasure(truth, [])(truth)).toBeNull();
    expect(
      createEdgeMeasure(
        truth,
        overlap.map(({ x, y }) => ({ x: x / 8, y: y / 8 })),
      )(truth),
    ).toBeNull();
  });

  it('leaves out sides that the picture cuts off', () => {
    const toTheLeft = overlap.map(({ x, y }) => ({ x: x === frame.left ? 0 : x, y }));
    const all = measured(truth).segments;
    const cut = createEdgeMeasure(truth, toTheLeft)(truth)?.segments ?? 0;
    // Of the left side one segment less, of top and bottom two more each.
    expect([all, cut]).toEqual([8, 11]);
  });

  it('finds nothing in the truth, whatever step the scene itself has', () => {
    const step = measured(truth);
    expect(step.excess).toEqual({ value: 0, noise: 0 });
    expect(step.result).toEqual(step.truth);
    expect(step.brightness).toBe(0);
    expect(step.seam).toBe(0);
    expect(step.profile.map(({ distance }) => distance)).toEqual(
      Array.from({ length: 32 }, (_, index) => 4 * index - 62),
    );
  });

  it('finds nothing when everything is equally soft', () => {
    const { excess, profile } = measured(contrasted(() => 0.5));
    expect(excess.value).toBeCloseTo(0, 1);
    for (const { sharpness } of profile) expect(sharpness.value).toBeCloseTo(20 * Math.log10(0.5), 1);
  });

  it.each([
    [0.9, 0.6],
    [0.5, 0.8],
  ])('measures a step from %d inside to %d outside, in decibels', (inside, outside) => {
    const { excess, profile } = measured(contrasted((x, y) => (depth(x, y) > 0 ? inside : outside)));
    expect(excess.value).toBeCloseTo(20 * Math.log10(inside / outside), 1);
    expect(excess.noise).toBeLessThan(0.05);
    expect(profile.at(-1)?.sharpness.value).toBeCloseTo(20 * Math.log10(inside), 1);
    expect(profile[0]?.sharpness.value).toBeCloseTo(20 * Math.log10(outside), 1);
  });

  it('takes a sharp line along the border for a line, not for a step', () => {
    const line = (x: number, y: number): boolean => depth(x, y) > 0 && depth(x, y) < 2;
    const drawn = planeOf((x, y) => (truth.data[y * width + x] ?? 0) + (line(x, y) ? 20 : 0));
    const { excess, seam } = measured(drawn);
    expect(Math.abs(excess.value)).toBeLessThan(0.05);
    expect(seam).toBeGreaterThan(1);
  });

  it('counts a step of brightness in grey levels, and does not call it sharpness', () => {
    const brighter = planeOf((x, y) => (truth.data[y * width + x] ?? 0) + (depth(x, y) > 0 ? 3 : 0));
    const { excess, brightness } = measured(brighter);
    expect(brightness).toBeCloseTo(3, 3);
    expect(Math.abs(excess.value)).toBeLessThan(0.02);
  });

  it('does not mind which way round the overlap runs', () => {
    const result = contrasted((x, y) => (depth(x, y) > 0 ? 0.9 : 0.6));
    expect(createEdgeMeasure(truth, overlap.toReversed())(result)?.excess.value).toBeCloseTo(
      measured(result).excess.value,
      9,
    );
  });
});

describe('highBand', () => {
  const pattern: Plane = {
    width: 53,
    height: 37,
    data: Float32Array.from({ length: 53 * 37 }, (_, index) => {
      const [x, y] = [index % 53, Math.floor(index / 53)];
      return (x * 7 + y * 13 + x * y) % 256;
    }),
  };

  /** SciPy: values - convolve1d along both axes with [1, 4, 6, 4, 1] / 16, mode='reflect'. */
  it.each([
    [0, 0, -8.94140625],
    [1, 35, 74.25390625],
    [30, 20, -41],
    [52, 36, 36.05859375],
  ])('gives the numbers of SciPy at %d, %d', (x, y, expected) => {
    expect(highBand(pattern).data[y * 53 + x]).toBeCloseTo(expected, 3);
  });

  it('is nothing for an even plane, and not confused by one smaller than its reach', () => {
    expect([...highBand({ width: 1, height: 2, data: Float32Array.of(7, 7) }).data]).toEqual([0, 0]);
  });
});
