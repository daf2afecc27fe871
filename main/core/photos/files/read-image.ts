import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { convertProfile } from '../colour/colour-profile.ts';
import { toDisplayP3 } from '../colour/colour-signal.ts';
import { withHeif } from './decode-heif.ts';
import { withEndMarker, readPhotoHeader, type PhotoHeader } from './photo-header.ts';
import { explainImageError } from './explain-image-error.ts';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { checkSize } from './size-limits.ts';
import { basename } from 'node:path';

export interface ReadOptions {
  /** The most pixels that are decoded. */
  pixelLimit: number;
  /** Convert to this ICC profile; null means sRGB, absent keeps the photo's own. */
  profile?: Uint8Array | null;
  signal?: AbortSignal;
}

/**
 * Decodes a photo, upright. Of an animation the first picture; transparent parts lie on white (HEIC: alpha is ignored).
 * RGB keeps its profile and its values; grey, CMYK, Lab and the like become sRGB, HDR becomes Display P3 of 16 bits. 16 bits stay 16; 10, 12,
 * 32 and floating-point numbers become 16.
 * Throws an `AppError`: what `readPhotoHeader` throws, `image-too-large` and `image-too-small` before anything is decoded,
 * `unreadable-image` when the file is damaged or pixels are missing, `out-of-memory`.
 */
export async function readImage(path: string, { pixelLimit, profile, signal }: ReadOptions): Promise<PixelImage> {
  const header = await readPhotoHeader(path);
  checkSize(header, pixelLimit);
  signal?.throwIfAborted();
  try {
    const { width, height, depth } = header;
    const values = await (header.format === 'heic' ? withHeif(path, (photo) => photo.decode()) : decode(header));
    const data = header.signal === null ? values : toDisplayP3(values, header.signal);
    if (data.length !== width * height * 3) {
      throw new AppError('unreadable-image', say('photos.pixels-missing', { width, height, values: data.length }));
    }
    signal?.throwIfAborted();
    const image: PixelImage = { width, height, depth, data, profile: header.profile };
    return profile === undefined ? image : await convertProfile(image, profile, signal);
  } catch (error) {
    throw explainImageError(error, path);
  }
}

/** With `ignoreIcc` sharp leaves RGB values as they are; without it, it converts what is not RGB to sRGB by its profile. */
async function decode(header: PhotoHeader): Promise<Uint8Array | Uint16Array> {
  const { path, width, height, depth, isRgb, hasAlpha, page, numbers, signal } = header;
  if (numbers !== null) return decodeNumbers(header, numbers);
  const options = { limitInputPixels: width * height, ignoreIcc: isRgb, ...page } as const;
  // Given an end, a JPEG without one decodes without a warning unless pixels are missing.
  const isUnended = header.format === 'jpeg' && !header.isDirect;
  const pipeline = isUnended
    ? sharp(await withEndMarker(path), { ...options, failOn: 'warning' }).autoOrient()
    : sharp(path, { ...options, failOn: 'error' }).autoOrient();
  if (hasAlpha) pipeline.flatten({ background: 'white' });
  const isDeep = signal === null ? depth === 16 : (await pipeline.metadata()).depth === 'ushort';
  const bytes = await pipeline
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer();
  return isDeep
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Pixels of 32 bits or floating point as 16 bits, upright, transparent parts on white. Floating point is 0 to 1 in the curve of the embedded
 * profile; light beyond is cut off. Throws `unsupported-format` when the numbers go so far that they cannot be meant so.
 */
async function decodeNumbers(header: PhotoHeader, kind: 'float' | 'uint32'): Promise<Uint16Array> {
  const { path, width, height, page } = header;
  const options = { limitInputPixels: width * height, failOn: 'error', ignoreIcc: true, ...page } as const;
  const pipeline = sharp(path, options).autoOrient();
  // Both spaces are named so that libvips keeps the floats as they are; whole numbers it keeps without being told.
  if (kind === 'float') pipeline.pipelineColourspace('scrgb').toColourspace('scrgb');
  const { data, info } = await pipeline
    .raw({ depth: kind === 'float' ? 'float' : 'uint' })
    .toBuffer({ resolveWithObject: true });
  const count = data.length / 4;
  if (kind === 'uint32') {
    return toSixteenBits(new Uint32Array(data.buffer, data.byteOffset, count), info.channels, 2 ** 32 - 1);
  }
  const values = new Float32Array(data.buffer, data.byteOffset, count);
  checkRange(values, path);
  return toSixteenBits(values, info.channels, 1);
}

/** Lamps in a photo of floating point may be some times as bright as white; pixels of 0 to 255 are something else. */
const maxLight = 100;
/** Share of the numbers that may be beyond it. */
const maxBeyond = 0.05;

function checkRange(values: Float32Array, path: string): void {
  const beyond = values.reduce((count, value) => count + (value > maxLight || Number.isNaN(value) ? 1 : 0), 0);
  if (beyond <= maxBeyond * values.length) return;
  throw new AppError('unsupported-format', say('photos.numbers-beyond', { name: basename(path) }));
}

function toSixteenBits(values: Float32Array | Uint32Array, channels: number, white: number): Uint16Array {
  const pixels = new Uint16Array((values.length / channels) * 3);
  for (let from = 0, to = 0; from < values.length; from += channels, to += 3) {
    const opacity = channels === 4 ? shareOf(values[from + 3], white) : 1;
    for (let channel = 0; channel < 3; channel++) {
      const share = shareOf(values[from + channel], white);
      pixels[to + channel] = Math.round((share * opacity + 1 - opacity) * 65535);
    }
  }
  return pixels;
}

/** Of white, 0 to 1; what is no number is nothing. */
function shareOf(value: number | undefined, white: number): number {
  const share = (value ?? 0) / white;
  return share > 0 ? Math.min(1, share) : 0;
}
