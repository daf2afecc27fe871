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
