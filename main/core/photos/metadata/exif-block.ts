/**
 * An EXIF block is a small TIFF file without pixels: directories of tags that point to their values by offset.
 * Here it is taken apart and put together again; what the tags mean is the matter of carry-exif.ts.
 */

export interface ExifEntry {
  tag: number;
  /** TIFF type: 2 ASCII, 3 SHORT, 4 LONG and so on. */
  type: number;
  count: number;
  /** In the block's byte order. */
  value: Uint8Array;
}

export interface ExifDirectories {
  littleEndian: boolean;
  /** Of the picture as a whole (IFD0). */
  image: ExifEntry[];
  /** How it was taken (Exif IFD). */
  photo: ExifEntry[];
  gps: ExifEntry[];
  interoperability: ExifEntry[];
  /** Where the maker note lay; some makers' notes hold offsets that are right only there. Null without a note. */
  makerNoteOffset: number | null;
}

/** Gives `length` bytes at `offset`, or null where there are none. */
export type ByteSource = (offset: number, length: number) => Uint8Array | null;

export const exifTags = {
  photoDirectory: 0x8769,
  gpsDirectory: 0x8825,
  interoperabilityDirectory: 0xa005,
  makerNote: 0x927c,
} as const;

/** Reads what can be read; entries that point nowhere, or at more than all of them together may take, are left out. Null when it is no TIFF structure at all. Never throws. */
export function parseExif(source: ByteSource): ExifDirectories | null {
  const header = source(0, 8);
  if (header === null) return null;
  const order = String.fromCharCode(header[0] ?? 0, header[1] ?? 0);
  if (order !== 'II' && order !== 'MM') return null;
  const littleEndian = order === 'II';
  const view = viewOf(header);
  if (view.getUint16(2, littleEndian) !== 42) return null;
  const reader: Reader = { source, littleEndian, makerNoteOffset: null, bytesLeft: maxBlockBytes };
  const image = readDirectory(reader, view.getUint32(4, littleEndian));
  const photo = readDirectory(reader, pointerIn(image, exifTags.photoDirectory, littleEndian));
  const misplaced = image.filter(({ tag }) => photoTags.has(tag) && !photo.some((entry) => entry.tag === tag));
  return {
    littleEndian,
    image: withoutPointers(image),
    photo: [...withoutPointers(photo), ...misplaced],
    gps: readDirectory(reader, pointerIn(image, exifTags.gpsDirectory, littleEndian)),
    interoperability: readDirectory(reader, pointerIn(photo, exifTags.interoperabilityDirectory, littleEndian)),
    makerNoteOffset: reader.makerNoteOffset,
  };
}

/** A whole EXIF block, starting with its TIFF header. The maker note stays at its old offset where that wastes little. */
export function serialiseExif(directories: ExifDirectories): Uint8Array {
  const { littleEndian, makerNoteOffset } = directories;
  const note = directories.photo.find(({ tag }) => tag === exifTags.makerNote);
  const pinned =
    note !== undefined && makerNoteOffset !== null && makerNoteOffset >= headerBytes && makerNoteOffset <= maxGap
      ? { entry: note, offset: makerNoteOffset }
      : null;
  const base = pinned === null ? headerBytes : even(pinned.offset + pinned.entry.value.length);
  const body = layOutDirectories(directories, base, [], pinned);
  const block = new Uint8Array(base + body.length);
  const view = viewOf(block);
  block.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, base, littleEndian);
  if (pinned !== null) block.set(pinned.entry.value, pinned.offset);
  block.set(body, base);
  return block;
}

/**
 * The directories as bytes that will lie at `base` of a little-endian file, the first directory first.
 * `foreign` are finished 12-byte entries of that file's own, merged into the first directory.
 */
export function serialiseExifAt(
  directories: ExifDirectories,
  base: number,
  foreign: readonly Uint8Array[],
): Uint8Array {
  return layOutDirectories(inLittleEndian(directories), base, foreign, null);
}

/** Exposure, speed, times and their zones, focal lengths and lens: some programs write them into the first directory. */
const photoTags = new Set([
  0x829a, 0x829d, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292, 0x920a, 0xa404, 0xa405,
  0xa433, 0xa434,
]);

interface Reader {
  source: ByteSource;
  littleEndian: boolean;
  makerNoteOffset: number | null;
  /** What further values may take: entries may point at the same bytes, hundreds of times. */
  bytesLeft: number;
}

type Pinned = { entry: ExifEntry; offset: number } | null;

const headerBytes = 8;
/** The most bytes spent to keep a maker note in its place. */
const maxGap = 8192;
const maxEntries = 500;
const maxValueBytes = 2 ** 20;
const maxBlockBytes = 4 * 2 ** 20;

/** Bytes per value of each TIFF type, and of the words in it that have a byte order. */
const types: Record<number, { bytes: number; word: number }> = {
  1: { bytes: 1, word: 1 },
  2: { bytes: 1, word: 1 },
  3: { bytes: 2, word: 2 },
  4: { bytes: 4, word: 4 },
  5: { bytes: 8, word: 4 },
  6: { bytes: 1, word: 1 },
  7: { bytes: 1, word: 1 },
  8: { bytes: 2, word: 2 },
  9: { bytes: 4, word: 4 },
  10: { bytes: 8, word: 4 },
  11: { bytes: 4, word: 4 },
  12: { bytes: 8, word: 8 },
  13: { bytes: 4, word: 4 },
  129: { bytes: 1, word: 1 },
};

function readDirectory(reader: Reader, offset: number): ExifEntry[] {
  const { source, littleEndian } = reader;
  const head = offset === 0 ? null : source(offset, 2);
  if (head === null) return [];
  const count = Math.min(viewOf(head).getUint16(0, littleEndian), maxEntries);
  const entries = new Map<number, ExifEntry>();
  for (let index = 0; index < count; index++) {
    const bytes = source(offset + 2 + index * 12, 12);
    const entry = bytes === null ? null : readEntry(reader, bytes);
    if (entry !== null && !entries.has(entry.tag)) entries.set(entry.tag, entry);
  }
  return [...entries.values()];
}

function readEntry(reader: Reader, bytes: Uint8Array): ExifEntry | null {
  const { source, littleEndian } = reader;
  const view = viewOf(bytes);
  const [tag, type] = [view.getUint16(0, littleEndian), view.getUint16(2, littleEndian)];
  const count = view.getUint32(4, littleEndian);
  const length = (types[type]?.bytes ?? 0) * count;
  if (length === 0 || length > Math.min(maxValueBytes, reader.bytesLeft)) return null;
  const offset = view.getUint32(8, littleEndian);
  const value = length <= 4 ? bytes.subarray(8, 8 + length) : source(offset, length);
  if (value === null) return null;
  reader.bytesLeft -= length;
  if (tag === exifTags.makerNote && length > 4) reader.makerNoteOffset = offset;
  return { tag, type, count, value: value.slice() };
}

function pointerIn(entries: readonly ExifEntry[], tag: number, littleEndian: boolean): number {
  const entry = entries.find((candidate) => candidate.tag === tag);
  return entry?.value.length === 4 ? viewOf(entry.value).getUint32(0, littleEndian) : 0;
}

function withoutPointers(entries: readonly ExifEntry[]): ExifEntry[] {
  const pointers: number[] = [exifTags.photoDirectory, exifTags.gpsDirectory, exifTags.interoperabilityDirectory];
  return entries.filter(({ tag }) => !pointers.includes(tag));
}

function layOutDirectories(
  { littleEndian, image, photo, gps, interoperability }: ExifDirectories,
  base: number,
  foreign: readonly Uint8Array[],
  pinned: Pinned,
): Uint8Array {
  const pointer = (tag: number): ExifEntry => ({ tag, type: 4, count: 1, value: new Uint8Array(4) });
  const set = (entry: ExifEntry, offset: number): void => viewOf(entry.value).setUint32(0, offset, littleEndian);
  const toPhoto = pointer(exifTags.photoDirectory);
  const toGps = pointer(exifTags.gpsDirectory);
  const toInteroperability = pointer(exifTags.interoperabilityDirectory);
  const directories = [
    [...image, toPhoto, ...(gps.length > 0 ? [toGps] : [])],
    [...photo, ...(interoperability.length > 0 ? [toInteroperability] : [])],
    gps,
    interoperability,
  ];
  const offsets: number[] = [];
  let end = base;
  directories.forEach((entries, index) => {
    offsets.push(end);
    if (entries.length > 0 || index < 2) end += directoryBytes(entries, index === 0 ? foreign.length : 0, pinned);
  });
  set(toPhoto, offsets[1] ?? 0);
  set(toGps, offsets[2] ?? 0);
  set(toInteroperability, offsets[3] ?? 0);
  const bytes = new Uint8Array(end - base);
  directories.forEach((entries, index) => {
    if (entries.length === 0 && index >= 2) return;
    writeDirectory(bytes, base, offsets[index] ?? base, entries, index === 0 ? foreign : [], littleEndian, pinned);
  });
  return bytes;
}

function directoryBytes(entries: readonly ExifEntry[], foreign: number, pinned: Pinned): number {
  const values = entries.reduce((sum, entry) => sum + outsideBytes(entry, pinned), 0);
  return 2 + (entries.length + foreign) * 12 + 4 + values;
}

/** What an entry's value takes beside the directory: nothing when it fits into the entry or lies elsewhere already. */
function outsideBytes(entry: ExifEntry, pinned: Pinned): number {
  return entry.value.length <= 4 || entry === pinned?.entry ? 0 : even(entry.value.length);
}

function writeDirectory(
  bytes: Uint8Array,
  base: number,
  offset: number,
  entries: readonly ExifEntry[],
  foreign: readonly Uint8Array[],
  littleEndian: boolean,
  pinned: Pinned,
): void {
  const view = viewOf(bytes);
  const rows = foreign.map((row) => ({ tag: viewOf(row).getUint16(0, littleEndian), row }));
  let valueAt = offset + directoryBytes([], entries.length + foreign.length, null);
  for (const entry of entries) {
    const row = new Uint8Array(12);
    const rowView = viewOf(row);
    rowView.setUint16(0, entry.tag, littleEndian);
    rowView.setUint16(2, entry.type, littleEndian);
    rowView.setUint32(4, entry.count, littleEndian);
    if (entry.value.length <= 4) row.set(entry.value, 8);
    else if (entry === pinned?.entry) rowView.setUint32(8, pinned.offset, littleEndian);
    else {
      rowView.setUint32(8, valueAt, littleEndian);
      bytes.set(entry.value, valueAt - base);
      valueAt += even(entry.value.length);
    }
    rows.push({ tag: entry.tag, row });
  }
  view.setUint16(offset - base, rows.length, littleEndian);
  rows
    .sort((first, second) => first.tag - second.tag)
    .forEach(({ row }, index) => bytes.set(row, offset - base + 2 + index * 12));
}

function inLittleEndian(directories: ExifDirectories): ExifDirectories {
  if (directories.littleEndian) return directories;
  const swap = (entries: readonly ExifEntry[]): ExifEntry[] =>
    entries.map((entry) => ({ ...entry, value: swapWords(entry.value, types[entry.type]?.word ?? 1) }));
  return {
    littleEndian: true,
    image: swap(directories.image),
    photo: swap(directories.photo),
    gps: swap(directories.gps),
    interoperability: swap(directories.interoperability),
    makerNoteOffset: null,
  };
}

function swapWords(value: Uint8Array, word: number): Uint8Array {
  const swapped = new Uint8Array(value.length);
  for (let start = 0; start < value.length; start += word) {
    swapped.set(value.slice(start, start + word).reverse(), start);
  }
  return swapped;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function even(value: number): number {
  return value + (value % 2);
}
