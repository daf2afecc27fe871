import { randomUUID } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { exifTags, serialiseExif, serialiseExifAt, type ExifDirectories } from './exif-block.ts';

/**
 * sharp can write EXIF only tag by tag as text, which loses most of it, and none into TIFF. So JPEG, PNG, WebP and AVIF are encoded
 * with a placeholder of the right length, and the real block is written over it; a TIFF gets its directories appended.
 */
export interface ExifPlaceholder {
  /** To be handed to sharp's `withExif`. */
  exif: { IFD0: { ImageDescription: string } };
  block: Uint8Array;
  marker: string;
}

/** As much of EXIF as a format holds, which is `maxBytes`: beyond it the maker note is given up, then everything that is long; null when even that is too much. */
export function fittingExif(directories: ExifDirectories, maxBytes: number): ExifDirectories | null {
  const bare = withoutMakerNote(directories);
  const shorter = [directories, bare, withoutLongValues(bare)];
  return shorter.find((one) => serialiseExif(one).length <= maxBytes) ?? null;
}

/** Room for the EXIF of a picture, which must fit into its format. */
export function reserveExif(directories: ExifDirectories): ExifPlaceholder {
  const block = serialiseExif(directories);
  const marker = `exif-placeholder-${randomUUID()}`;
  return { exif: { IFD0: { ImageDescription: marker.padEnd(block.length, '.') } }, block, marker };
}

/** Writes the block into the file that was encoded with the placeholder. */
export async function fillReservedExif(path: string, { block, marker }: ExifPlaceholder): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const markerAt = await find(file, Buffer.from(marker));
    const lead = await read(file, Math.max(0, markerAt - maxLead), Math.min(maxLead, markerAt));
    const start = markerAt - lead.length + lead.lastIndexOf('II*\0', undefined, 'latin1');
    const room = Buffer.alloc(markerAt - start + block.length);
    room.set(block);
    await file.write(room, 0, room.length, start);
    const chunk = await read(file, start - 8, 8);
    if (chunk.toString('latin1', 4) === 'eXIf') await sealPngChunk(file, start, chunk.readUInt32BE(0));
  } finally {
    await file.close();
  }
}

/** Gives a TIFF that has one picture the tags of the EXIF; its own tags about the pixels stay. BigTIFF stays as it is. */
export async function appendExifToTiff(path: string, directories: ExifDirectories): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const header = await read(file, 0, 8);
    if (header.toString('latin1', 0, 4) !== 'II*\0') return;
    const directoryAt = header.readUInt32LE(4);
    const count = (await read(file, directoryAt, 2)).readUInt16LE(0);
    const rows = await read(file, directoryAt + 2, count * 12);
    const replaced = new Set<number>([exifTags.photoDirectory, exifTags.gpsDirectory]);
    for (const { tag } of directories.image) replaced.add(tag);
    const own = Array.from({ length: count }, (_, index) => rows.subarray(index * 12, index * 12 + 12)).filter(
      (row) => !replaced.has(row.readUInt16LE(0)),
    );
    const { size } = await file.stat();
    const base = size + (size % 2);
    const bytes = serialiseExifAt(directories, base, own);
    if (base + bytes.length >= 2 ** 32) return;
    await file.write(bytes, 0, bytes.length, base);
    header.writeUInt32LE(base, 4);
    await file.write(header, 0, header.length, 0);
  } finally {
    await file.close();
  }
}

/** How far before its description libvips starts the placeholder at most. */
const maxLead = 1024;
const chunkBytes = 2 ** 20;

function withoutMakerNote(directories: ExifDirectories): ExifDirectories {
  return {
    ...directories,
    photo: directories.photo.filter(({ tag }) => tag !== exifTags.makerNote),
    makerNoteOffset: null,
  };
}

function withoutLongValues(directories: ExifDirectories): ExifDirectories {
  const short = (entries: ExifDirectories['image']): ExifDirectories['image'] =>
    entries.filter(({ value }) => value.length <= maxValue);
  const { image, photo, gps, interoperability } = directories;
  return {
    ...directories,
    image: short(image),
    photo: short(photo),
    gps: short(gps),
    interoperability: short(interoperability),
  };
}

const maxValue = 512;

async function find(file: FileHandle, wanted: Buffer): Promise<number> {
  const { size } = await file.stat();
  for (let offset = 0; offset < size; offset += chunkBytes - wanted.length) {
    const found = (await read(file, offset, Math.min(chunkBytes, size - offset))).indexOf(wanted);
    if (found >= 0) return offset + found;
  }
  throw new Error('Expected the reserved EXIF block in the encoded picture, found none');
}

async function sealPngChunk(file: FileHandle, dataAt: number, length: number): Promise<void> {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(await read(file, dataAt - 4, 4 + length)));
  await file.write(checksum, 0, 4, dataAt + length);
}

async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
