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
  const luma = red.map((value, index) => lumaOf(value, green[index] ?? 0, blue[index] ?? 0));
  const redness = red.map((value, index) => value - (luma[index] ?? 0));
  const blueness = blue.map((value, index) => value - (luma[index] ?? 0));

  const smoothLuma = guidedBy(luma, size, lumaRadius, (strength * lumaNoise) ** 2)(luma);
  const byLuma = guidedBy(luma, size, colourRadius, (strength * colourNoise) ** 2);
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

function lumaOf(red: number, green: number, blue: number): number {
  return redWeight * red + greenWeight * green + blueWeight * blue;
}

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
  const mean = (values: Float32Array): Float32Array => boxMean(values, size, radius);
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

/** The mean over squares of 2 radius + 1, of what lies inside the picture. */
function boxMean(values: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const across = new Float32Array(values.length);
  slideAlong(values, across, { lines: height, length: width, lineStep: width, step: 1 }, radius);
  const result = new Float32Array(values.length);
  slideAlong(across, result, { lines: width, length: height, lineStep: 1, step: width }, radius);
  return result;
}

interface Lines {
  lines: number;
  length: number;
  lineStep: number;
  step: number;
}

function slideAlong(
  from: Float32Array,
  to: Float32Array,
  { lines, length, lineStep, step }: Lines,
  radius: number,
): void {
  for (let line = 0; line < lines; line += 1) {
    const start = line * lineStep;
    let sum = 0;
    for (let index = 0; index < Math.min(radius, length); index += 1) sum += from[start + index * step] ?? 0;
    for (let index = 0; index < length; index += 1) {
      const [entering, leaving] = [index + radius, index - radius - 1];
      if (entering < length) sum += from[start + entering * step] ?? 0;
      if (leaving >= 0) sum -= from[start + leaving * step] ?? 0;
      const count = Math.min(length - 1, entering) - Math.max(0, leaving + 1) + 1;
      to[start + index * step] = sum / count;
    }
  }
}
