import type { Rectangle } from '#contract/geometry';
import { mirrored } from '#native-models/planes';
import { sharp } from '../image-library.ts';
import { whiteOf, type PixelImage } from '../pixel-image.ts';

export { warpPlanar } from './warp-planar.ts';

/**
 * The image shrunk so that its longer side is `longSide` pixels, or the image itself when it is not larger. Anti-aliased; depth and
 * profile stay. Edges stay edges: point (x, y) of the image is (x * s, y * t) of the result, s and t the ratios of widths and heights.
 */
export async function shrinkImage(image: PixelImage, longSide: number): Promise<PixelImage> {
  const scale = longSide / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const pipeline = sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
    limitInputPixels: false,
  })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace(image.depth === 16 ? 'rgb16' : 'srgb');
  const bytes = await pipeline.raw({ depth: image.depth === 16 ? 'ushort' : 'uchar' }).toBuffer();
  const data =
    image.depth === 16
      ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { ...image, width, height, data };
}

/**
 * A part of the image as [3, height, width] floats, 0 black and 1 white, as encoded. The rectangle may reach outside, where the
 * picture goes on mirrored at its edge (... 1 0 | 0 1 ...), which falls on the same place at every scale.
 */
export function planarTile(image: PixelImage, rectangle: Rectangle): Float32Array {
  const plane = rectangle.width * rectangle.height;
  const tile = new Float32Array(3 * plane);
  const columns = mirroredIndices(rectangle.x, rectangle.width, image.width);
  const rows = mirroredIndices(rectangle.y, rectangle.height, image.height);
  const gain = 1 / whiteOf(image.depth);
  const { data } = image;
  let target = 0;
  for (const row of rows) {
    const start = row * image.width;
    for (const column of columns) {
      const source = (start + column) * 3;
      tile[target] = (data[source] ?? 0) * gain;
      tile[target + plane] = (data[source + 1] ?? 0) * gain;
      tile[target + 2 * plane] = (data[source + 2] ?? 0) * gain;
      target++;
    }
  }
  return tile;
}

/** The pixels of a line of `length` that stand for `count` pixels from `first` on. */
function mirroredIndices(first: number, count: number, length: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => mirrored(first + index, length));
}

/** A part of an image, the image itself when that is all of it. The rectangle has to lie inside. */
export function cropImage(image: PixelImage, { x, y, width, height }: Rectangle): PixelImage {
  if (width === image.width && height === image.height) return image;
  const data = image.depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const start = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { ...image, width, height, data };
}
