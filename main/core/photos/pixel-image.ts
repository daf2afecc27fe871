import type { Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';

/**
 * The one image type of the program: upright RGB, interleaved, rows from the top, no padding, values as encoded in
 * the photo's own colour profile. 8 bit: 0..255 in a Uint8Array; 16 bit: 0..65535 in a Uint16Array. Read-only once made.
 */
export interface PixelImage extends Size {
  readonly depth: BitDepth;
  readonly data: Uint8Array | Uint16Array;
  /** ICC profile; null means sRGB. */
  readonly profile: Uint8Array | null;
}

/** The value of full white. */
export function whiteOf(depth: BitDepth): number {
  return depth === 8 ? 255 : 65535;
}
