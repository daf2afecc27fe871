import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sharp } from 'sharp';
import { z } from 'zod';
import type { Pyramid } from '#contract/media-urls';
import { explainWriteError } from '#core/ground/disk/explain-disk-error';
import { markUsed } from '#core/ground/disk/prune-cache';
import { explainImageError } from '../files/explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { readPhotoHeader, type PhotoHeader } from '../files/photo-header.ts';
import { readImage } from '../files/read-image.ts';
import { createScratchImage } from '../scratch/scratch-image.ts';
import { checkSize } from '../files/size-limits.ts';

export interface PyramidOptions {
  /** A photo of any readable format, or a finished scratch image. */
  sourcePath: string;
  /** Content key: names the pyramid's folder inside `folder`. */
  key: string;
  folder: string;
  /** The most pixels that are decoded; Infinity for a scratch image. */
  pixelLimit: number;
  signal?: AbortSignal;
}

/**
 * Cuts a picture into WebP tiles at `<folder>/<key>/<level>/<column>_<row>.webp` and describes them in `<folder>/<key>/pyramid.json`;
 * a pyramid that is there already is only read, a damaged one made anew. Tiles look right in a browser: 8-bit RGB keeps its own profile, 16-bit RGB with a
 * profile becomes Display P3, everything else sRGB. Built under a temporary name: whole or absent.
 * Throws as `readImage` does, and `out-of-disk` or `not-writable`.
 */
export async function buildPyramid(options: PyramidOptions): Promise<Pyramid> {
  const { sourcePath, key, folder, signal } = options;
  const finalFolder = join(folder, key);
  const existing = await readPyramid(finalFolder);
  if (existing !== null) {
    await markUsed(finalFolder);
    return existing;
  }
  const workFolder = join(folder, `.telewide-${key}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(workFolder, { recursive: true });
    const header = await openSource(options, join(workFolder, 'decoded.tif'));
    signal?.throwIfAborted();
    const pyramid = describePyramid(header, key);
    await colourManaged(header)
      .webp({ quality: 90, effort: 0 })
      .tile({ size: tileSize, overlap: 0, layout: 'dz', depth: 'onetile', container: 'fs' })
      .toFile(join(workFolder, 'tiles.dz'));
    signal?.throwIfAborted();
    const tiles = join(workFolder, 'tiles_files');
    await rm(join(tiles, 'vips-properties.xml'), { force: true });
    await writeFile(join(tiles, descriptionName), JSON.stringify(pyramid), { flush: true });
    await moveIntoPlace(tiles, finalFolder);
    return pyramid;
  } catch (error) {
    throw explainImageError(explainWriteError(error, `the preview of ${basename(sourcePath)}`), sourcePath);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

const tileSize = 512;
const descriptionName = 'pyramid.json';

const pyramidFile = z.object({
  key: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  tileSize: z.literal(tileSize),
  levels: z.int().min(1).max(20),
});

/** Null for what is not there, or not as it was written. */
async function readPyramid(folder: string): Promise<Pyramid | null> {
  try {
    const pyramid = pyramidFile.parse(JSON.parse(await readFile(join(folder, descriptionName), 'utf8')));
    return pyramid.key === basename(folder) ? pyramid : null;
  } catch {
    return null;
  }
}

/** The source as sharp can read it: what it cannot, such as HEIC, is decoded to a scratch image first. */
async function openSource(
  { sourcePath, pixelLimit, signal }: PyramidOptions,
  decodedPath: string,
): Promise<PhotoHeader> {
  const header = await readPhotoHeader(sourcePath);
  checkSize(header, pixelLimit);
  if (header.isDirect) return header;
  const image = await readImage(sourcePath, { pixelLimit, ...(signal && { signal }) });
  const scratch = createScratchImage(decodedPath, image);
  scratch.writeRows(image.data);
  scratch.finish();
  return readPhotoHeader(decodedPath);
}

/** sharp keeps a profile reliably only where it changes neither depth nor colour space; elsewhere it converts. */
function colourManaged({ path, width, height, depth, isRgb, hasAlpha, profile }: PhotoHeader): Sharp {
  const keepsValues = isRgb && depth === 8;
  const pipeline = sharp(path, {
    limitInputPixels: width * height,
    failOn: 'error',
    ignoreIcc: keepsValues,
  }).autoOrient();
  if (hasAlpha) pipeline.flatten({ background: 'white' });
  if (keepsValues && profile !== null) pipeline.keepIccProfile();
  if (isRgb && depth === 16 && profile !== null) pipeline.withIccProfile('p3');
  return pipeline;
}

function describePyramid({ width, height }: PhotoHeader, key: string): Pyramid {
  let levels = 1;
  for (let side = Math.max(width, height); side > tileSize; side = Math.ceil(side / 2)) levels++;
  return { key, width, height, tileSize, levels };
}

/** Someone else may have built the same pyramid meanwhile: then theirs stays. A damaged one makes room. */
async function moveIntoPlace(tiles: string, finalFolder: string): Promise<void> {
  try {
    await rename(tiles, finalFolder);
  } catch (error) {
    if ((await readPyramid(finalFolder)) !== null) return;
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await rm(finalFolder, { recursive: true, force: true });
    await rename(tiles, finalFolder);
  }
}
