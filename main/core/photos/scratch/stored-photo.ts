import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import type { Rectangle, Size } from '#contract/geometry';
import type { PixelImage } from '../pixel-image.ts';
import { explained, writeFully } from './scratch-image.ts';

/** A decoded photo that waits on the disk, so that only the part that is looked at takes memory. */
export interface StoredPhoto extends Size {
  /** A part of the photo; one that reaches beyond it is cut. At least one pixel. */
  read(part: Rectangle): { image: PixelImage; part: Rectangle };
  /** Closes and removes the file; nothing can be read any more. */
  remove(): void;
}

/** Writes the photo's values to `path`, replacing what is there. Throws `out-of-disk` or `not-writable`. */
export function storePhoto(image: PixelImage, path: string): StoredPhoto {
  return openStored(writeValues(image, path), path, image);
}

function writeValues({ data }: PixelImage, path: string): number {
  const file = explained(path, () => openSync(path, 'w+'));
  try {
    explained(path, () => writeFully(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
    return file;
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
}

/** A function of its own: what is opened here keeps nothing of the values. */
function openStored(file: number, path: string, { width, height, depth, profile }: PixelImage): StoredPhoto {
  const pixelBytes = (3 * depth) / 8;
  return {
    width,
    height,
    read(wanted) {
      const part = cut(wanted, { width, height });
      const bytes = new Uint8Array(part.width * part.height * pixelBytes);
      const rowBytes = part.width * pixelBytes;
      for (let row = 0; row < part.height; row += 1) {
        const place = ((part.y + row) * width + part.x) * pixelBytes;
        readFully(file, bytes.subarray(row * rowBytes, (row + 1) * rowBytes), place);
      }
      const values = depth === 16 ? new Uint16Array(bytes.buffer) : bytes;
      return { image: { width: part.width, height: part.height, depth, profile, data: values }, part };
    },
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

function cut(wanted: Rectangle, { width, height }: Size): Rectangle {
  const [x, right] = span(wanted.x, wanted.width, width);
  const [y, bottom] = span(wanted.y, wanted.height, height);
  return { x, y, width: right - x, height: bottom - y };
}

function span(start: number, length: number, all: number): [start: number, end: number] {
  const first = Math.min(all - 1, Math.max(0, start));
  return [first, Math.max(first + 1, Math.min(all, start + length))];
}

function readFully(file: number, bytes: Uint8Array, place: number): void {
  for (let done = 0; done < bytes.length;) {
    const count = readSync(file, bytes, done, bytes.length - done, place + done);
    if (count === 0) throw new RangeError(`Expected ${bytes.length} bytes at ${place}, received ${done}`);
    done += count;
  }
}
