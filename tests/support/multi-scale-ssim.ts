import type { Plane } from '#native-models/planes';
import { productOf, smoothed } from '#core/learning/evaluation/pasting/smooth-plane';

/** Of the scales, from the finest (Wang, Simoncelli, Bovik 2003). */
const exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const [steadyMean, steadyVariance] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
const windowSigma = 1.5;
const windowReach = 5;

/**
 * Multi-scale structural similarity: contrast and structure at five scales, each half as fine as the one before, brightness at the coarsest. 1 for equal planes.
 * Throws a RangeError for planes with a side under 176 pixels, whose coarsest scale no window fits into.
 */
export function multiScaleSsim(truth: Plane, result: Plane): number {
  if (Math.min(truth.width, truth.height) < 176)
    throw new RangeError(`Expected at least 176 pixels a side, received ${truth.width}x${truth.height}`);
  let [one, other] = [truth, result];
  return exponents.reduce((product, exponent, scale) => {
    if (scale > 0) [one, other] = [halfOf(one), halfOf(other)];
    const { brightness, structure } = compare(one, other);
    const value = scale === exponents.length - 1 ? brightness * structure : structure;
    return product * Math.max(0, value) ** exponent;
  }, 1);
}

function compare(one: Plane, other: Plane): { brightness: number; structure: number } {
  const blur = (plane: Plane): Float32Array => smoothed(plane, windowSigma).data;
  const [meanA, meanB] = [blur(one), blur(other)];
  const [squareA, squareB, product] = [
    blur(productOf(one, one)),
    blur(productOf(other, other)),
    blur(productOf(one, other)),
  ];
  const { width, height } = one;
  let [brightness, structure, count] = [0, 0, 0];
  for (let y = windowReach; y < height - windowReach; y += 1) {
    for (let x = windowReach; x < width - windowReach; x += 1) {
      const at = (values: Float32Array): number => values[y * width + x] ?? 0;
      const [a, b] = [at(meanA), at(meanB)];
      const [varianceA, varianceB, covariance] = [at(squareA) - a * a, at(squareB) - b * b, at(product) - a * b];
      brightness += (2 * a * b + steadyMean) / (a * a + b * b + steadyMean);
      structure += (2 * covariance + steadyVariance) / (varianceA + varianceB + steadyVariance);
      count += 1;
    }
  }
  return { brightness: brightness / count, structure: structure / count };
}

/** Means of 2x2; an odd last row or column is left out. */
function halfOf({ width, height, data: values }: Plane): Plane {
  const half = { width: width >> 1, height: height >> 1 };
  const means = Float32Array.from({ length: half.width * half.height }, (_, index) => {
    const corner = 2 * Math.floor(index / half.width) * width + 2 * (index % half.width);
    const at = (offset: number): number => values[corner + offset] ?? 0;
    return (at(0) + at(1) + at(width) + at(width + 1)) / 4;
  });
  return { ...half, data: means };
}
