import { open } from 'node:fs/promises';
import type { PixelValue } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { bigTiffHeader, bytesPerRow } from '../scratch/big-tiff.ts';
import { profileName } from '../colour/colour-profile.ts';
import type { PixelImage } from '../pixel-image.ts';
import { readImage } from '../files/read-image.ts';
import { readRaster } from '../scratch/scratch-image.ts';

/** Reads single pixels of upright pictures, as they are encoded. Throws `invalid-request` for a place outside the picture. */
export interface PixelReader {
  /** Of a photo, which is kept decoded for a while; throws as `readImage` does. */
  ofPhoto(path: string, x: number, y: number): Promise<PixelValue>;
  /** Of a finished scratch image. */
  ofScratchImage(path: string, x: number, y: number): Promise<PixelValue>;
}

/** A pointer moves between two photos at most; a decoded photo is let go when nobody asks any more. */
const photosKept = 2;
const keptForMs = 60_000;

export function createPixelReader({ pixelLimit }: { pixelLimit: () => number }): PixelReader {
  /** Oldest use first. */
  const decoded = new Map<string, Promise<PixelImage>>();
  let timer: NodeJS.Timeout | undefined;

  function decode(path: string): Promise<PixelImage> {
    const image = decoded.get(path) ?? readImage(path, { pixelLimit: pixelLimit() });
    image.catch(() => decoded.delete(path));
    decoded.delete(path);
    decoded.set(path, image);
    for (const oldest of [...decoded.keys()].slice(0, -photosKept)) decoded.delete(oldest);
    clearTimeout(timer);
    timer = setTimeout(() => decoded.clear(), keptForMs).unref();
    return image;
  }

  return {
    async ofPhoto(path, x, y) {
      const image = await decode(path);
      checkPlace(image, x, y);
      const first = (y * image.width + x) * 3;
      const [red = 0, green = 0, blue = 0] = image.data.subarray(first, first + 3);
      return { values: [red, green, blue], depth: image.depth, profile: profileName(image.profile) };
    },
    async ofScratchImage(path, x, y) {
      const raster = await readRaster(path);
      checkPlace(raster, x, y);
      const bytes = raster.depth / 8;
      const buffer = Buffer.alloc(3 * bytes);
      const file = await open(path, 'r');
      try {
        await file.read(
          buffer,
          0,
          buffer.length,
          bigTiffHeader(raster).length + y * bytesPerRow(raster) + x * 3 * bytes,
        );
      } finally {
        await file.close();
      }
      const at = (index: number): number => (bytes === 1 ? buffer.readUInt8(index) : buffer.readUInt16LE(2 * index));
      return { values: [at(0), at(1), at(2)], depth: raster.depth, profile: profileName(raster.profile) };
    },
  };
}

function checkPlace({ width, height }: { width: number; height: number }, x: number, y: number): void {
  if (x >= 0 && y >= 0 && x < width && y < height) return;
  throw new AppError('invalid-request', say('enhancing.pixel-outside', { width, height, x, y }));
}
