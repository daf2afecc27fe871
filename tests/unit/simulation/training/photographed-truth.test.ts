import { describe, expect, it } from 'vitest';
import { createPlanarImage, type PlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/simulation/random';
import { photographTruth } from '#native-models/simulation/training/photographed-truth';
import ranges from '../../../../native-models/simulation/training/ranges.json' with { type: 'json' };

const side = 160;

function grey(): PlanarImage {
  const scene = createPlanarImage(side, side);
  scene.data.fill(128 / 255);
  return scene;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Luma of means of 2x2 pixels. */
function halvedLuma({ data }: PlanarImage): number[] {
  const half = side / 2;
  return Array.from({ length: half * half }, (_, index) => {
    const at = 2 * Math.floor(index / half) * side + 2 * (index % half);
    const cell = (channel: number): number =>
      [0, 1, side, side + 1].reduce((sum, step) => sum + (data[channel * side * side + at + step] ?? 0) / 4, 0);
    return 0.299 * cell(0) + 0.587 * cell(1) + 0.114 * cell(2);
  });
}

describe('photographTruth', () => {
  const many = Array.from({ length: 60 }, (_, seed) => {
    const scene = grey();
    return { scene, ...photographTruth(scene, createRandom(seed)) };
  });

  it('leaves the scene as it is in the share it should, and says that there is no noise', () => {
    const untouched = many.filter(({ scene, photo }) => scene === photo);
    expect(untouched.length / many.length).toBeGreaterThan(1 - ranges.truth.photographed - 0.17);
    expect(untouched.length / many.length).toBeLessThan(1 - ranges.truth.photographed + 0.17);
    expect(untouched.every(({ noise }) => noise === 0)).toBe(true);
  });

  it('never writes into the scene', () => {
    expect(many.every(({ scene }) => scene.data.every((value) => value === Math.fround(128 / 255)))).toBe(true);
  });

  it('tells the noise that is there after halving', () => {
    const noisy = many.filter(({ noise }) => noise > 0.004);
    expect(noisy.length).toBeGreaterThan(5);
    for (const { photo, noise } of noisy) expect(deviation(halvedLuma(photo)) / noise).toBeCloseTo(1, 1);
  });
});
