import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { CompleteExportSettings, ExportSharpening, ExportSize } from '#contract/export-settings';
import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import type { Raster } from './big-tiff.ts';
import { convertProfile, displayP3Profile, srgbProfile } from '../colour/colour-profile.ts';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { createScratchImage, readBands, readRaster, toEightBits, toSixteenBits } from './scratch-image.ts';

export interface FinishOptions {
  /** A finished scratch image; it stays as it is. */
  scratchPath: string;
  settings: Pick<CompleteExportSettings, 'size' | 'sharpening' | 'profile'>;
  /** Of the finished picture. */
  depth: BitDepth;
  signal?: AbortSignal | undefined;
}

/** A picture ready to be encoded. */
export interface FinishedPicture {
  path: string;
  raster: Raster;
  /** Removes what was made for it. */
  remove(): Promise<void>;
}

/**
 * Brings a scratch image to the size, sharpness, colour profile and depth that were asked for, through files beside it, so that
 * memory stays flat. Scaling and sharpening come first and work on the values as encoded; colours and depth change after them, rounded once.
 */
export async function finishPicture(options: FinishOptions): Promise<FinishedPicture> {
  const { scratchPath, settings, depth, signal } = options;
  const made: string[] = [];
  const nextPath = (): string => {
    const path = `${scratchPath}.${randomUUID()}`;
    made.push(path);
    return path;
  };
  const remove = async (): Promise<void> => {
    await Promise.all(made.map((path) => rm(path, { force: true })));
  };
  try {
    const from = await readRaster(scratchPath);
    const size = finishedSize(from, settings.size);
    const isReshaped = size.width !== from.width || size.height !== from.height || settings.sharpening !== 'none';
    const reshaped = isReshaped ? nextPath() : scratchPath;
    if (isReshaped) await reshape(scratchPath, reshaped, { ...from, ...size }, settings.sharpening);
    signal?.throwIfAborted();
    const profile = await profileFor(settings.profile, from.profile);
    const raster: Raster = { ...size, depth, profile };
    const keepsValues = depth === from.depth && profile === from.profile;
    const path = keepsValues ? reshaped : nextPath();
    if (!keepsValues) await recolour(reshaped, path, raster, signal);
    return { path, raster, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The size that a choice comes to; never larger than what was enhanced, never empty. */
export function finishedSize({ width, height }: Size, size: ExportSize): Size {
  const scale = scaleOf({ width, height }, size);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function scaleOf({ width, height }: Size, size: ExportSize): number {
  switch (size.kind) {
    case 'double':
      return 1;
    case 'long-side':
      return Math.min(1, size.pixels / Math.max(width, height));
    case 'percent':
      return size.percent / 100;
  }
}

/** How far the blur is subtracted, and its standard deviation in pixels. */
const sharpenings: Record<Exclude<ExportSharpening, 'none'>, { amount: number; sigma: number }> = {
  low: { amount: 0.3, sigma: 0.6 },
  standard: { amount: 0.6, sigma: 0.7 },
  high: { amount: 1, sigma: 0.9 },
};

/** sharp's own sharpening goes through Lab of 15 bits, which would cost a 16-bit picture its finest levels; a convolution does not. */
async function reshape(from: string, to: string, raster: Raster, sharpening: ExportSharpening): Promise<void> {
  const pipeline = sharp(from, { limitInputPixels: false })
    .keepIccProfile()
    .resize(raster.width, raster.height, { fit: 'fill', kernel: 'lanczos3' });
  // A convolution leaves floats, which a TIFF would keep; the half rounds them where they are cut to whole numbers.
  if (sharpening !== 'none') pipeline.convolve(sharpeningKernel(sharpenings[sharpening])).linear(1, 0.5);
  if (raster.depth === 16) pipeline.toColourspace('rgb16');
  await pipeline.tiff({ compression: 'none', bigtiff: true }).toFile(to);
}

/** The picture and `amount` times what a Gaussian blur takes from it, as one kernel of 5x5. */
function sharpeningKernel({ amount, sigma }: { amount: number; sigma: number }): {
  width: number;
  height: number;
  kernel: number[];
} {
  const line = [-2, -1, 0, 1, 2].map((x) => Math.exp(-(x * x) / (2 * sigma * sigma)));
  const total = line.reduce((sum, value) => sum + value, 0);
  const blur = line.flatMap((vertical) => line.map((horizontal) => (vertical * horizontal) / total ** 2));
  const kernel = blur.map((value, index) => (index === 12 ? 1 + amount : 0) - amount * value);
  return { width: 5, height: 5, kernel };
}

/** The profile that the finished picture has; the same object where nothing changes. */
async function profileFor(choice: 'keep' | 'srgb' | 'display-p3', own: Uint8Array | null): Promise<Uint8Array | null> {
  switch (choice) {
    case 'keep':
      return own;
    case 'srgb':
      return srgbProfile();
    case 'display-p3':
      return displayP3Profile();
  }
}

async function recolour(from: string, to: string, raster: Raster, signal: AbortSignal | undefined): Promise<void> {
  const target = createScratchImage(to, raster);
  try {
    for await (const band of readBands(from)) {
      signal?.throwIfAborted();
      const deep = raster.depth === 16 && band.depth === 8 ? deepened(band) : band;
      const { data } = await convertProfile(deep, raster.profile, signal);
      target.writeRows(raster.depth === 8 && data instanceof Uint16Array ? toEightBits(data) : data);
    }
    target.finish();
  } catch (error) {
    target.discard();
    throw error;
  }
}

function deepened(band: PixelImage): PixelImage {
  return { ...band, depth: 16, data: toSixteenBits(band.data) };
}
