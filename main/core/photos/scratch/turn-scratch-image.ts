import {
  boundsOf,
  applyHomography,
  composeHomographies,
  cornersOf,
  type Homography,
  type Rectangle,
  type Size,
} from '#contract/geometry';
import { whiteOf } from '../pixel-image.ts';
import { createScratchImage, readPart, readRaster } from './scratch-image.ts';
import { warpPlanar } from '../pixels/warp-planar.ts';

/** What is turned at once, in pixels: memory does not grow with the picture. */
const tileWidth = 512;
const bandHeight = 256;
/** The reach of the resampling kernel, and one for rounding. */
const reach = 3;

/**
 * Writes a part of a finished scratch image, turned: pixel (i, j) takes the value at toSource(i + 0.5, j + 0.5), by the kernel
 * of `warpPlanar`. Depth and profile stay. The new scratch image is whole when this resolves and gone when it rejects.
 */
export async function turnScratchImage(options: {
  sourcePath: string;
  targetPath: string;
  /** Of the target. */
  size: Size;
  /** Target pixels to source pixels. */
  toSource: Homography;
  signal?: AbortSignal | undefined;
  report?: (fraction: number) => void;
}): Promise<void> {
  const { sourcePath, targetPath, size, toSource, signal, report = () => undefined } = options;
  const source = await readRaster(sourcePath);
  const { width, height, depth, profile } = source;
  const target = createScratchImage(targetPath, { ...size, depth, profile });
  try {
    for (let top = 0; top < size.height; top += bandHeight) {
      signal?.throwIfAborted();
      report(top / size.height);
      const rows = Math.min(bandHeight, size.height - top);
      const values = size.width * rows * 3;
      const band = depth === 8 ? new Uint8Array(values) : new Uint16Array(values);
      for (let left = 0; left < size.width; left += tileWidth) {
        const tile = { x: left, y: top, width: Math.min(tileWidth, size.width - left), height: rows };
        const needed = partFor(tile, toSource, { width, height });
        const part = await readPart(sourcePath, needed, source);
        const toPart = composeHomographies([1, 0, -needed.x, 0, 1, -needed.y, 0, 0, 1], toSource);
        store(band, size.width, left, tile, warpPlanar(part, toPart, tile).pixels, whiteOf(depth));
      }
      target.writeRows(band);
    }
    target.finish();
  } catch (error) {
    target.discard();
    throw error;
  }
}

/** The pixels of the source that a part of the target is made of. */
function partFor(tile: Rectangle, toSource: Homography, { width, height }: Size): Rectangle {
  const corners = cornersOf(tile).map(({ x, y }) => applyHomography(toSource, { x: tile.x + x, y: tile.y + y }));
  const bounds = boundsOf(corners);
  const [x, y] = [Math.max(0, bounds.x - reach), Math.max(0, bounds.y - reach)];
  return {
    x,
    y,
    width: Math.min(width, bounds.x + bounds.width + reach) - x,
    height: Math.min(height, bounds.y + bounds.height + reach) - y,
  };
}

/** Planes of 0 to 1 into interleaved rows. */
function store(
  band: Uint8Array | Uint16Array,
  bandWidth: number,
  left: number,
  { width, height }: Size,
  planes: Float32Array,
  white: number,
): void {
  const plane = width * height;
  for (let row = 0, source = 0; row < height; row += 1) {
    let at = (row * bandWidth + left) * 3;
    for (let column = 0; column < width; column += 1, source += 1, at += 3) {
      band[at] = (planes[source] ?? 0) * white + 0.5;
      band[at + 1] = (planes[source + plane] ?? 0) * white + 0.5;
      band[at + 2] = (planes[source + 2 * plane] ?? 0) * white + 0.5;
    }
  }
}
