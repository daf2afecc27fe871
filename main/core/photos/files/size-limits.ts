import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';
import { say } from '#contract/messages';

/** The fewest pixels a side that a photo must have to be enhanced. */
export const smallestSide = 32;

/** Judges a photo by its header, before anything of its size is allocated. Throws `image-too-large` or `image-too-small`. */
export function checkSize({ width, height, path }: Size & { path: string }, pixelLimit: number): void {
  if (width * height > pixelLimit) {
    throw new AppError(
      'image-too-large',
      say('photos.too-many-pixels', {
        name: basename(path),
        width,
        height,
        megapixels: (width * height) / 1e6,
        limit: pixelLimit / 1e6,
      }),
    );
  }
  if (Math.min(width, height) < smallestSide) {
    throw new AppError(
      'image-too-small',
      say('photos.too-few-pixels', { name: basename(path), width, height, least: smallestSide }),
    );
  }
}
