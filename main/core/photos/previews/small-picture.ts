import type { Sharp } from 'sharp';
import { explainImageError } from '../files/explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { readPhotoHeader } from '../files/photo-header.ts';
import type { PixelImage } from '../pixel-image.ts';
import { readImage } from '../files/read-image.ts';
import { checkSize } from '../files/size-limits.ts';

interface SmallPictureOptions {
  /** How wide and how high it may be; a smaller photo stays as it is. */
  longSide: number;
  /** The most pixels that are decoded. */
  pixelLimit: number;
}

/**
 * A photo, upright, in sRGB and small, on its way to be written or read; of a JPEG no more is decoded than that needs. What is missing
 * of a damaged photo is grey. Throws as `readImage` does, and so may what is made of it.
 */
export async function openSmallPicture(path: string, { longSide, pixelLimit }: SmallPictureOptions): Promise<Sharp> {
  const header = await readPhotoHeader(path);
  checkSize(header, pixelLimit);
  const picture = header.isDirect ? sharp(path, { failOn: 'none' }) : await decodedPicture(path, pixelLimit);
  return picture
    .autoOrient()
    .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb');
}

/** The pixels of a small picture. Throws as `readImage` does. */
export async function readSmallImage(path: string, options: SmallPictureOptions): Promise<PixelImage> {
  const picture = await openSmallPicture(path, options);
  try {
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, depth: 8, profile: null, data };
  } catch (error) {
    throw explainImageError(error, path);
  }
}

async function decodedPicture(path: string, pixelLimit: number): Promise<Sharp> {
  const { data, width, height } = await readImage(path, { pixelLimit, profile: null });
  return sharp(data, { raw: { width, height, channels: 3 } });
}
