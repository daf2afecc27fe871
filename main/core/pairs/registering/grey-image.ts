import type { Rectangle, Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';

/** Luma as one byte per pixel, rows from the top, contrast stretched to fill 0..255. */
export interface GreyImage extends Size {
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A grey copy of a part of a photo, and which part of the photo (in its pixels) it shows. */
export interface GreyCopy {
  readonly image: GreyImage;
  readonly shows: Rectangle;
}

/** Share of the darkest and of the brightest pixels that the stretch may clip. */
const clippedShare = 0.005;

/**
 * BT.601 luma of the encoded values, stretched so that the darkest and brightest half per cent reach black and white.
 * That makes two photos of different exposure comparable and keeps the detectors' thresholds meaningful.
 */
export function greyOf(image: PixelImage): GreyImage {
  const { width, height, data } = image;
  const shift = image.depth === 16 ? 8 : 0;
  const luma = new Uint16Array(width * height);
  const histogram = new Uint32Array(2048);
  for (let index = 0, at = 0; index < luma.length; index += 1, at += 3) {
    const sum = 299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0);
    const value = Math.floor(sum / (125 * 2 ** shift));
    luma[index] = value;
    histogram[value] = (histogram[value] ?? 0) + 1;
  }
  return { width, height, data: stretch(luma, histogram) };
}

/** A part of a grey image, copied. The rectangle has to lie inside. */
export function cropGrey(image: GreyImage, { x, y, width, height }: Rectangle): GreyImage {
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = (y + row) * image.width + x;
    data.set(image.data.subarray(start, start + width), row * width);
  }
  return { width, height, data };
}

/** `luma` has eleven bits, so that stretching a flat photo leaves no steps. */
function stretch(luma: Uint16Array, histogram: Uint32Array): Uint8Array<ArrayBuffer> {
  const clipped = luma.length * clippedShare;
  const black = firstAbove(histogram, clipped);
  const white = histogram.length - 1 - firstAbove(histogram.toReversed(), clipped);
  const gain = 255 / Math.max(white - black, 1);
  const table = Uint8Array.from(histogram, (_, value) =>
    Math.min(255, Math.max(0, Math.round((value - black) * gain))),
  );
  const data = new Uint8Array(luma.length);
  for (let index = 0; index < luma.length; index += 1) data[index] = table[luma[index] ?? 0] ?? 0;
  return data;
}

function firstAbove(histogram: Uint32Array, count: number): number {
  let sum = 0;
  return Math.max(
    0,
    histogram.findIndex((entry) => (sum += entry) > count),
  );
}
