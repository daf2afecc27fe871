import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Rectangle, Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import { bigTiffHeader, bytesPerRow, type Raster } from './big-tiff.ts';
import { explainWriteError } from '#core/ground/disk/explain-disk-error';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';

/** A picture that grows on disk from the top, so that no size needs memory. An uncompressed BigTIFF, readable at once. */
export interface ScratchImage {
  /** Whole rows, interleaved RGB of the image's depth. Throws `out-of-disk` when the disk is full. */
  writeRows(rows: Uint8Array | Uint16Array): void;
  /** Closes the file; throws a RangeError when rows are missing. */
  finish(): void;
  /** Closes and removes the file, finished or not. */
  discard(): void;
}

/** Starts a scratch image at `path`, replacing what is there. Throws `out-of-disk` or `not-writable`. */
export function createScratchImage(
  path: string,
  options: Size & { depth: BitDepth; profile: Uint8Array | null },
): ScratchImage {
  const rowBytes = bytesPerRow(options);
  const file = explained(path, () => openSync(path, 'w'));
  let isOpen = true;
  let bytesWritten = 0;
  const append = (bytes: Uint8Array): void => explained(path, () => writeFully(file, bytes));
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const discard = (): void => {
    close();
    rmSync(path, { force: true });
  };
  try {
    append(bigTiffHeader(options));
  } catch (error) {
    discard();
    throw error;
  }
  return {
    writeRows(rows) {
      if ((rows instanceof Uint16Array ? 16 : 8) !== options.depth || rows.byteLength % rowBytes !== 0) {
        throw new RangeError(
          `Expected whole rows of ${options.width} pixels with ${options.depth} bits, received ${rows.length} values of ${rows.BYTES_PER_ELEMENT} bytes`,
        );
      }
      bytesWritten += rows.byteLength;
      append(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
    },
    finish() {
      close();
      if (bytesWritten !== rowBytes * options.height) {
        throw new RangeError(`Expected ${options.height} rows, received ${bytesWritten / rowBytes}`);
      }
    },
    discard,
  };
}

/** What a finished scratch image holds. */
export async function readRaster(path: string): Promise<Raster> {
  const { width, height, depth, icc } = await sharp(path, { limitInputPixels: false }).metadata();
  return {
    width,
    height,
    depth: depth === 'ushort' ? 16 : 8,
    profile: icc === undefined ? null : Uint8Array.from(icc),
  };
}

/** The picture from top to bottom, a few whole rows at a time, values as encoded. */
export async function* readBands(path: string): AsyncGenerator<PixelImage> {
  const raster = await readRaster(path);
  const { width, height } = raster;
  const rowsAtOnce = Math.max(1, Math.floor(pixelsPerBand / width));
  for (let y = 0; y < height; y += rowsAtOnce) {
    yield readPart(path, { x: 0, y, width, height: Math.min(rowsAtOnce, height - y) }, raster);
  }
}

/** A part of the picture, values as encoded; who reads many parts gives what the picture holds along. */
export async function readPart(
  path: string,
  { x: left, y: top, width, height }: Rectangle,
  known?: Raster,
): Promise<PixelImage> {
  const { depth, profile } = known ?? (await readRaster(path));
  const bytes = await sharp(path, { limitInputPixels: false, ignoreIcc: true })
    .extract({ left, top, width, height })
    .toColourspace(depth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer();
  const data =
    depth === 16
      ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { width, height, depth, profile, data };
}

const pixelsPerBand = 2 ** 21;

/** 8-bit values as the 16-bit ones that mean the same. */
export function toSixteenBits(values: Uint8Array | Uint16Array): Uint16Array {
  return Uint16Array.from(values, (value) => value * 257);
}

/** 16-bit values as the nearest 8-bit ones. */
export function toEightBits(values: Uint16Array): Uint8Array {
  const rounded = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) rounded[index] = (values[index] ?? 0) / 257 + 0.5;
  return rounded;
}

/** Writes all bytes at the file's current place. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

/** Does what writes to `path`; a failure is explained by the disk. */
export function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}
