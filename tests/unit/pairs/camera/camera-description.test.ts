import { describe, expect, it } from 'vitest';
import {
  cameraDescriptionLength,
  describeCamera,
  describedFrequencies,
  describeGains,
  gainsOf,
  unknownCamera,
} from '#native-models/dcsr/camera-description';
import { describeEstimate } from '#core/pairs/camera/describe-estimate';
import { responseOf } from './known-camera.ts';

/** Four equal pixels: what shrinking by means of 2 x 2 does. */
const meansOfFour = { size: 3, values: [0, 0, 0, 0, 0.25, 0.25, 0, 0.25, 0.25] };

describe('the description of a camera', () => {
  it('refuses a response of even size, with values missing, and numbers that are not finite', () => {
    expect(() => describeCamera({ size: 2, values: [1, 0, 0, 0] }, 0)).toThrow(RangeError);
    expect(() => describeCamera({ size: 3, values: [1, 0] }, 0)).toThrow(/3 with 2 values/);
    expect(() => describeCamera(meansOfFour, NaN)).toThrow(RangeError);
    expect(() => describeGains([1, 1, 1], 0)).toThrow(RangeError);
  });

  it('measures the gains of a Gaussian as exp(-2 pi^2 sigma^2 f^2)', () => {
    const sigma = 1.4;
    gainsOf(responseOf({ sigmas: [sigma, sigma] })).forEach((gain, index) => {
      const frequency = describedFrequencies[index] ?? NaN;
      expect(gain).toBeCloseTo(Math.exp(-2 * (Math.PI * sigma * frequency) ** 2), 4);
    });
  });

  it('averages over directions', () => {
    const mean = describedFrequencies.map((frequency) => {
      const gains = Array.from({ length: 720 }, (_, step) => {
        const [x, y] = [Math.cos((step * Math.PI) / 720), Math.sin((step * Math.PI) / 720)];
        return Math.exp(-2 * (Math.PI * frequency) ** 2 * ((0.9 * x) ** 2 + (1.8 * y) ** 2));
      });
      return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    });
    gainsOf(responseOf({ sigmas: [0.9, 1.8], angle: 0.7 })).forEach((gain, index) => {
      expect(gain).toBeCloseTo(mean[index] ?? NaN, 3);
    });
  });

  it('does not depend on where the response is centred', () => {
    const moved = { size: 3, values: [0.25, 0.25, 0, 0.25, 0.25, 0, 0, 0, 0] };
    expect(describeCamera(moved, 0.01)).toEqual(describeCamera(meansOfFour, 0.01));
  });

  it('is zero for the middle of the simulated cameras and for an unknown one', () => {
    expect([...describeGains([1, 0.8, 0.55, 0.35], 0.005)].map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
    expect(describeEstimate(null)).toEqual(new Float32Array(cameraDescriptionLength));
    expect(describeEstimate(null)).not.toBe(unknownCamera);
  });

  it('keeps every plausible camera near zero and any other within three spreads', () => {
    for (const camera of [
      { sigmas: [0.5, 0.5] },
      { sigmas: [2.4, 2.4] },
      { sigmas: [2, 2], sharpening: { amount: 1.5, radius: 3.5 } },
    ] as const)
      for (const noise of [0, 0.02])
        for (const value of describeCamera(responseOf(camera), noise)) expect(Math.abs(value)).toBeLessThanOrEqual(3);
    [...describeGains([9, -9, 0.55, 0.35], 1)].forEach((value, index) => {
      expect(value).toBeCloseTo([3, -3, 0, 0, 3][index] ?? NaN, 5);
    });
  });

  it('tells a sharp camera from a soft one by more than one spread', () => {
    const [sharp, soft] = [0.6, 1.8].map((sigma) => describeCamera(responseOf({ sigmas: [sigma, sigma] }), 0));
    expect((sharp?.[2] ?? NaN) - (soft?.[2] ?? NaN)).toBeGreaterThan(1);
  });
});
