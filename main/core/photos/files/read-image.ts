import { AppError } from '#contract/errors';
import { convertProfile } from '../colour/colour-profile.ts';
import { withHeif } from './decode-heif.ts';
import { explainImageError } from './explain-image-error.ts';
import { sharp } from '../image-library.ts';
import { readPhotoHeader, type PhotoHeader } from './photo-header.ts';
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
 * RGB keeps its profile and its values; grey, CMYK, Lab and the like become sRGB. 16 bits stay 16, and 10 or 12 become 16.
 * Throws an `AppError`: what `readPhotoHeader` throws, `image-too-large` and `image-too-small` before anything is decoded,
 * `unreadable-image` when the file is damaged or pixels are missing, `out-of-memory`.
 */
export async function readImage(path: string, { pixelLimit, profile, signal }: ReadOptions): Promise<PixelImage> {
  const header = await readPhotoHeader(path);
  checkSize(header, pixelLimit);
  signal?.throwIfAborted();
  try {
    const { width, height, depth } = header;
    const data = await (header.format === 'heic' ? withHeif(path, (photo) => photo.decode()) : decode(header));
    if (data.length !== width * height * 3) {
      throw new AppError(
        'unreadable-image',
        `Expected ${width} x ${height} RGB pixels, received ${data.length} values`,
      );
    }
    signal?.throwIfAborted();
    const image: PixelImage = { width, height, depth, data, profile: header.profile };
    return profile === undefined ? image : await convertProfile(image, profile, signal);
  } catch (error) {
    throw explainImageError(error, path);
  }
}

/** With `ignoreIcc` sharp leaves RGB values as they are; without it, it converts what is not RGB to sRGB by its profile. */
async function decode({ path, width, height, depth, isRgb, hasAlpha }: PhotoHeader): Promise<Uint8Array | Uint16Array> {
  const pipeline = sharp(path, { limitInputPixels: width * height, failOn: 'error', ignoreIcc: isRgb }).autoOrient();
  if (hasAlpha) pipeline.flatten({ background: 'white' });
  const bytes = await pipeline
    .toColourspace(depth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer();
  return depth === 16
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
