import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import { bigTiffHeader, bytesPerRow, type Raster } from './big-tiff.ts';
import { explainWriteError } from './explain-image-error.ts';
import { sharp } from './image-library.ts';

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

/** Writes an 8-bit copy of a finished 16-bit scratch image, rounded to the nearest value. */
export async function copyToEightBits(path: string, copyPath: string, signal?: AbortSignal): Promise<void> {
  const raster = await readRaster(path);
  const source = await open(path, 'r');
  const copy = createScratchImage(copyPath, { ...raster, depth: 8 });
  try {
    const rowBytes = bytesPerRow(raster);
    const rowsAtOnce = Math.max(1, Math.floor(2 ** 22 / rowBytes));
    const buffer = new Uint16Array((rowsAtOnce * rowBytes) / 2);
    let position = bigTiffHeader(raster).length;
    for (let row = 0; row < raster.height; row += rowsAtOnce) {
      signal?.throwIfAborted();
      const bytes = Math.min(rowsAtOnce, raster.height - row) * rowBytes;
      const { bytesRead } = await source.read(new Uint8Array(buffer.buffer), 0, bytes, position);
      if (bytesRead !== bytes) throw new RangeError(`Expected ${bytes} bytes of pixels, received ${bytesRead}`);
      copy.writeRows(toEightBits(buffer.subarray(0, bytes / 2)));
      position += bytes;
    }
    copy.finish();
  } catch (error) {
    copy.discard();
    throw error;
  } finally {
    await source.close();
  }
}

/** 16-bit values as the nearest 8-bit ones. */
export function toEightBits(values: Uint16Array): Uint8Array {
  const rounded = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) rounded[index] = (values[index] ?? 0) / 257 + 0.5;
  return rounded;
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}
