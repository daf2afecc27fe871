import { mirrored, type Plane } from '#native-models/planes';

/**
 * What is left of a plane without its copy smoothed by [1 4 6 4 1] / 16 along both axes, mirrored at the borders: half of the
 * amplitude is kept at 0.16 cycles a pixel, nearly all of it from 0.25 on, where a picture enlarged by two has nothing of its own.
 */
export function highBand({ width, height, data: values }: Plane): Plane {
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (offset: number): number => values[y * width + mirrored(x + offset, width)] ?? 0;
      across[y * width + x] = (at(-2) + at(2) + 4 * (at(-1) + at(1)) + 6 * at(0)) / 16;
    }
  }
  const band = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const rows = [-2, -1, 0, 1, 2].map((offset) => mirrored(y + offset, height) * width);
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = rows;
    for (let x = 0; x < width; x += 1) {
      const outer = (across[first + x] ?? 0) + (across[fifth + x] ?? 0);
      const inner = (across[second + x] ?? 0) + (across[fourth + x] ?? 0);
      band[y * width + x] = (values[y * width + x] ?? 0) - (outer + 4 * inner + 6 * (across[third + x] ?? 0)) / 16;
    }
  }
  return { width, height, data: band };
}
