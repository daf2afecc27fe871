import type { Sharp } from 'sharp';
import type { ExportFormat } from '#contract/export-settings';
import type { Size } from '#contract/geometry';

/** How one format is written. Every choice here keeps memory flat where the encoder allows it. */
export interface Encoding {
  /** Pixels on one side that the format can hold. */
  mostSide: number;
  /** Bytes of EXIF and of XMP that the format can hold. */
  mostMetadata: number;
  /** Whether 16-bit pixels are handed to the encoder; others get 8. */
  takes16Bits: (size: Size) => boolean;
  encode: (pipeline: Sharp, options: EncodeOptions) => Sharp;
}

export interface EncodeOptions extends Size {
  /** 1 to 100. */
  quality: number;
  /** Of the pixels handed over. */
  depth: 8 | 16;
}

export const encodings: Record<ExportFormat, Encoding> = {
  jpeg: {
    mostSide: 65_535,
    mostMetadata: 65_000,
    takes16Bits: () => false,
    // Optimised coding would hold every coefficient of the picture, ten times the memory, for files a few percent smaller.
    encode: (pipeline, { quality }) =>
      pipeline.jpeg({ quality, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0', optimiseCoding: false }),
  },
  png: {
    mostSide: 2 ** 31 - 1,
    mostMetadata: 2 ** 24,
    takes16Bits: () => true,
    encode: (pipeline) => pipeline.png({ compressionLevel: 6 }),
  },
  tiff: {
    mostSide: 2 ** 31 - 1,
    mostMetadata: 2 ** 24,
    takes16Bits: () => true,
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
    takes16Bits: () => false,
    encode: (pipeline, { quality }) => pipeline.webp({ quality, effort: 2 }),
  },
  avif: {
    mostSide: 16_384,
    mostMetadata: 2 ** 24,
    takes16Bits: ({ width, height }) => process.availableMemory() > width * height * bytesPerDeepAvifPixel,
    encode: (pipeline, { quality, depth }) => pipeline.avif({ quality, effort: 0, bitdepth: depth === 16 ? 10 : 8 }),
  },
};

/** Measured: 48 bytes per pixel for 10 bits, 31 for 8. Half as much again is left for everything else. */
const bytesPerDeepAvifPixel = 72;
