import { planeOf, type PlanarImage } from '../planar-image.ts';
import { blurPlane } from './lens-blur.ts';

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
