import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import { displayP3Profile, isRgbProfile } from '../colour/colour-profile.ts';
import { withHeif } from './decode-heif.ts';
import { parseExif, type ByteSource, type ExifDirectories } from '../metadata/exif-block.ts';
import { explainImageError } from './explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { openPhotoFile, type PhotoFile } from './photo-format.ts';

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
  /** EXIF as the file holds it, from its TIFF header on; null for a TIFF, which is itself such a block, and where there is none. */
  exif: Uint8Array | null;
  xmp: string | null;
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
  if (file.format === 'tiff') refuseRaw(file.path);
  const facts = await sharp(file.path, { limitInputPixels: false }).metadata();
  const isRgb = ['srgb', 'rgb', 'rgb16'].includes(facts.space);
  const embeddedProfile = facts.icc === undefined ? null : Uint8Array.from(facts.icc);
  return {
    ...file,
    ...facts.autoOrient,
    depth: facts.depth === 'ushort' ? 16 : 8,
    hasAlpha: facts.hasAlpha,
    isRgb,
    embeddedProfile,
    profile: isRgb ? usable(embeddedProfile) : null,
    exif: file.format === 'tiff' || facts.exif === undefined ? null : tiffPartOf(facts.exif),
    xmp: facts.xmp?.toString('utf8') ?? null,
  };
}

/** DNG, NEF, ARW and other raw files are TIFFs whose first picture is only a preview. */
function refuseRaw(path: string): void {
  const directories = readTiffDirectories(path);
  const isRaw = directories?.image.some(
    ({ tag, value }) => tag === dngVersionTag || (tag === subfileTypeTag && value.some((byte) => byte % 2 === 1)),
  );
  if (isRaw) {
    const name = basename(path);
    throw new AppError(
      'unsupported-format',
      `Expected a photo, but ${name} is a camera raw file. Export it as TIFF first`,
    );
  }
}

const dngVersionTag = 0xc612;
/** Its lowest bit says that the picture is a smaller copy of another one in the file. */
const subfileTypeTag = 0x00fe;

/** HEIF says colours without a profile by number: 12 is Display P3; everything else is taken as sRGB, the format's default. */
async function readHeifHeader(file: PhotoFile): Promise<PhotoHeader> {
  const displayP3 = await displayP3Profile();
  return withHeif(file.path, ({ width, height, depth, profile, primaries, exif, xmp }) => {
    const embedded = profile ?? (primaries === 12 ? displayP3 : null);
    return {
      ...file,
      width,
      height,
      depth,
      hasAlpha: false,
      isRgb: true,
      embeddedProfile: embedded,
      profile: usable(embedded),
      exif,
      xmp,
    };
  });
}

function usable(profile: Uint8Array | null): Uint8Array | null {
  return profile !== null && isRgbProfile(profile) ? profile : null;
}

/** libvips keeps the `Exif` identifier of JPEG before the block. */
function tiffPartOf(exif: Buffer): Uint8Array {
  return Uint8Array.from(exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);
}

function bytesIn(block: Uint8Array): ByteSource {
  return (offset, length) => (offset + length <= block.length ? block.subarray(offset, offset + length) : null);
}
