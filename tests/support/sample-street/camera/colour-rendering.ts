import { planeOf, type PlanarImage } from '../../../../native-models/simulation/planar-image.ts';

/** How a camera turns the light it measured into the colours it shows. */
export interface ColourRendering {
  /** Light is multiplied by this first. */
  exposure: number;
  /** Per colour: what the camera takes for white. */
  whiteBalance: readonly [number, number, number];
  /** 3x3, row by row, on linear light; rows sum to 1 keep greys grey. */
  matrix: readonly [number, number, number, number, number, number, number, number, number];
  /** 0 gentle to 1 strong: how far the middle of the tone curve is steepened. */
  contrast: number;
}

/** From linear light to values as encoded for a screen (sRGB transfer curve), 0 to 1; in place. */
export function renderColours(image: PlanarImage, rendering: ColourRendering): void {
  const { exposure, whiteBalance, matrix, contrast } = rendering;
  const planes = [planeOf(image, 0), planeOf(image, 1), planeOf(image, 2)] as const;
  const curve = tabulate(contrast);
  const scale = whiteBalance.map((one) => one * exposure);
  for (let at = 0; at < planes[0].length; at++) {
    const red = (planes[0][at] ?? 0) * (scale[0] ?? 1);
    const green = (planes[1][at] ?? 0) * (scale[1] ?? 1);
    const blue = (planes[2][at] ?? 0) * (scale[2] ?? 1);
    planes[0][at] = lookUp(curve, matrix[0] * red + matrix[1] * green + matrix[2] * blue);
    planes[1][at] = lookUp(curve, matrix[3] * red + matrix[4] * green + matrix[5] * blue);
    planes[2][at] = lookUp(curve, matrix[6] * red + matrix[7] * green + matrix[8] * blue);
  }
}

const brightest = 6;
const steps = 8192;

/**
 * A film-like shoulder that rolls off towards white, x (a x + b) / (x (c x + d) + e) (K. Narkowicz's fit of the ACES
 * curve), then the sRGB curve, then an S that steepens the middle: y + contrast y (1 - y) (2 y - 1).
 */
function toneOf(light: number, contrast: number): number {
  const film = (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14);
  const linear = Math.min(1, film);
  const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return encoded + contrast * encoded * (1 - encoded) * (2 * encoded - 1);
}

/** Spaced by square roots, finer where it is dark. */
function tabulate(contrast: number): Float32Array {
  return Float32Array.from({ length: steps + 1 }, (_, step) => toneOf(brightest * (step / steps) ** 2, contrast));
}

function lookUp(curve: Float32Array, light: number): number {
  if (light <= 0) return 0;
  const place = Math.min(steps - 0.001, steps * Math.sqrt(light / brightest));
  const below = Math.floor(place);
  const from = curve[below] ?? 0;
  return from + ((curve[below + 1] ?? 0) - from) * (place - below);
}
