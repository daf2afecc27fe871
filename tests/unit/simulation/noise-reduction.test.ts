import { expect, test } from 'vitest';
import { reduceNoise } from '#native-models/simulation/camera/sharpening';
import { createPlanarImage } from '#native-models/simulation/planar-image';

const side = 48;

/** A chequered texture of the given contrast on grey, the same in every colour. */
function chequered(contrast: number) {
  const image = createPlanarImage(side, side);
  image.data.forEach((_, at) => {
    const [x, y] = [at % side, Math.floor(at / side) % side];
    image.data[at] = 0.5 + ((x + y) % 2 === 0 ? contrast : -contrast);
  });
  return image;
}

/** Of what was there, in the middle, where no border is near. */
function kept(contrast: number): number {
  const image = chequered(contrast);
  reduceNoise(image, { threshold: 0.01, sigma: 1 });
  const at = (side / 2) * side + side / 2;
  return Math.abs((image.data[at] ?? 0) - (image.data[at + 1] ?? 0)) / (2 * contrast);
}

test('noise reduction takes weak texture, half of what is as strong as its threshold, and leaves what is strong', () => {
  expect(kept(0.002)).toBeLessThan(0.1);
  expect(kept(0.01)).toBeCloseTo(0.5, 1);
  expect(kept(0.2)).toBeGreaterThan(0.99);
});

test('noise reduction leaves what is even as it is', () => {
  const image = createPlanarImage(side, side);
  image.data.fill(0.3);
  reduceNoise(image, { threshold: 0.04, sigma: 1 });
  expect(image.data.every((value) => Math.abs(value - 0.3) < 1e-6)).toBe(true);
});
