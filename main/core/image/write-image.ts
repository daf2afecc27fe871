import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import type { ExportSettings } from '#contract/export-settings';
import { writeAtomically } from './atomic-file.ts';
import type { Raster } from './big-tiff.ts';
import { carryExif } from './carry-exif.ts';
import { carryXmp } from './carry-xmp.ts';
import { appendExifToTiff, fillReservedExif, reserveExif } from './embed-exif.ts';
import { encodings } from './encodings.ts';
import { sharp } from './image-library.ts';
import { readExifDirectories, readPhotoHeader } from './photo-header.ts';
import { copyToEightBits, readRaster } from './scratch-image.ts';

export interface WriteOptions {
  /** A finished scratch image. */
  scratchPath: string;
  targetPath: string;
  settings: ExportSettings;
  /** The photo whose EXIF and XMP the picture carries on. */
  metadataFrom: string;
  /** Name and version of the program, for the metadata. */
  software: string;
  /** Files that must not be overwritten. */
  never: readonly string[];
  signal?: AbortSignal;
}

/**
 * Encodes a scratch image from file to file, with its colour profile and the metadata of the original (see carry-exif.ts).
 * PNG and TIFF keep 16 bits; AVIF gets 10 of them where memory allows, else 8 like JPEG and WebP.
 * The target is whole or absent. An abort is seen between the steps; a running encoder is waited for.
 * Throws `image-too-large` when the format cannot hold the size, `not-writable`, `out-of-disk`, and what reading the original throws.
 */
export async function writeImage(options: WriteOptions): Promise<void> {
  const { scratchPath, targetPath, settings, metadataFrom, software, never, signal } = options;
  const encoding = encodings[settings.format];
  const raster = await readRaster(scratchPath);
  checkSide(raster, encoding.mostSide, settings.format);
  const original = await readPhotoHeader(metadataFrom);
  const changes = { size: raster, software, keepGps: settings.keepGps };
  const exif = carryExif(readExifDirectories(original), changes);
  const xmp = carryXmp(original.xmp, changes);

  const shrinksDepth = raster.depth === 16 && !encoding.takes16Bits(raster);
  const sourcePath = shrinksDepth ? `${scratchPath}.${randomUUID()}` : scratchPath;
  const depth = shrinksDepth ? 8 : raster.depth;
  const encodeTo = async (path: string): Promise<void> => {
    if (shrinksDepth) await copyToEightBits(scratchPath, sourcePath, signal);
    const pipeline = sharp(sourcePath, { limitInputPixels: false }).keepIccProfile();
    if (depth === 16) pipeline.toColourspace('rgb16');
    if (xmp !== null && Buffer.byteLength(xmp) <= encoding.mostMetadata) pipeline.withXmp(xmp);
    const placeholder = settings.format === 'tiff' ? null : reserveExif(exif, encoding.mostMetadata);
    if (placeholder !== null) pipeline.withExif(placeholder.exif);
    await encoding.encode(pipeline, { ...raster, depth, quality: settings.quality }).toFile(path);
    await (placeholder === null ? appendExifToTiff(path, exif) : fillReservedExif(path, placeholder));
  };
  try {
    await writeAtomically(targetPath, never, encodeTo, signal);
  } finally {
    if (shrinksDepth) await rm(sourcePath, { force: true });
  }
}

function checkSide({ width, height }: Raster, mostSide: number, format: string): void {
  if (Math.max(width, height) <= mostSide) return;
  throw new AppError(
    'image-too-large',
    `A ${format.toUpperCase()} file holds at most ${mostSide} pixels a side, the picture has ${width} x ${height}. Choose PNG or TIFF`,
  );
}
