import { describe, expect, it } from 'vitest';
import { createPlanarImage, type PlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/random';
import {
  drawTruthCamera,
  photographTruth,
  seeAsTruth,
  type TruthCamera,
} from '#native-models/simulation/scene/photographed-truth';
import ranges from '../../../native-models/simulation/ranges.json' with { type: 'json' };

const side = 96;

function scene(valueAt: (x: number, y: number) => number): PlanarImage {
  const image = createPlanarImage(side, side);
  image.data.forEach((_, at) => (image.data[at] = valueAt(at % side, Math.floor(at / side) % side)));
  return image;
}

const camera: TruthCamera = { blur: 1, noise: { shot: 0.0002, read: 0.002 }, sharpening: null };

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encoded = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

describe('drawTruthCamera', () => {
  it('draws a camera in the share it should, sharpened in the share it should', () => {
    const drawn = Array.from({ length: 400 }, (_, seed) => drawTruthCamera(createRandom(seed)));
    const cameras = drawn.filter((one) => one !== null);
    expect(Math.abs(cameras.length / 400 - ranges.truth.photographed)).toBeLessThan(0.08);
    const sharpened = cameras.filter(({ sharpening }) => sharpening !== null);
    expect(Math.abs(sharpened.length / cameras.length - ranges.truth.sharpened)).toBeLessThan(0.1);
    for (const { blur } of cameras) expect(blur).toBeGreaterThanOrEqual(ranges.truth.blur.from);
  });
});

describe('photographTruth', () => {
  it('is in whole steps, noisy, and leaves the scene alone', () => {
    const grey = scene(() => 128 / 255);
    const photo = photographTruth(grey, camera, createRandom(1));
    expect(photo.data.every((value) => Math.abs(255 * value - Math.round(255 * value)) < 1e-3)).toBe(true);
    expect(deviation(photo.data)).toBeGreaterThan(0.004);
    expect(grey.data.every((value) => value === Math.fround(128 / 255))).toBe(true);
  });

  it('is what its camera sees, but for noise', () => {
    const edge = scene((x) => (x < side / 2 ? 0.2 : 0.7));
    const seen = seeAsTruth(edge, camera);
    const photos = Array.from({ length: 24 }, (_, seed) => photographTruth(edge, camera, createRandom(seed)));
    const row = (side / 2) * side;
    for (let x = side / 2 - 4; x < side / 2 + 4; x++) {
      const mean = photos.reduce((sum, { data }) => sum + (data[row + x] ?? NaN) / photos.length, 0);
      expect(Math.abs(mean - (seen.data[row + x] ?? NaN))).toBeLessThan(0.015);
    }
  });
});

describe('seeAsTruth', () => {
  it('blurs light, not encoded values, by the deviation that was drawn', () => {
    const seen = seeAsTruth(
      scene((x) => (x < side / 2 ? 0.2 : 0.7)),
      camera,
    );
    const weights = Array.from({ length: 21 }, (_, tap) => Math.exp(-((tap - 10) ** 2) / 2));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (let x = side / 2 - 3; x < side / 2 + 3; x++) {
      const light = weights.reduce((total, weight, tap) => {
        const value = x + tap - 10 < side / 2 ? 0.2 : 0.7;
        return total + (weight / sum) * linear(value);
      }, 0);
      expect(Math.abs((seen.data[40 * side + x] ?? NaN) - encoded(light))).toBeLessThan(0.01);
    }
  });

  it('has halos where the camera sharpens', () => {
    const sharpening = { amount: 1, sigma: 1.5, chromaSigma: 0 };
    const edge = scene((x) => (x < side / 2 ? 0.3 : 0.6));
    const { data } = seeAsTruth(edge, { ...camera, sharpening });
    const row = Array.from(data.subarray(40 * side, 41 * side));
    expect(Math.min(...row)).toBeLessThan(0.28);
    expect(Math.max(...row)).toBeGreaterThan(0.62);
    expect(row[10]).toBeCloseTo(0.3, 2);
  });
});
