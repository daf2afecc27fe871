import type { Rectangle, Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';

/** The part of an image that `choose` picks from its size; the image itself when that is all of it. */
export function cropImage(image: PixelImage, choose: (size: Size) => Rectangle): PixelImage {
  const { x, y, width, height } = choose(image);
  if (width === image.width && height === image.height) return image;
  const data = image.depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const start = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { ...image, width, height, data };
}
