import { planeOf, type PlanarImage } from '../planar-image.ts';

/** Blurs with a Gaussian of the given width (pixels, one standard deviation), the border repeated outwards. */
export function blurGaussian(image: PlanarImage, sigma: number): PlanarImage {
  const blurred = { ...image, data: new Float32Array(image.data.length) };
  for (let channel = 0; channel < 3; channel++) {
    blurPlane(planeOf(image, channel), planeOf(blurred, channel), image.width, image.height, sigma);
  }
  return blurred;
}

/** The same for one plane of numbers, [height, width]; `source` and `target` may be the same array. */
export function blurPlane(
  source: Float32Array,
  target: Float32Array,
  width: number,
  height: number,
  sigma: number,
): void {
  const kernel = gaussianKernel(sigma);
  const reach = (kernel.length - 1) / 2;
  const between = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let tap = -reach; tap <= reach; tap++) {
        const at = Math.min(width - 1, Math.max(0, column + tap));
        sum += (kernel[tap + reach] ?? 0) * (source[start + at] ?? 0);
      }
      between[start + column] = sum;
    }
  }
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let tap = -reach; tap <= reach; tap++) {
        const at = Math.min(height - 1, Math.max(0, row + tap));
        sum += (kernel[tap + reach] ?? 0) * (between[at * width + column] ?? 0);
      }
      target[row * width + column] = sum;
    }
  }
}

function gaussianKernel(sigma: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3.5 * sigma));
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp(-((tap - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}
