import { boxMeans, lumaOfPlanes } from '#native-models/planes';

/**
 * Smooths noise of [3, height, width] encoded pixels in place and keeps edges: a guided filter (K. He, J. Sun, X. Tang, "Guided image
 * filtering", 2013) of the luma by itself over 5x5 pixels, and of both colour differences by the luma over 9x9, where noise is coarser
 * and the eye forgives more. `strength` 0 to 1 sets the contrast that counts as noise: up to 0.04 of white in luma, 0.1 in colour.
 * A pixel depends on those at most 8 away.
 */
export function denoise(pixels: Float32Array, width: number, height: number, strength: number): void {
  if (strength <= 0) return;
  const plane = width * height;
  const size = { width, height };
  const [red, green, blue] = [0, 1, 2].map((index) => pixels.subarray(index * plane, (index + 1) * plane));
  if (red === undefined || green === undefined || blue === undefined) return;
  const brightness = lumaOfPlanes(pixels);
  const redness = red.map((value, index) => value - (brightness[index] ?? 0));
  const blueness = blue.map((value, index) => value - (brightness[index] ?? 0));

  const smoothLuma = guidedBy(brightness, size, lumaRadius, (strength * lumaNoise) ** 2)(brightness);
  const byLuma = guidedBy(brightness, size, colourRadius, (strength * colourNoise) ** 2);
  const [smoothRed, smoothBlue] = [byLuma(redness), byLuma(blueness)];
  for (let index = 0; index < plane; index += 1) {
    const y = smoothLuma[index] ?? 0;
    const [r, b] = [y + (smoothRed[index] ?? 0), y + (smoothBlue[index] ?? 0)];
    red[index] = r;
    blue[index] = b;
    green[index] = (y - redWeight * r - blueWeight * b) / greenWeight;
  }
}

/** Of Rec. 601, for encoded values. */
const [redWeight, greenWeight, blueWeight] = [0.299, 0.587, 0.114];
const lumaRadius = 2;
const colourRadius = 4;
const lumaNoise = 0.04;
const colourNoise = 0.1;

interface Size {
  width: number;
  height: number;
}

/** A filter for planes beside `guide`: what varies with the guide by more than `epsilon` (a variance) stays. */
function guidedBy(
  guide: Float32Array,
  size: Size,
  radius: number,
  epsilon: number,
): (values: Float32Array) => Float32Array {
  const mean = (values: Float32Array): Float32Array => boxMeans({ ...size, data: values }, radius);
  const guideMean = mean(guide);
  const guideSquares = mean(guide.map((value) => value * value));
  return (values) => {
    const valueMean = mean(values);
    const products = mean(values.map((value, index) => value * (guide[index] ?? 0)));
    const slope = new Float32Array(values.length);
    const offset = new Float32Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      const [g, v] = [guideMean[index] ?? 0, valueMean[index] ?? 0];
      const variance = Math.max(0, (guideSquares[index] ?? 0) - g * g);
      const along = ((products[index] ?? 0) - g * v) / (variance + epsilon);
      slope[index] = along;
      offset[index] = v - along * g;
    }
    const [slopeMean, offsetMean] = [mean(slope), mean(offset)];
    return slopeMean.map((value, index) => value * (guide[index] ?? 0) + (offsetMean[index] ?? 0));
  };
}
