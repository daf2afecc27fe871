import { createPlanarImage, planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';

/** Noise of one photosite whose signal is s (1 is full white): variance = shot s + read^2. */
export interface SensorNoise {
  shot: number;
  read: number;
}

/**
 * A sensor behind a Bayer filter (red at even columns of even rows, blue at odd columns of odd rows): every photosite
 * sees one colour, with noise of its own; the other two are interpolated from its neighbours along H. S. Malvar,
 * L. He and R. Cutler, "High-quality linear interpolation for demosaicing" (2004). So noise ends up correlated
 * between neighbours and colours, as it is in photos. Linear light in, linear light out; values may fall below 0.
 */
export function exposeBayerSensor(image: PlanarImage, noise: SensorNoise, random: Random): PlanarImage {
  const { width, height } = image;
  const mosaic = new Float32Array(width * height);
  const planes = [planeOf(image, 0), planeOf(image, 1), planeOf(image, 2)] as const;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const signal = planes[colourAt(column, row)][at] ?? 0;
      mosaic[at] = signal + random.normal() * Math.sqrt(noise.shot * Math.max(0, signal) + noise.read * noise.read);
    }
  }
  return demosaic(mosaic, width, height);
}

type ColourIndex = 0 | 1 | 2;

/** Which colour a photosite sees: 0 red, 1 green, 2 blue. */
export function colourAt(column: number, row: number): ColourIndex {
  if (((column + row) & 1) === 1) return 1;
  return (row & 1) === 0 ? 0 : 2;
}

/** [height, width] of photosites to three planes of the same size; linear, so that noise can go through it alone. */
export function demosaic(mosaic: Float32Array, width: number, height: number): PlanarImage {
  const result = createPlanarImage(width, height);
  const [red, green, blue] = [planeOf(result, 0), planeOf(result, 1), planeOf(result, 2)];
  const around = framed(mosaic, width, height);
  const stride = width + 2 * frame;
  for (let row = 0; row < height; row++) {
    const isRedRow = (row & 1) === 0;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const middle = (row + frame) * stride + column + frame;
      const here = around[middle] ?? 0;
      const level1 = pairSum(around, middle, 1);
      const upright1 = pairSum(around, middle, stride);
      const level2 = pairSum(around, middle, 2);
      const upright2 = pairSum(around, middle, 2 * stride);
      const diagonal = pairSum(around, middle - stride, 1) + pairSum(around, middle + stride, 1);
      const colour = colourAt(column, row);
      if (colour === 1) {
        const alongRow = (5 * here + 4 * level1 - level2 - diagonal + 0.5 * upright2) / 8;
        const alongColumn = (5 * here + 4 * upright1 - upright2 - diagonal + 0.5 * level2) / 8;
        red[at] = isRedRow ? alongRow : alongColumn;
        green[at] = here;
        blue[at] = isRedRow ? alongColumn : alongRow;
        continue;
      }
      const other = (6 * here + 2 * diagonal - 1.5 * (level2 + upright2)) / 8;
      green[at] = (4 * here + 2 * (level1 + upright1) - (level2 + upright2)) / 8;
      red[at] = colour === 0 ? here : other;
      blue[at] = colour === 0 ? other : here;
    }
  }
  return result;
}

/** The photosites to both sides. */
function pairSum(mosaic: Float32Array, at: number, step: number): number {
  return (mosaic[at - step] ?? 0) + (mosaic[at + step] ?? 0);
}

/** As far as the interpolation reaches. */
const frame = 2;

/** The mosaic with mirrored photosites around it. */
function framed(mosaic: Float32Array, width: number, height: number): Float32Array {
  const stride = width + 2 * frame;
  const around = new Float32Array(stride * (height + 2 * frame));
  for (let row = -frame; row < height + frame; row++) {
    const from = mirrored(row, height) * width;
    const to = (row + frame) * stride + frame;
    around.set(mosaic.subarray(from, from + width), to);
    for (let beyond = 1; beyond <= frame; beyond++) {
      around[to - beyond] = mosaic[from + mirrored(-beyond, width)] ?? 0;
      around[to + width - 1 + beyond] = mosaic[from + mirrored(width - 1 + beyond, width)] ?? 0;
    }
  }
  return around;
}

/** Keeps the parity of a mirrored index, so that a neighbour beyond the border still has its own colour. */
function mirrored(index: number, length: number): number {
  if (index < 0) return -index;
  return index >= length ? 2 * length - 2 - index : index;
}
