import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Sharp } from 'sharp';
import { decodeHeifThumbnail } from '../files/decode-heif.ts';
import { explainWriteError } from '#core/ground/disk/explain-disk-error';
import { explainImageError } from '../files/explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { openPhotoFile } from '../files/photo-format.ts';
import { openSmallPicture } from './small-picture.ts';

/** Long side of a thumbnail, pixels: enough for a large one on a screen with two pixels per point. */
export const thumbnailSide = 320;
/** Small pictures below this are no use. */
const minSide = 96;
/** And above this they are no small pictures: what is decoded before anybody asked has to be cheap. */
const maxPixels = 2 ** 24;

/** What is read of a file to find it, in bytes. */
const maxBeforePixels = 2 ** 20;

/**
 * Writes the small picture that the camera put into a photo, upright, as WebP; false when there is none that can be used. The photo
 * itself is not decoded. Throws as `openPhotoFile` does, and `out-of-disk` or `not-writable`.
 */
export async function writeEmbeddedPreview(options: { sourcePath: string; targetPath: string }): Promise<boolean> {
  const { format } = await openPhotoFile(options.sourcePath);
  const small = format === 'heic' ? await heifPreview(options.sourcePath) : await exifPreview(options.sourcePath);
  const picture = await small
    ?.webp({ quality: 75, effort: 0 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (picture === undefined || picture === null || Math.max(picture.info.width, picture.info.height) < minSide)
    return false;
  await write(options.targetPath, picture.data);
  return true;
}

/** Writes a photo, upright, in sRGB and at most `thumbnailSide` wide and high, as WebP. Throws as `readImage` does. */
export async function writeThumbnail(options: {
  sourcePath: string;
  targetPath: string;
  /** The most pixels that are decoded. */
  pixelLimit: number;
}): Promise<void> {
  const { sourcePath, targetPath, pixelLimit } = options;
  const picture = await openSmallPicture(sourcePath, { longSide: thumbnailSide, pixelLimit });
  try {
    await write(targetPath, await picture.webp({ quality: 80, effort: 2 }).toBuffer());
  } catch (error) {
    throw explainImageError(error, sourcePath);
  }
}

/** Broken EXIF counts as none. */
async function exifPreview(path: string): Promise<Sharp | null> {
  const start = await readStart(path);
  const { default: exifr } = await import('exifr');
  const found = await exifr.thumbnail(start).catch(() => undefined);
  if (found === undefined) return null;
  const orientation = await exifr.orientation(start).catch(() => undefined);
  const { angle, isMirrored } = turns[orientation ?? 1] ?? upright;
  const picture = sharp(found, { failOn: 'none', limitInputPixels: maxPixels });
  return (isMirrored ? picture.flop() : picture).rotate(angle);
}

/** What cameras put before the pixels. exifr, asked for the file itself, leaves it open when it does not understand it. */
async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBeforePixels), 0, maxBeforePixels, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const upright = { angle: 0, isMirrored: false };
/** What brings a picture upright, by its EXIF orientation: first mirrored, then turned clockwise. */
const turns: Readonly<Record<number, typeof upright>> = {
  1: upright,
  2: { angle: 0, isMirrored: true },
  3: { angle: 180, isMirrored: false },
  4: { angle: 180, isMirrored: true },
  5: { angle: 270, isMirrored: true },
  6: { angle: 90, isMirrored: false },
  7: { angle: 90, isMirrored: true },
  8: { angle: 270, isMirrored: false },
};

async function heifPreview(path: string): Promise<Sharp | null> {
  const found = await decodeHeifThumbnail(path, maxPixels).catch(() => null);
  return found && sharp(found.data, { raw: { width: found.width, height: found.height, channels: 3 } });
}

/** Under another name first, then renamed: a reader never sees half of it. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw explainWriteError(error, `the small picture ${basename(path)}`);
  }
}
