import { describe, expect, it } from 'vitest';
import { composeReferences, nobody, type TelePart } from '#core/enhancement/inference/compose-references';
import { handOver } from '#core/pairs/camera/wide-camera';

const [width, height] = [60, 20];
const plane = width * height;

function planeOf(value: (x: number) => number): Float32Array {
  return Float32Array.from({ length: plane }, (_, at) => value(at % width));
}

/** A tele of one grey. */
function part(
  grey: number,
  options: { validity?: (x: number) => number; depth?: (x: number) => number; fineness?: number; noise?: number } = {},
): TelePart {
  const { validity = () => 1, depth = () => 0.5, fineness = 3, noise = 0.01 } = options;
  const tile = {
    ...{ width, height, camera: handOver, noise },
    pixels: new Float32Array(3 * plane).fill(grey),
    validity: planeOf(validity),
  };
  return { tile, depth: planeOf(depth), fineness };
}

/** The middle row. */
function greysOf({ pixels }: { pixels: Float32Array }): number[] {
  return [...pixels.subarray(10 * width, 11 * width)];
}

const left = part(0.2, { depth: (x) => (59.7 - x) / 60 });
const right = part(0.8, { depth: (x) => x / 60 });

describe('composeReferences', () => {
  it('refuses to make something of nothing', () => {
    expect(() => composeReferences([])).toThrow(RangeError);
  });

  it('cuts between equal teles where both borders are as far, and blends over a few pixels', () => {
    const composed = composeReferences([left, right]);
    const greys = greysOf(composed);
    expect(greys.slice(0, 24).every((grey) => Math.abs(grey - 0.2) < 1e-6)).toBe(true);
    expect(greys.slice(37).every((grey) => Math.abs(grey - 0.8) < 1e-6)).toBe(true);
    const between = greys.slice(24, 37);
    expect(between).toEqual(between.toSorted((one, other) => one - other));
    expect(Math.max(...between.slice(1).map((grey, at) => grey - (between[at] ?? 0)))).toBeLessThan(0.15);
    expect(composed.validity.every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
  });

  it('gives the same whatever the order', () => {
    const [one, other] = [composeReferences([left, right]), composeReferences([right, left])];
    expect(one.validity).toEqual(other.validity);
    one.pixels.forEach((value, at) => expect(other.pixels[at]).toBeCloseTo(value, 6));
  });

  it.each<[string, TelePart, TelePart]>([
    ['that is trusted over a finer one', part(0.3, { fineness: 2 }), part(0.7, { validity: () => 0.6, fineness: 5 })],
    ['that is finer over one whose border is farther', part(0.3, { fineness: 5 }), part(0.7, { depth: () => 1 })],
    ['whose border is farther', part(0.3, { depth: () => 0.6 }), part(0.7)],
  ])('shows the tele %s', (_, best, other) => {
    const composed = composeReferences([other, best]);
    expect(greysOf(composed).every((grey) => Math.abs(grey - 0.3) < 1e-6)).toBe(true);
    expect(composed.rulers.every((ruler) => ruler === 1)).toBe(true);
  });

  it('leaves a tele before it fades at its border, when another one is there', () => {
    const fading = part(0.2, { fineness: 9, validity: (x) => Math.min(1, Math.max(0, (40 - x) / 16)) });
    const { validity } = composeReferences([fading, part(0.8)]);
    expect(Math.min(...validity)).toBeGreaterThan(0.85);
  });

  it('ends where all of them end', () => {
    const ending = part(0.2, { validity: (x) => (x < 30 ? 1 : 0) });
    const composed = composeReferences([ending, part(0.8, { validity: (x) => (x < 15 ? 1 : 0), depth: () => 0.9 })]);
    expect([...composed.validity.subarray(0, 30)].every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
    expect(composed.validity.subarray(31, 60).every((value) => value === 0)).toBe(true);
    expect(composed.rulers[45]).toBe(nobody);
  });

  it('means the noise by what each shows', () => {
    const few = part(0.2, { noise: 0.03, validity: (x) => (x < 15 ? 1 : 0) });
    const many = part(0.8, { noise: 0.01, validity: (x) => (x < 15 ? 0 : 1) });
    expect(composeReferences([few, many]).noise).toBeCloseTo(0.015, 6);
  });
});
