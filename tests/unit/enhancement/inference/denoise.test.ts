import { describe, expect, it } from 'vitest';
import { denoise } from '#core/enhancement/inference/denoise';
import { randomNumbers } from '../../../support/simulated-pair.ts';

const [width, height] = [48, 40];
const plane = width * height;

/** Grey 0.3 on the left, 0.8 on the right, with noise of a standard deviation in every channel. */
function noisyEdge(deviation: number): Float32Array {
  const random = randomNumbers(5);
  return Float32Array.from({ length: 3 * plane }, (_, index) => {
    const noise = (random() + random() + random() + random() - 2) * Math.sqrt(3) * deviation;
    return (index % width < width / 2 ? 0.3 : 0.8) + noise;
  });
}

function spread(pixels: Float32Array, columns: readonly [from: number, to: number]): number {
  const chosen = [...pixels].filter((_, index) => index % width >= columns[0] && index % width < columns[1]);
  const mean = chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  return Math.sqrt(chosen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chosen.length);
}

/** He, Sun and Tang's formulas, written out per pixel: a = cov(I, p) / (var(I) + epsilon), b = mean(p) - a mean(I), q = mean(a) I + mean(b). */
function guidedAt(guide: Float32Array, x: number, y: number, radius: number, epsilon: number): number {
  const around = (cx: number, cy: number): number[] => {
    const found: number[] = [];
    for (let j = Math.max(0, cy - radius); j <= Math.min(height - 1, cy + radius); j += 1) {
      for (let i = Math.max(0, cx - radius); i <= Math.min(width - 1, cx + radius); i += 1) found.push(j * width + i);
    }
    return found;
  };
  const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const fits = around(x, y).map((index) => {
    const window = around(index % width, Math.floor(index / width)).map((one) => guide[one] ?? 0);
    const mean = meanOf(window);
    const variance = meanOf(window.map((value) => (value - mean) ** 2));
    const a = variance / (variance + epsilon);
    return { a, b: mean - a * mean };
  });
  return meanOf(fits.map(({ a }) => a)) * (guide[y * width + x] ?? 0) + meanOf(fits.map(({ b }) => b));
}

describe('denoising', () => {
  it('at strength 0 changes nothing', () => {
    const pixels = noisyEdge(0.03);
    const before = Float32Array.from(pixels);
    denoise(pixels, width, height, 0);
    expect(pixels).toEqual(before);
  });

  it('keeps a flat picture as it is, to its corners', () => {
    const pixels = new Float32Array(3 * plane).map((_, index) => [0.2, 0.5, 0.7][Math.floor(index / plane)] ?? 0);
    denoise(pixels, width, height, 1);
    for (const [channel, value] of [0.2, 0.5, 0.7].entries()) {
      for (const place of [0, width - 1, plane - 1, 777]) expect(pixels[channel * plane + place]).toBeCloseTo(value, 5);
    }
  });

  it('takes noise away and leaves the edge, the more the stronger', () => {
    const spreads = [0.25, 0.5, 1].map((strength) => {
      const pixels = noisyEdge(0.02);
      denoise(pixels, width, height, strength);
      const row = (x: number): number => pixels[20 * width + x] ?? 0;
      expect(row(width / 2) - row(width / 2 - 1)).toBeGreaterThan(0.42);
      return spread(pixels, [0, 16]);
    });
    const [weak = 0, middle = 0, strong = 0] = spreads;
    expect(strong).toBeLessThan(0.4 * spread(noisyEdge(0.02), [0, 16]));
    expect(strong).toBeLessThan(middle);
    expect(middle).toBeLessThan(weak);
  });

  it('of a grey picture is the guided filter of the paper, to the corner', () => {
    const grey = noisyEdge(0.04).subarray(0, plane);
    const pixels = Float32Array.from([...grey, ...grey, ...grey]);
    denoise(pixels, width, height, 0.5);
    for (const [x, y] of [
      [0, 0],
      [47, 39],
      [24, 20],
      [23, 1],
      [10, 33],
    ] as const) {
      const expected = guidedAt(grey, x, y, 2, 0.02 ** 2);
      for (const channel of [0, 1, 2]) expect(pixels[channel * plane + y * width + x]).toBeCloseTo(expected, 5);
    }
  });

  it('depends on nothing further than 8 pixels away', () => {
    const [one, other] = [noisyEdge(0.03), noisyEdge(0.03)];
    for (let channel = 0; channel < 3; channel += 1) other[channel * plane + 20 * width + 10] = 1;
    denoise(one, width, height, 1);
    denoise(other, width, height, 1);
    const changed = [...one.keys()].filter((index) => Math.abs((one[index] ?? 0) - (other[index] ?? 0)) > 1e-5);
    expect(changed.length).toBeGreaterThan(0);
    for (const index of changed) {
      expect(Math.abs((index % width) - 10)).toBeLessThanOrEqual(8);
      expect(Math.abs(Math.floor((index % plane) / width) - 20)).toBeLessThanOrEqual(8);
    }
  });
});
