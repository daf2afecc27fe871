import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** One picture of a TIFF, by what its directory says of it. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** Whether it is a smaller copy of another picture in the file. */
  readonly isCopy: boolean;
  /** How values stand for colours: 2 is RGB, 32803 what a sensor saw through its filters, 34892 the same made whole. */
  readonly photometric: number;
  /** 1 unsigned, 2 signed, 3 floating point. */
  readonly sampleFormat: number;
  readonly bits: number;
  /** Pictures that belong to this one. */
  readonly within: readonly TiffPage[];
  /** Whether it says that the file is a DNG. */
  readonly isDng: boolean;
  /** Bytes of the longest of its words and profiles. */
  readonly heaviest: number;
}

const maxPages = 64;
const maxEntries = 500;

/** The pictures of a TIFF or BigTIFF in their order; empty for what is none. Of a broken file, what can be read. Never throws for its content. */
export function readTiffPages(path: string): TiffPage[] {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const read = (offset: number, length: number): Buffer | null => {
      if (offset < 0 || offset + length > size) return null;
      const bytes = Buffer.alloc(length);
      return readSync(file, bytes, 0, length, offset) === length ? bytes : null;
    };
    const format = formatOf(read);
    return format === null ? [] : readChain(format, format.first, new Set());
  } finally {
    closeSync(file);
  }
}

/** Whether a page holds what a sensor saw, which only a raw developer makes a picture of. */
export function isSensorData({ photometric }: TiffPage): boolean {
  return photometric === 32803 || photometric === 34892;
}

interface Format {
  readonly read: (offset: number, length: number) => Buffer | null;
  readonly isLittle: boolean;
  readonly isBig: boolean;
  readonly first: number;
}

function formatOf(read: Format['read']): Format | null {
  const head = read(0, 16) ?? read(0, 8);
  const order = head?.toString('latin1', 0, 2);
  if (!head || (order !== 'II' && order !== 'MM')) return null;
  const isLittle = order === 'II';
  const version = isLittle ? head.readUInt16LE(2) : head.readUInt16BE(2);
  if (version === 42) return { read, isLittle, isBig: false, first: numberAt(head, 4, 4, isLittle) };
  return version === 43 && head.length === 16
    ? { read, isLittle, isBig: true, first: numberAt(head, 8, 8, isLittle) }
    : null;
}

function readChain(format: Format, first: number, seen: Set<number>): TiffPage[] {
  const pages: TiffPage[] = [];
  let at = first;
  while (at !== 0 && !seen.has(at) && seen.size < maxPages) {
    seen.add(at);
    const directory = readDirectory(format, at);
    if (directory === null) break;
    pages.push(pageOf(format, directory, seen));
    at = directory.next;
  }
  return pages;
}

/** XMP, IPTC, Photoshop's own, colour profile: of single bytes, or of four. */
const metadataTags = new Set([700, 33_723, 34_377, 34_675]);

type Tags = ReadonlyMap<number, readonly number[]>;

function readDirectory(format: Format, at: number): { tags: Tags; heaviest: number; next: number } | null {
  const { read, isLittle, isBig } = format;
  const [countBytes, rowBytes, pointerBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const head = read(at, countBytes);
  const count = head === null ? 0 : numberAt(head, 0, countBytes, isLittle);
  if (count === 0 || count > maxEntries) return null;
  const rows = read(at + countBytes, count * rowBytes);
  if (rows === null) return null;
  const tags = new Map<number, readonly number[]>();
  let heaviest = 0;
  for (let index = 0; index < count; index++) {
    const row = rows.subarray(index * rowBytes, (index + 1) * rowBytes);
    const tag = numberAt(row, 0, 2, isLittle);
    tags.set(tag, valuesIn(format, row));
    if (metadataTags.has(tag)) heaviest = Math.max(heaviest, numberAt(row, 4, isBig ? 8 : 4, isLittle));
  }
  const next = read(at + countBytes + count * rowBytes, pointerBytes);
  return { tags, heaviest, next: next === null ? 0 : numberAt(next, 0, pointerBytes, isLittle) };
}

/** Bytes of each type that is a whole number. */
const typeBytes = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [13, 4],
  [16, 8],
  [18, 8],
]);

/** Whole numbers, the first 32 of them. */
function valuesIn({ read, isLittle, isBig }: Format, row: Buffer): number[] {
  const bytes = typeBytes.get(numberAt(row, 2, 2, isLittle)) ?? 0;
  const count = Math.min(32, numberAt(row, 4, isBig ? 8 : 4, isLittle));
  const length = bytes * count;
  const field = row.subarray(isBig ? 12 : 8);
  const value = length <= field.length ? field : read(numberAt(field, 0, field.length, isLittle), length);
  if (bytes === 0 || value === null) return [];
  return Array.from({ length: count }, (_, index) => numberAt(value, index * bytes, bytes, isLittle));
}

function pageOf(format: Format, { tags, heaviest }: { tags: Tags; heaviest: number }, seen: Set<number>): TiffPage {
  const first = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  return {
    width: first(256, 0),
    height: first(257, 0),
    isCopy: first(254, 0) % 2 === 1,
    photometric: first(262, -1),
    sampleFormat: first(339, 1),
    bits: first(258, 1),
    within: (tags.get(330) ?? []).flatMap((at) => readChain(format, at, seen).slice(0, 1)),
    isDng: tags.has(0xc612),
    heaviest,
  };
}

function numberAt(bytes: Buffer, at: number, length: number, isLittle: boolean): number {
  if (length === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  return isLittle ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
}
