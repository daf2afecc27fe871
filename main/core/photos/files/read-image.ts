import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { convertProfile } from '../colour/colour-profile.ts';
import { toDisplayP3 } from '../colour/colour-signal.ts';
import { decodeNumbers } from './decode-numbers.ts';
import { withHeif } from './decode-heif.ts';
import { withEndMarker, readPhotoHeader, type PhotoHeader } from './photo-header.ts';
import { explainImageError } from './explain-image-error.ts';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { checkSize } from './size-limits.ts';

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
