import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { sharp } from '../image-library.ts';
import type { PhotoHeader } from './photo-header.ts';

/**
 * Pixels of 32 bits or floating point as 16 bits, upright, transparent parts on white. Floating point is 0 to 1 in the curve of the embedded
 * profile; light beyond is cut off. Throws `unsupported-format` when the numbers go so far that they cannot be meant so.
 */
export async function decodeNumbers(header: PhotoHeader, kind: 'float' | 'uint32'): Promise<Uint16Array> {
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
