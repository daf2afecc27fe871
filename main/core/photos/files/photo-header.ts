import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import type { Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import { displayP3Profile, isRgbProfile, signalOfProfile } from '../colour/colour-profile.ts';
import { isHdr, meaningOf, type ColourSignal } from '../colour/colour-signal.ts';
import { withHeif } from './decode-heif.ts';
import { parseExif, type ByteSource, type ExifDirectories } from '../metadata/exif-block.ts';
import { readJpegXmp } from '../metadata/jpeg-xmp.ts';
import { explainImageError } from './explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { openPhotoFile, type PhotoFile } from './photo-format.ts';
import { refuseOverloaded } from './beside-pixels.ts';
import { chooseTiffPage, sampleKindOf } from './tiff-picture.ts';
import { open, readFile } from 'node:fs/promises';

/** What a photo's file says of itself before its pixels are decoded. The size is upright. */
export interface PhotoHeader extends PhotoFile, Size {
  depth: BitDepth;
  hasAlpha: boolean;
  /** Whether the pixels are RGB; others (grey, CMYK, Lab) are converted to sRGB when they are read. */
  isRgb: boolean;
  /** The ICC profile as embedded, of whatever kind. */
  embeddedProfile: Uint8Array | null;
  /** The profile that the decoded RGB values will have; null means sRGB. */
  profile: Uint8Array | null;
  /** What the values mean where no profile can say it, so that they are brought into `profile` when they are read; null for most. */
  signal: ColourSignal | null;
  /** How numbers other than of 8 and 16 bits lie in the file; null for those. */
  numbers: 'float' | 'uint32' | null;
  /** Which picture of a TIFF it is, the large one. */
  page: { page?: number; subifd?: number };
  /** Whether sharp reads the pixels as they are; others are read by `readImage` alone. */
  isDirect: boolean;
  /** What a person should know of the pixels that are read of it; nothing for most. */
  notes: readonly Said[];
  /** EXIF as the file holds it, from its TIFF header on; null for a TIFF, which is itself such a block, and where there is none. */
  exif: Uint8Array | null;
  xmp: string | null;
  /** The same without the part that a JPEG holds in further segments; null where there is none. */
  shorterXmp: string | null;
}

/** Reads a photo's header. Throws as `openPhotoFile` does, and `unreadable-image` when there is no header to understand. */
export async function readPhotoHeader(path: string): Promise<PhotoHeader> {
  const file = await openPhotoFile(path);
  try {
    return file.format === 'heic' ? await readHeifHeader(file) : await readSharpHeader(file);
  } catch (error) {
    throw explainImageError(error, path);
  }
}

/** How a photo's stored pixels are turned to be upright, as EXIF numbers it; 1 when it does not say. */
export function orientationOf(header: PhotoHeader): number {
  const directories = readExifDirectories(header);
  const value = directories?.image.find(({ tag }) => tag === orientationTag)?.value;
  if (directories === null || value === undefined || value.length < 2) return 1;
  return new DataView(value.buffer, value.byteOffset).getUint16(0, directories.littleEndian);
}

const orientationTag = 0x0112;

/** The photo's EXIF, taken apart; null when it has none. Broken EXIF gives what can be read of it. */
export function readExifDirectories({ path, format, exif }: PhotoHeader): ExifDirectories | null {
  if (format === 'tiff') return readTiffDirectories(path);
  return exif === null ? null : parseExif(bytesIn(exif));
}

function readTiffDirectories(path: string): ExifDirectories | null {
  const file = openSync(path, 'r');
  try {
    return parseExif((offset, length) => {
      const bytes = new Uint8Array(length);
      return readSync(file, bytes, 0, length, offset) === length ? bytes : null;
    });
  } finally {
    closeSync(file);
  }
}

async function readSharpHeader(file: PhotoFile): Promise<PhotoHeader> {
  refuseOverloaded(file);
  const page = file.format === 'tiff' ? chooseTiffPage(file.path) : {};
  const facts = await sharp(file.path, { limitInputPixels: false, ...page }).metadata();
  const numbers = sampleKindOf(facts, file.path);
  const isRgb = numbers !== null || ['srgb', 'rgb', 'rgb16'].includes(facts.space);
  const embedded = facts.icc === undefined ? null : Uint8Array.from(facts.icc);
  const hasItsEnd = file.format !== 'jpeg' || (await hasEndMarker(file));
  const colours = await coloursOf(isRgb ? await readSignal(file) : null, embedded, facts.depth === 'ushort' ? 16 : 8);
  return {
    ...file,
    ...facts.autoOrient,
    ...colours,
    depth: numbers === null ? colours.depth : 16,
    hasAlpha: facts.hasAlpha,
    isRgb,
    profile: isRgb ? colours.profile : null,
    numbers,
    page,
    isDirect: colours.isDirect && hasItsEnd && numbers === null && Object.keys(page).length === 0,
    notes: hasItsEnd ? colours.notes : [...colours.notes, say('photos.no-end-marker', { name: basename(file.path) })],
    exif: file.format === 'tiff' || facts.exif === undefined ? null : tiffPartOf(facts.exif),
    ...(await xmpOf(file, facts)),
  };
}

/** What a file that sharp reads tells of its colours by number. Of a broken file nothing: what is wrong with it is said elsewhere. */
async function readSignal({ format, path }: PhotoFile): Promise<ColourSignal | null> {
  if (format === 'png') return readPngSignal(path).catch(() => null);
  return format === 'avif' ? withHeif(path, ({ signal }) => signal).catch(() => null) : null;
}

type Colours = Pick<PhotoHeader, 'embeddedProfile' | 'profile' | 'signal' | 'depth' | 'isDirect' | 'notes'>;

/**
 * What is known of a picture's colours. A profile says more than numbers do, except of HDR; what neither says is sRGB.
 */
async function coloursOf(told: ColourSignal | null, embedded: Uint8Array | null, depth: BitDepth): Promise<Colours> {
  const inProfile = embedded === null ? null : signalOfProfile(embedded);
  const isNumbered = told !== null && (embedded === null || isHdr(told));
  const signal = isNumbered ? told : inProfile !== null && isHdr(inProfile) ? inProfile : null;
  const meaning = signal === null ? null : meaningOf(signal);
  if (signal === null || meaning === null || meaning === 'srgb') {
    return { embeddedProfile: embedded, profile: usable(embedded), signal: null, depth, isDirect: true, notes: [] };
  }
  const profile = await displayP3Profile();
  const isKept = meaning === 'display-p3';
  const known = { embeddedProfile: profile, profile, isDirect: false };
  return isKept
    ? { ...known, signal: null, depth, notes: [] }
    : { ...known, signal, depth: 16, notes: [say(isHdr(signal) ? 'photos.brought-from-hdr' : 'photos.brought-to-p3')] };
}

/** HEIF that says nothing of its colours is sRGB, the format's default. */
async function readHeifHeader(file: PhotoFile): Promise<PhotoHeader> {
  const read = await withHeif(file.path, ({ width, height, depth, profile, signal, exif, xmp }) => ({
    size: { width, height },
    depth,
    profile,
    signal,
    exif,
    xmp,
  }));
  const { size, depth, profile, signal, exif, xmp } = read;
  return {
    ...file,
    ...size,
    ...(await coloursOf(signal, profile, depth)),
    hasAlpha: false,
    isRgb: true,
    numbers: null,
    page: {},
    isDirect: false,
    exif,
    xmp,
    shorterXmp: null,
  };
}

function usable(profile: Uint8Array | null): Uint8Array | null {
  return profile !== null && isRgbProfile(profile) ? profile : null;
}

/** sharp finds no XMP beside a gain map, and only the first part of what a JPEG holds in several. */
async function xmpOf({ format, path }: PhotoFile, facts: Metadata): Promise<Pick<PhotoHeader, 'xmp' | 'shorterXmp'>> {
  const found = facts.xmp?.toString('utf8') ?? null;
  const isPart = facts.gainMap !== undefined || found?.includes('HasExtendedXMP') === true;
  if (format !== 'jpeg' || !isPart) return { xmp: found, shorterXmp: null };
  const { packet, whole } = await readJpegXmp(path);
  return { xmp: whole ?? packet ?? found, shorterXmp: whole === null ? null : packet };
}

/** libvips keeps the `Exif` identifier of JPEG before the block. */
function tiffPartOf(exif: Buffer): Uint8Array {
  return Uint8Array.from(exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);
}

function bytesIn(block: Uint8Array): ByteSource {
  return (offset, length) => (offset + length <= block.length ? block.subarray(offset, offset + length) : null);
}

/** Chunks that are looked through; the one that is sought comes before the pixels. */
const maxChunks = 100;

/** The colours that a PNG tells by number, in its cICP chunk (PNG 3, 11.3.2.6); null when it does not. Never throws for a broken file. */
async function readPngSignal(path: string): Promise<ColourSignal | null> {
  const file = await open(path, 'r');
  try {
    let at = 8;
    for (let count = 0; count < maxChunks; count++) {
      const chunk = Buffer.alloc(12);
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      const type = chunk.toString('latin1', 4, 8);
      if (bytesRead < chunk.length || type === 'IDAT' || type === 'IEND') return null;
      if (type === 'cICP') return { primaries: chunk.readUInt8(8), transfer: chunk.readUInt8(9) };
      at += 12 + chunk.readUInt32BE(0);
    }
    return null;
  } finally {
    await file.close();
  }
}

const endMarker = Buffer.from([0xff, 0xd9]);
/** What programs append to a JPEG is rarely longer; of one with more behind it the end counts as missing, which costs only time. */
const searched = 2 ** 16;

/** Whether the end of a JPEG is there, in its last 64 KiB. */
async function hasEndMarker({ path, fileBytes }: PhotoFile): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const tail = Buffer.alloc(Math.min(searched, fileBytes));
    await file.read(tail, 0, tail.length, fileBytes - tail.length);
    return tail.includes(endMarker);
  } finally {
    await file.close();
  }
}

/** The bytes of a JPEG with an end. */
export async function withEndMarker(path: string): Promise<Buffer> {
  return Buffer.concat([await readFile(path), endMarker]);
}
