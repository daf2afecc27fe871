import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';

/** An uncompressed RGB picture as it lies in a file: after the header the pixels follow row by row without a gap. */
export interface Raster extends Size {
  depth: BitDepth;
  /** ICC profile; null means sRGB. */
  profile: Uint8Array | null;
}

/**
 * Everything of a BigTIFF that comes before its first pixel. All of it is known beforehand because nothing is compressed,
 * so a picture of any size is written from front to back. Little-endian, like every machine the program runs on.
 */
export function bigTiffHeader({ width, height, depth, profile }: Raster): Buffer {
  const rowBytes = bytesPerRow({ width, depth });
  const rowsPerStrip = Math.max(1, Math.floor(bytesPerStrip / rowBytes));
  const strips = Math.ceil(height / rowsPerStrip);
  const icc = profile ?? new Uint8Array(0);
  const entryCount = profile === null ? 10 : 11;
  const arraysAt = directoryAt + 8 + entryCount * 20 + 8;
  const profileAt = arraysAt + (strips > 1 ? strips * 16 : 0);
  const pixelsAt = alignTo(profileAt + icc.length, 16);
  const lastStripBytes = (height - (strips - 1) * rowsPerStrip) * rowBytes;

  const header = Buffer.alloc(pixelsAt);
  header.write('II', 'latin1');
  header.writeUInt16LE(43, 2);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(directoryAt, 8);
  header.writeUInt32LE(entryCount, directoryAt);

  let entryAt = directoryAt + 8;
  const entry = (tag: number, type: number, count: number, write: (at: number) => void): void => {
    header.writeUInt16LE(tag, entryAt);
    header.writeUInt16LE(type, entryAt + 2);
    header.writeUInt32LE(count, entryAt + 4);
    write(entryAt + 12);
    entryAt += 20;
  };
  const number = (value: number) => (at: number) => header.writeBigUInt64LE(BigInt(value), at);
  const list = (offset: number, values: (strip: number) => number) => (at: number) => {
    if (strips === 1) return number(values(0))(at);
    number(offset)(at);
    for (let strip = 0; strip < strips; strip++) number(values(strip))(offset + strip * 8);
  };

  entry(256, long, 1, number(width));
  entry(257, long, 1, number(height));
  entry(258, short, 3, (at) => [0, 2, 4].forEach((step) => header.writeUInt16LE(depth, at + step)));
  entry(259, short, 1, number(1)); // no compression
  entry(262, short, 1, number(2)); // RGB
  entry(
    273,
    long8,
    strips,
    list(arraysAt, (strip) => pixelsAt + strip * rowsPerStrip * rowBytes),
  );
  entry(277, short, 1, number(3)); // samples per pixel
  entry(278, long, 1, number(rowsPerStrip));
  entry(
    279,
    long8,
    strips,
    list(arraysAt + strips * 8, (strip) => (strip === strips - 1 ? lastStripBytes : rowsPerStrip * rowBytes)),
  );
  entry(284, short, 1, number(1)); // interleaved
  if (profile !== null) entry(34675, undefinedBytes, icc.length, number(profileAt));
  header.set(icc, profileAt);
  return header;
}

/** Bytes of one row of pixels. */
export function bytesPerRow({ width, depth }: Pick<Raster, 'width' | 'depth'>): number {
  return width * 3 * (depth / 8);
}

const short = 3;
const long = 4;
const undefinedBytes = 7;
const long8 = 16;
const directoryAt = 16;
const bytesPerStrip = 2 ** 18;

function alignTo(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
