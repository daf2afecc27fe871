import type { PixelImage } from '#core/image/pixel-image';

/**
 * The photo turned by 180 degrees: at any place it shows something else than the scene, with the same colours and the same
 * sharpness, which is what a wrong reference looks like at its most convincing.
 */
export function disguised(image: PixelImage): PixelImage {
  const data = image.data.slice();
  for (let pixel = 0; pixel < image.width * image.height; pixel += 1) {
    const source = (image.width * image.height - 1 - pixel) * 3;
    for (let channel = 0; channel < 3; channel += 1) data[pixel * 3 + channel] = image.data[source + channel] ?? 0;
  }
  return { ...image, data };
}
