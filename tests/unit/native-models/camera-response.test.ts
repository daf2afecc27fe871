import { describe, expect, it } from 'vitest';
import { describedFrequencies, gainsOf } from '#native-models/camera-response';
import { responseOf } from '../pairs/camera/known-camera.ts';

/** Four equal pixels: what shrinking by means of 2 x 2 does. */
const meansOfFour = { size: 3, values: [0, 0, 0, 0, 0.25, 0.25, 0, 0.25, 0.25] };

describe('the gains of a camera', () => {
  it('refuses a response of even size, and one with values missing', () => {
    expect(() => gainsOf({ size: 2, values: [1, 0, 0, 0] })).toThrow(RangeError);
    expect(() => gainsOf({ size: 3, values: [1, 0] })).toThrow(/3 with 2 values/);
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
    gainsOf(moved).forEach((gain, index) => expect(gain).toBeCloseTo(gainsOf(meansOfFour)[index] ?? NaN, 10));
  });
});
