import type { Plane } from '#native-models/planes';
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
