import { type Plane, mirrored } from '#native-models/planes';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';

/**
 * Luma as the super-resolution literature measures it: ITU-R BT.601 with its studio range,
 * Y = 16 + 65.481 R + 128.553 G + 24.966 B for R, G, B in 0..1 as encoded; so white is 235, and errors count against a peak of 255.
 */
export function lumaOf(image: PixelImage): Plane {
  const { width, height, data } = image;
  const white = whiteOf(image.depth);
  const values = new Float32Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel += 1) {
    const red = data[pixel * 3] ?? 0;
    const green = data[pixel * 3 + 1] ?? 0;
    const blue = data[pixel * 3 + 2] ?? 0;
    values[pixel] = 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / white;
  }
  return { width, height, data: values };
}

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
