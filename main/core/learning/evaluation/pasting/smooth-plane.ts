import { blurPlane } from '#native-models/simulation/camera/lens-blur';
import type { Plane } from '#native-models/planes';

/** The plane blurred by a Gaussian of `sigma` pixels, its border repeated outwards; the plane itself for 0. */
export function smoothed(plane: Plane, sigma: number): Plane {
  if (sigma === 0) return plane;
  const values = new Float32Array(plane.data.length);
  blurPlane(plane.data, values, plane.width, plane.height, sigma);
  return { ...plane, data: values };
}

/** What a blur of `fine` pixels leaves and one of `coarse` pixels takes away; with `fine` 0, all that the latter takes away. */
export function bandOf(plane: Plane, fine: number, coarse: number): Plane {
  const [sharp, soft] = [smoothed(plane, fine).data, smoothed(plane, coarse).data];
  return { ...plane, data: sharp.map((value, index) => value - (soft[index] ?? 0)) };
}

/** Products of two planes of one size, pixel by pixel. */
export function productOf(one: Plane, other: Plane): Plane {
  return { ...one, data: one.data.map((value, index) => value * (other.data[index] ?? 0)) };
}

/** The plane blurred as far as `known`, 0..1 for each pixel, says that there is anything; 0 where nothing known is near. */
export function smoothedWhereKnown(plane: Plane, known: Plane, sigma: number): Plane {
  const weight = smoothed(known, sigma).data;
  const sums = smoothed(productOf(plane, known), sigma);
  return { ...plane, data: sums.data.map((sum, index) => sum / ((weight[index] ?? 0) + 1e-3)) };
}

/** Half the size, each pixel the mean of 2x2; the size must be even. */
export function halved({ width, height, data: values }: Plane): Plane {
  const half = { width: width / 2, height: height / 2 };
  const means = new Float32Array(half.width * half.height);
  for (let y = 0, target = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1, target += 1) {
      const corner = 2 * y * width + 2 * x;
      const upper = (values[corner] ?? 0) + (values[corner + 1] ?? 0);
      const lower = (values[corner + width] ?? 0) + (values[corner + width + 1] ?? 0);
      means[target] = (upper + lower) / 4;
    }
  }
  return { ...half, data: means };
}
