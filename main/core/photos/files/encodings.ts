import type { Sharp } from 'sharp';
import type { ExportDepth, ExportFormat } from '#contract/export-settings';
import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';

/** How one format is written. Every choice here keeps memory flat where the encoder allows it. */
export interface Encoding {
  /** Pixels on one side that the format can hold. */
  mostSide: number;
  /** Bytes of EXIF and of XMP that the format can hold. */
  mostMetadata: number;
  /** Bits per channel that the format can hold. */
  mostBits: 8 | 10 | 16;
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
    mostSide: 65_535,
    mostMetadata: 65_000,
    mostBits: 8,
    hasRoom: () => true,
    // Optimised coding holds every coefficient of the picture, ten times the memory, for files a few percent smaller.
    encode: (pipeline, { quality, isCompact, width, height }) => {
      const chromaSubsampling = quality >= 90 ? '4:4:4' : '4:2:0';
      return isCompact && width * height <= mostCompactPixels
        ? pipeline.jpeg({ quality, chromaSubsampling, mozjpeg: true })
        : pipeline.jpeg({ quality, chromaSubsampling, optimiseCoding: false });
    },
  },
  png: {
    mostSide: 2 ** 31 - 1,
    mostMetadata: 2 ** 24,
    mostBits: 16,
    hasRoom: () => true,
    encode: (pipeline) => pipeline.png({ compressionLevel: 6 }),
  },
  tiff: {
    mostSide: 2 ** 31 - 1,
    mostMetadata: 2 ** 24,
    mostBits: 16,
    hasRoom: () => true,
    encode: (pipeline, { width, height, depth }) =>
      pipeline.tiff({
        compression: 'deflate',
        predictor: 'horizontal',
        bigtiff: width * height * 3 * (depth / 8) > 2 ** 32 - 2 ** 28,
      }),
  },
  webp: {
    mostSide: 16_383,
    mostMetadata: 2 ** 24,
    mostBits: 8,
    hasRoom: () => true,
    encode: (pipeline, { quality }) => pipeline.webp({ quality, effort: 2 }),
  },
  avif: {
    mostSide: 16_384,
    mostMetadata: 2 ** 24,
    mostBits: 10,
    hasRoom: ({ width, height }) => process.availableMemory() > width * height * bytesPerDeepAvifPixel,
    encode: (pipeline, { quality, depth }) => pipeline.avif({ quality, effort: 0, bitdepth: depth === 16 ? 10 : 8 }),
  },
};

/** The depth of the pixels that an encoder is given, for what was asked and what the picture has. */
export function depthToEncode(
  { mostBits, hasRoom }: Encoding,
  asked: ExportDepth,
  picture: Size & { depth: BitDepth },
): BitDepth {
  const wanted = asked === 'keep' ? picture.depth : asked;
  return wanted > 8 && mostBits > 8 && hasRoom(picture) ? 16 : 8;
}

/** Of a 12-megapixel photo enlarged: 725 MB more were measured for it, ten seconds, and a file up to a tenth smaller. */
const mostCompactPixels = 50e6;

/** Measured: 48 bytes per pixel for 10 bits, 31 for 8. Half as much again is left for everything else. */
const bytesPerDeepAvifPixel = 72;
