import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';

/** The fewest pixels a side that a photo must have to be enhanced. */
export const smallestSide = 32;

/** Judges a photo by its header, before anything of its size is allocated. Throws `image-too-large` or `image-too-small`. */
export function checkSize({ width, height, path }: Size & { path: string }, pixelLimit: number): void {
  if (width * height > pixelLimit) {
    throw new AppError(
      'image-too-large',
      `${basename(path)} has ${width} x ${height} pixels, ${megapixels(width * height)} megapixels; ` +
        `the limit is ${megapixels(pixelLimit)}. Raise the limit in the settings or use a smaller photo`,
    );
  }
  if (Math.min(width, height) < smallestSide) {
    throw new AppError(
      'image-too-small',
      `${basename(path)} has ${width} x ${height} pixels; a photo needs at least ${smallestSide} on each side`,
    );
  }
}

function megapixels(pixels: number): string {
  return (pixels / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}
