import type { Sharp } from 'sharp';
import type { ExportDepth, ExportFormat } from '#contract/export-settings';
import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';

/** How one format is written. Every choice here keeps memory flat where the encoder allows it. */
export interface Encoding {
  /** Pixels on one side that the format can hold. */
  maxSide: number;
  /** Bytes of EXIF and of XMP that the format can hold. */
  maxMetadata: number;
  /** Bits per channel that the format can hold. */
  maxBits: 8 | 10 | 16;
  /** Whether there is memory for more than 8 bits. */
  hasRoom: (size: Size) => boolean;
  encode: (pipeline: Sharp, options: EncodeOptions) => Sharp;
}

export interface EncodeOptions extends Size {
  /** 1 to 100. */
  quality: number;
  /** Of the pixels handed over. */
  depth: BitDepth;
  /** Whether time is spent on a smaller file. */
  isCompact: boolean;
}

export const encodings: Record<ExportFormat, Encoding> = {
  jpeg: {
    maxSide: 65_535,
    maxMetadata: 65_000,
    maxBits: 8,
    hasRoom: () => true,
    // Optimised coding holds every coefficient of the picture, ten times the memory, for files a few percent smaller.
    encode: (pipeline, { quality, isCompact, width, height }) => {
      const chromaSubsampling = quality >= 90 ? '4:4:4' : '4:2:0';
      return isCompact && width * height <= maxCompactPixels
        ? pipeline.jpeg({ quality, chromaSubsampling, mozjpeg: true })
        : pipeline.jpeg({ quality, chromaSubsampling, optimiseCoding: false });
    },
  },
  png: {
    maxSide: 2 ** 31 - 1,
    maxMetadata: 2 ** 24,
    maxBits: 16,
    hasRoom: () => true,
    encode: (pipeline) => pipeline.png({ compressionLevel: 6 }),
  },
  tiff: {
    maxSide: 2 ** 31 - 1,
    maxMetadata: 2 ** 24,
    maxBits: 16,
    hasRoom: () => true,
    encode: (pipeline, { width, height, depth }) =>
      pipeline.tiff({
        compression: 'deflate',
        predictor: 'horizontal',
        bigtiff: width * height * 3 * (depth / 8) > 2 ** 32 - 2 ** 28,
      }),
  },
  webp: {
    maxSide: 16_383,
    maxMetadata: 2 ** 24,
    maxBits: 8,
    hasRoom: () => true,
    encode: (pipeline, { quality }) => pipeline.webp({ quality, effort: 2 }),
  },
  avif: {
    maxSide: 16_384,
    maxMetadata: 2 ** 24,
    maxBits: 10,
    hasRoom: ({ width, height }) => process.availableMemory() > width * height * bytesPerDeepAvifPixel,
    encode: (pipeline, { quality, depth }) => pipeline.avif({ quality, effort: 0, bitdepth: depth === 16 ? 10 : 8 }),
  },
};

/** The depth of the pixels that an encoder is given, for what was asked and what the picture has. */
export function depthToEncode(
  { maxBits, hasRoom }: Encoding,
  asked: ExportDepth,
  picture: Size & { depth: BitDepth },
): BitDepth {
  const wanted = asked === 'keep' ? picture.depth : asked;
  return wanted > 8 && maxBits > 8 && hasRoom(picture) ? 16 : 8;
}

/** Of a 12-megapixel photo enlarged: 725 MB more were measured for it, ten seconds, and a file up to a tenth smaller. */
const maxCompactPixels = 50e6;

/** Measured: 48 bytes per pixel for 10 bits, 31 for 8. Half as much again is left for everything else. */
const bytesPerDeepAvifPixel = 72;
