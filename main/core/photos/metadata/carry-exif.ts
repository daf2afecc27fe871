import type { Size } from '#contract/geometry';
import type { RegionView } from './carry-regions.ts';
import { exifTags, type ExifDirectories, type ExifEntry } from './exif-block.ts';

/** What has changed between the photo that was taken and the picture that is written. */
export interface CarryOptions {
  /** Of the written picture. */
  size: Size;
  /** Name and version of the program. */
  software: string;
  keepGps: boolean;
  /** What became of the pixels that regions in the XMP speak of; without it the regions go. */
  regions?: Omit<RegionView, 'size'> | null;
}

/**
 * The EXIF of the original as it shall stand in the new picture: upright, of its new size, written by `software`,
 * without the embedded thumbnail and without what speaks of the old pixels. Without `keepGps` the position goes, and with it
 * the maker note, in which some cameras repeat the place and which nobody can check. An original without EXIF gives a small one.
 */
export function carryExif(
  original: ExifDirectories | null,
  { size, software, keepGps }: CarryOptions,
): ExifDirectories {
  const from = original ?? emptyExif;
  const { littleEndian } = from;
  const dropped = keepGps ? [] : [exifTags.makerNote];
  return {
    ...from,
    image: replaceEntries(
      from.image.filter(({ tag }) => carriedImageTags.has(tag)),
      [shortEntry(imageTags.orientation, 1, littleEndian), textEntry(imageTags.software, software)],
    ),
    photo: replaceEntries(
      from.photo.filter(({ tag }) => ![...stalePhotoTags, ...dropped].includes(tag)),
      [
        longEntry(photoTags.pixelXDimension, size.width, littleEndian),
        longEntry(photoTags.pixelYDimension, size.height, littleEndian),
        ...(original === null ? [{ tag: photoTags.exifVersion, type: 7, count: 4, value: Buffer.from('0232') }] : []),
      ],
    ),
    gps: keepGps ? from.gps : [],
    makerNoteOffset: keepGps ? from.makerNoteOffset : null,
  };
}

const emptyExif: ExifDirectories = {
  littleEndian: true,
  image: [],
  photo: [],
  gps: [],
  interoperability: [],
  makerNoteOffset: null,
};

const imageTags = { orientation: 0x0112, software: 0x0131 } as const;

const photoTags = { exifVersion: 0x9000, pixelXDimension: 0xa002, pixelYDimension: 0xa003 } as const;

/**
 * Tags of the first directory that speak of the photo and not of how its pixels lie in the file: description, make, model,
 * resolution, date, artist, host computer, white point, primaries, chroma position, rating, copyright, Windows' titles and keywords.
 */
const carriedImageTags = new Set([
  0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0132, 0x013b, 0x013c, 0x013e, 0x013f, 0x0213, 0x4746, 0x4749,
  0x8298, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f,
]);

/** Bits per pixel, subject area, focal plane resolution, subject location: measured in pixels of the old picture. */
const stalePhotoTags: number[] = [0x9102, 0x9214, 0xa20e, 0xa20f, 0xa210, 0xa214];

function replaceEntries(entries: readonly ExifEntry[], replacements: readonly ExifEntry[]): ExifEntry[] {
  const replaced = new Set(replacements.map(({ tag }) => tag));
  return [...entries.filter(({ tag }) => !replaced.has(tag)), ...replacements];
}

function shortEntry(tag: number, value: number, littleEndian: boolean): ExifEntry {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value, littleEndian);
  return { tag, type: 3, count: 1, value: bytes };
}

function longEntry(tag: number, value: number, littleEndian: boolean): ExifEntry {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return { tag, type: 4, count: 1, value: bytes };
}

function textEntry(tag: number, text: string): ExifEntry {
  const value = Buffer.from(`${text}\0`, 'utf8');
  return { tag, type: 2, count: value.length, value };
}
