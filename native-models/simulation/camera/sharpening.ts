import { lumaOfPlanes } from '../../planes.ts';
import { planeOf, type PlanarImage } from '../planar-image.ts';
import { blurPlane } from './lens-blur.ts';

/**
 * What phones do last, in place, on encoded values: colour noise is smoothed over `chromaSigma` pixels, and brightness
 * Y (BT.601) gains `amount` (Y - blurred Y), which leaves light and dark halos along edges.
 */
export function sharpen(image: PlanarImage, { amount, sigma, chromaSigma }: Sharpening): void {
  const { width, height } = image;
  const [red, green, blue] = [planeOf(image, 0), planeOf(image, 1), planeOf(image, 2)];
  const brightness = lumaOfPlanes(image.data);
  const soft = new Float32Array(brightness.length);
  blurPlane(brightness, soft, width, height, sigma);
  for (const plane of [red, green, blue]) {
    const difference = plane.map((one, at) => one - (brightness[at] ?? 0));
    if (chromaSigma > 0) blurPlane(difference, difference, width, height, chromaSigma);
    for (let at = 0; at < plane.length; at++) {
      const here = brightness[at] ?? 0;
      plane[at] = (difference[at] ?? 0) + here + amount * (here - (soft[at] ?? 0));
    }
  }
}

export interface Sharpening {
  amount: number;
  /** Pixels. */
  sigma: number;
  /** Pixels; 0 leaves colour as it is. */
  chromaSigma: number;
}

export interface NoiseReduction {
  /** Contrast of fine detail, 0 to 1 as encoded, of which half is kept; weaker detail loses more. */
  readonly threshold: number;
  /** Pixels: what is finer counts as fine detail. */
  readonly sigma: number;
}

/** In pixels: over such surroundings a phone asks how much contrast there is. */
const surroundings = 1.5;

/**
 * A phone's noise reduction, in place, on encoded values: fine detail d is kept by E / (E + threshold^2), E the mean of its squares around a place. Edges
 * stay, foliage, cloth and brickwork are smoothed away with the noise.
 */
export function reduceNoise(image: PlanarImage, { threshold, sigma }: NoiseReduction): void {
  const { width, height } = image;
  const planes = [0, 1, 2].map((channel) => planeOf(image, channel));
  const details = planes.map((plane) => {
    const soft = new Float32Array(plane.length);
    blurPlane(plane, soft, width, height, sigma);
    return plane.map((value, at) => value - (soft[at] ?? 0));
  });
  const [red, green, blue] = details;
  const energy = planes[0]?.map(
    (_, at) => ((red?.[at] ?? 0) ** 2 + (green?.[at] ?? 0) ** 2 + (blue?.[at] ?? 0) ** 2) / 3,
  );
  if (energy === undefined) return;
  blurPlane(energy, energy, width, height, surroundings);
  planes.forEach((plane, channel) => {
    for (let at = 0; at < plane.length; at++) {
      const lost = threshold ** 2 / ((energy[at] ?? 0) + threshold ** 2);
      plane[at] = (plane[at] ?? 0) - lost * (details[channel]?.[at] ?? 0);
    }
  });
}
