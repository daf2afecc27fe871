const steps = 4096;

/** sRGB's transfer curve, from encoded to linear light, both 0 to 1. */
const decoded = Float32Array.from({ length: steps + 2 }, (_, step) => decode(Math.min(1, step / steps)));

/** Its inverse, spaced by square roots, finer where it is dark. */
const encoded = Float32Array.from({ length: steps + 2 }, (_, step) => encode(Math.min(1, (step / steps) ** 2)));

/** Encoded sRGB values to linear light, both clipped to 0 to 1; in place. */
export function decodeLight(values: Float32Array): void {
  for (let at = 0; at < values.length; at++) {
    const place = clipped(values[at] ?? 0) * steps;
    const below = place | 0;
    const from = decoded[below] ?? 0;
    values[at] = from + ((decoded[below + 1] ?? 0) - from) * (place - below);
  }
}

/** Linear light to encoded sRGB values, both clipped to 0 to 1; in place. */
export function encodeLight(values: Float32Array): void {
  encodeBy(encoded, values);
}

/** As `encodeLight`, then a tone curve of one's own; in place. */
export function encodeWithTone(values: Float32Array, toneOf: (value: number) => number): void {
  encodeBy(
    encoded.map((value) => toneOf(value)),
    values,
  );
}

function encodeBy(curve: Float32Array, values: Float32Array): void {
  for (let at = 0; at < values.length; at++) {
    const place = Math.sqrt(clipped(values[at] ?? 0)) * steps;
    const below = place | 0;
    const from = curve[below] ?? 0;
    values[at] = from + ((curve[below + 1] ?? 0) - from) * (place - below);
  }
}

/** Clips to 0 to 1 and rounds to whole steps of 1/255, as a file of 8 bits does; in place. */
export function quantiseToBytes(values: Float32Array): void {
  for (let at = 0; at < values.length; at++) values[at] = ((clipped(values[at] ?? 0) * 255 + 0.5) | 0) / 255;
}

function clipped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}
