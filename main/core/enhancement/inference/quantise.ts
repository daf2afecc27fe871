import type { BitDepth } from '#contract/photos';
import { whiteOf } from '#core/photos/pixel-image';

/** Values around 0..1 as whole numbers of a bit depth: clamped, rounded to the nearest; NaN becomes 0. */
export function quantise(values: Float32Array, depth: BitDepth): Uint8Array | Uint16Array {
  const white = whiteOf(depth);
  const rounded = depth === 8 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = (values[index] ?? 0) * white + 0.5;
    rounded[index] = value < 0 ? 0 : value > white ? white : value;
  }
  return rounded;
}

/** The same of [3, ...] planes, as interleaved RGB. */
export function quantisePlanes(planes: Float32Array, depth: BitDepth): Uint8Array | Uint16Array {
  const plane = planes.length / 3;
  const interleaved = planes.map((_, index) => planes[(index % 3) * plane + Math.floor(index / 3)] ?? 0);
  return quantise(interleaved, depth);
}
