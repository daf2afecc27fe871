import type { Homography, Rectangle } from '#contract/geometry';
import { whiteOf, type PixelImage } from '../pixel-image.ts';

/** A part of an image as it lies on another grid. */
export interface WarpedTile {
  /** [3, height, width], or [1, height, width] of green alone, 0 black and 1 white, as encoded; 0 where not valid. */
  pixels: Float32Array;
  /** [height, width], 1 where the pixel's centre lies inside the image, 0 outside. */
  validity: Float32Array;
}

/** Which of an image's three channels are read. */
export type Channels = 'all' | 'green';

/** The first of them, and how many there are. */
export const channelRange: Record<Channels, { first: number; count: number }> = {
  all: { first: 0, count: 3 },
  green: { first: 1, count: 1 },
};

/**
 * Samples the image for every pixel of `rectangle` on another grid: pixel (i, j) takes the image's value at
 * gridToImage(i + 0.5, j + 0.5), with the cubic kernel of Keys (Catmull-Rom, a = -0.5) over 4 x 4 pixels. Where the image shrinks by
 * more than 5 %, the kernel widens by the local scale along each of the image's axes, so that nothing aliases. At the image's
 * edge its outermost pixels repeat. Deterministic per grid pixel: tiles that meet agree. With a `shift`, [2, height, width] in grid
 * pixels, x before y, pixel (i, j) takes the value at gridToImage(i + 0.5 + shift x, j + 0.5 + shift y) instead.
 */
export function warpPlanar(
  image: PixelImage,
  gridToImage: Homography,
  rectangle: Rectangle,
  shift: Float32Array | null = null,
  channels: Channels = 'all',
): WarpedTile {
  const { width, height } = rectangle;
  const plane = width * height;
  const { first, count } = channelRange[channels];
  const pixels = new Float32Array(count * plane);
  const validity = new Float32Array(plane);
  const [a, b, c, d, e, f, g, h, i] = gridToImage;
  const sample = createSampler(image, pixels, plane, first);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const target = row * width + column;
      const gridX = rectangle.x + column + 0.5 + (shift?.[target] ?? 0);
      const gridY = rectangle.y + row + 0.5 + (shift?.[plane + target] ?? 0);
      const w = g * gridX + h * gridY + i;
      if (w <= 0) continue;
      const x = (a * gridX + b * gridY + c) / w;
      const y = (d * gridX + e * gridY + f) / w;
      if (!(x >= 0 && y >= 0 && x <= image.width && y <= image.height)) continue;
      // Lengths of the image's steps per grid pixel, squared: how far x and y move when the grid moves by one.
      const scaleX = ((a - g * x) * (a - g * x) + (b - h * x) * (b - h * x)) / (w * w);
      const scaleY = ((d - g * y) * (d - g * y) + (e - h * y) * (e - h * y)) / (w * w);
      validity[target] = 1;
      if (scaleX <= maxSharpScale && scaleY <= maxSharpScale) sample.sharp(x - 0.5, y - 0.5, target);
      else sample.shrunk(x - 0.5, y - 0.5, Math.sqrt(scaleX), Math.sqrt(scaleY), target);
    }
  }
  return { pixels, validity };
}

/** Up to here, squared, the kernel keeps its width. */
const maxSharpScale = 1.05 ** 2;

/** Positions between two pixels that the kernel is tabulated for. */
const phases = 1024;
/** The kernel's reach to each side, in pixels when it is not widened. */
const reach = 2;
/** Kernel values at distances 0, 1/phases, 2/phases ... with one more for rounding. */
const kernel = Float64Array.from({ length: reach * phases + 2 }, (_, index) => keysCubic(index / phases));

/** R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5. */
function keysCubic(distance: number): number {
  if (distance >= 2) return 0;
  if (distance >= 1) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return (1.5 * distance - 2.5) * distance * distance + 1;
}

interface Sampler {
  /** `x` and `y` count pixel centres: 0 is the centre of the first pixel. */
  sharp: (x: number, y: number, target: number) => void;
  shrunk: (x: number, y: number, scaleX: number, scaleY: number, target: number) => void;
}

/** Of the channels from `first` on, as many as `pixels` has planes. The weights live outside the loops: nothing is allocated per pixel. */
function createSampler(image: PixelImage, pixels: Float32Array, plane: number, first: number): Sampler {
  const { data } = image;
  const [lastColumn, lastRow] = [image.width - 1, image.height - 1];
  const rowStride = image.width * 3;
  const gain = 1 / whiteOf(image.depth);
  let columnWeights = new Float64Array(64);
  let columnOffsets = new Int32Array(64);

  const sharp = (x: number, y: number, target: number): void => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const phaseX = Math.round((x - left) * phases);
    const phaseY = Math.round((y - top) * phases);
    const w0 = kernel[phases + phaseX] ?? 0;
    const w1 = kernel[phaseX] ?? 0;
    const w2 = kernel[phases - phaseX] ?? 0;
    const w3 = kernel[2 * phases - phaseX] ?? 0;
    const o0 = clamp(left - 1, lastColumn) * 3;
    const o1 = clamp(left, lastColumn) * 3;
    const o2 = clamp(left + 1, lastColumn) * 3;
    const o3 = clamp(left + 2, lastColumn) * 3;
    const v0 = kernel[phases + phaseY] ?? 0;
    const v1 = kernel[phaseY] ?? 0;
    const v2 = kernel[phases - phaseY] ?? 0;
    const v3 = kernel[2 * phases - phaseY] ?? 0;
    let r0 = clamp(top - 1, lastRow) * rowStride + first;
    let r1 = clamp(top, lastRow) * rowStride + first;
    let r2 = clamp(top + 1, lastRow) * rowStride + first;
    let r3 = clamp(top + 2, lastRow) * rowStride + first;
    for (let place = target; place < pixels.length; place += plane, r0++, r1++, r2++, r3++) {
      const value =
        v0 * mix(data, w0, w1, w2, w3, r0 + o0, r0 + o1, r0 + o2, r0 + o3) +
        v1 * mix(data, w0, w1, w2, w3, r1 + o0, r1 + o1, r1 + o2, r1 + o3) +
        v2 * mix(data, w0, w1, w2, w3, r2 + o0, r2 + o1, r2 + o2, r2 + o3) +
        v3 * mix(data, w0, w1, w2, w3, r3 + o0, r3 + o1, r3 + o2, r3 + o3);
      pixels[place] = withinRange(value * gain);
    }
  };

  const shrunk = (x: number, y: number, scaleX: number, scaleY: number, target: number): void => {
    const [wideX, wideY] = [Math.max(1, scaleX), Math.max(1, scaleY)];
    const [firstColumn, firstRow] = [Math.ceil(x - reach * wideX), Math.ceil(y - reach * wideY)];
    const columns = Math.floor(x + reach * wideX) - firstColumn + 1;
    const rows = Math.floor(y + reach * wideY) - firstRow + 1;
    if (columns > columnWeights.length) {
      columnWeights = new Float64Array(columns);
      columnOffsets = new Int32Array(columns);
    }
    let sumX = 0;
    for (let column = 0; column < columns; column++) {
      const weight = kernel[Math.round((Math.abs(firstColumn + column - x) / wideX) * phases)] ?? 0;
      columnWeights[column] = weight;
      columnOffsets[column] = clamp(firstColumn + column, lastColumn) * 3;
      sumX += weight;
    }
    for (let place = target, channel = first; place < pixels.length; place += plane, channel++) {
      let sumY = 0;
      let value = 0;
      for (let row = 0; row < rows; row++) {
        const rowWeight = kernel[Math.round((Math.abs(firstRow + row - y) / wideY) * phases)] ?? 0;
        const start = clamp(firstRow + row, lastRow) * rowStride + channel;
        sumY += rowWeight;
        for (let column = 0; column < columns; column++)
          value += rowWeight * (columnWeights[column] ?? 0) * (data[start + (columnOffsets[column] ?? 0)] ?? 0);
      }
      pixels[place] = withinRange(value * (gain / (sumX * sumY)));
    }
  };
  return { sharp, shrunk };
}

function withinRange(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function mix(
  data: Uint8Array | Uint16Array,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
  p0: number,
  p1: number,
  p2: number,
  p3: number,
): number {
  return w0 * (data[p0] ?? 0) + w1 * (data[p1] ?? 0) + w2 * (data[p2] ?? 0) + w3 * (data[p3] ?? 0);
}

function clamp(index: number, last: number): number {
  return index < 0 ? 0 : index > last ? last : index;
}
