import { describe, expect, it } from 'vitest';
import { phoneOf, sharpeningKernel, shrinkingKernel, type PairEvidence } from '#core/learning/adaptation/phone';
import { blurOf } from '#core/learning/adaptation/measure-zones';
import type { CameraEstimate } from '#core/pairs/camera/estimate-camera';

function evidence(
  values: number[],
  pixels: number,
  more: Partial<Pick<CameraEstimate, 'noiseByLevel' | 'unexplained'>> = {},
): PairEvidence {
  const response = { size: Math.sqrt(values.length), values: Float32Array.from(values) };
  const estimate = { response, noise: 0, noiseByLevel: [], explained: 0.9, unexplained: 0, pixels, ...more };
  return { estimate, formations: [] };
}

const left = [0, 0, 0, 1, 0, 0, 0, 0, 0];
const right = [0, 0, 0, 0, 0, 1, 0, 0, 0];

describe('the phone of several pairs', () => {
  it('cannot be told from no pair', () => {
    expect(() => phoneOf([])).toThrow(RangeError);
  });

  it('averages responses by the pixels that speak for them', () => {
    const { response } = phoneOf([evidence(left, 30_000), evidence(right, 10_000)]);
    expect(Array.from(response.values)).toEqual([0, 0, 0, 0.75, 0, 0.25, 0, 0, 0]);
  });

  it('keeps the noise of every brightness that any pair had, rising in brightness', () => {
    const { noise } = phoneOf([
      evidence(left, 10_000, {
        noiseByLevel: [
          { level: 0.9, deviation: 0.02 },
          { level: 0.3, deviation: 0.01 },
        ],
      }),
      evidence(left, 30_000, { noiseByLevel: [{ level: 0.34, deviation: 0.03 }] }),
    ]);
    expect(noise.map(({ level }) => level)).toEqual([expect.closeTo(0.33, 6), expect.closeTo(0.9, 6)]);
    expect(noise.map(({ deviation }) => deviation)).toEqual([expect.closeTo(0.025, 6), expect.closeTo(0.02, 6)]);
  });
});

describe('how a phone’s photos come about', () => {
  it('is its response on light where no pair says otherwise', () => {
    const { response, formation } = phoneOf([evidence(left, 10_000)]);
    expect(formation).toEqual({ response, domain: 'light', sharpening: null });
  });

  it('averages what is unexplained by the pixels that speak for it', () => {
    const pairs = [evidence(left, 30_000, { unexplained: 0.1 }), evidence(left, 10_000, { unexplained: 0.02 })];
    expect(phoneOf(pairs).unexplained).toBeCloseTo(0.08, 6);
  });
});

describe('the sharpening kernel', () => {
  it('is none without sharpening', () => {
    expect(sharpeningKernel({ response: { size: 1, values: [1] }, domain: 'light', sharpening: null })).toBeNull();
  });

  it('adds a pixel’s difference from its surroundings, and nothing to what is flat', () => {
    const sharpening = { amount: 0.8, sigma: 1.5 };
    const kernel = sharpeningKernel({ response: { size: 1, values: [1] }, domain: 'light', sharpening });
    const { side, values } = kernel ?? expect.unreachable();
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
    const centre = (side * side - 1) / 2;
    expect(values[centre]).toBeCloseTo(0.8 * (1 - 1 / (2 * Math.PI * 1.5 ** 2)), 3);
    expect((values[centre + 2] ?? NaN) / (values[centre + 1] ?? NaN)).toBeCloseTo(Math.exp(-3 / (2 * 1.5 ** 2)), 4);
  });
});

describe('the shrinking kernel', () => {
  it('leaves out the empty first row and column of a response', () => {
    const kernel = shrinkingKernel({ size: 3, values: [0, 0, 0, 0, 1, 2, 0, 3, 4] });
    expect(kernel.side).toBe(2);
    expect(Array.from(kernel.values)).toEqual([1, 2, 3, 4]);
  });
});

describe('the blur of a response', () => {
  it('is that of a Gaussian, along and across it', () => {
    const size = 21;
    const values = Array.from({ length: size * size }, (_, at) => {
      const [x, y] = [(at % size) - 10, Math.floor(at / size) - 10];
      return Math.exp(-(((x + y) / 2 ** 0.5) ** 2) / (2 * 2.4 ** 2) - ((x - y) / 2 ** 0.5) ** 2 / (2 * 1.2 ** 2));
    });
    const { most, least } = blurOf({ size, values });
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThan(2.4);
    expect(least).toBeGreaterThan(1);
    expect(least).toBeLessThan(1.2);
  });
});
