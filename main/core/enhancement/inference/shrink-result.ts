import type { Homography, Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { readPart, readRaster } from '#core/photos/scratch/scratch-image';
import { quantisePlanes } from './quantise.ts';

const rowsAtOnce = 256;
/** Rows that the kernel reads beyond its own. */
const kernelReach = 4;

/**
 * A scratch picture at `share` of its size, 0.5 to 1, a few rows at a time: pixel centres stay where they are, so that a size which is rounded up
 * repeats the last pixels. Rejects with the signal's reason when cancelled.
 */
export async function shrinkResult(
  path: string,
  share: number,
  { width, height }: Size,
  signal?: AbortSignal,
): Promise<PixelImage> {
  const raster = await readRaster(path);
  if (share === 1) return readPart(path, { x: 0, y: 0, width: raster.width, height: raster.height }, raster);
  const { depth, profile } = raster;
  // The last pixel's centre may lie on the very border, and is not to fall outside by rounding.
  const step = (1 - 1e-12) / share;
  const data = depth === 16 ? new Uint16Array(3 * width * height) : new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += rowsAtOnce) {
    signal?.throwIfAborted();
    const rows = Math.min(rowsAtOnce, height - y);
    const first = Math.min(raster.height - 1, Math.max(0, Math.floor(y / share) - kernelReach));
    const last = Math.min(raster.height, Math.ceil((y + rows) / share) + kernelReach);
    const part = await readPart(path, { x: 0, y: first, width: raster.width, height: last - first }, raster);
    const toPart: Homography = [step, 0, 0, 0, step, -first, 0, 0, 1];
    const { pixels } = warpPlanar(part, toPart, { x: 0, y, width, height: rows });
    data.set(quantisePlanes(pixels, depth), 3 * width * y);
  }
  return { width, height, depth, profile, data };
}
