import { describe, expect, it } from 'vitest';
import { phoneOf, shrinkingKernel } from '#core/adaptation/phone';
import { blurOf } from '#core/adaptation/response-blur';
import type { CameraEstimate } from '#core/camera/estimate-camera';

function estimate(values: number[], pixels: number, noiseByLevel: CameraEstimate['noiseByLevel'] = []): CameraEstimate {
  const size = Math.sqrt(values.length);
  return { response: { size, values: Float32Array.from(values) }, noise: 0, noiseByLevel, explained: 0.9, pixels };
}

const left = [0, 0, 0, 1, 0, 0, 0, 0, 0];
const right = [0, 0, 0, 0, 0, 1, 0, 0, 0];

describe('the phone of several pairs', () => {
  it('cannot be told from no pair', () => {
    expect(() => phoneOf([])).toThrow(RangeError);
  });

  it('averages responses by the pixels that speak for them', () => {
    const { response } = phoneOf([estimate(left, 30_000), estimate(right, 10_000)]);
    expect(Array.from(response.values)).toEqual([0, 0, 0, 0.75, 0, 0.25, 0, 0, 0]);
  });

  it('keeps the noise of every brightness that any pair had, rising in brightness', () => {
    const { noise } = phoneOf([
      estimate(left, 10_000, [
        { level: 0.9, deviation: 0.02 },
        { level: 0.3, deviation: 0.01 },
      ]),
      estimate(left, 30_000, [{ level: 0.34, deviation: 0.03 }]),
    ]);
    expect(noise.map(({ level }) => level)).toEqual([expect.closeTo(0.33, 6), expect.closeTo(0.9, 6)]);
    expect(noise.map(({ deviation }) => deviation)).toEqual([expect.closeTo(0.025, 6), expect.closeTo(0.02, 6)]);
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
