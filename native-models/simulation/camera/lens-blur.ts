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
  const line = new Float32Array(width + 2 * reach);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    line.fill(source[start] ?? 0, 0, reach);
    line.set(source.subarray(start, start + width), reach);
    line.fill(source[start + width - 1] ?? 0, reach + width);
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap++) sum += (kernel[tap] ?? 0) * (line[column + tap] ?? 0);
      between[start + column] = sum;
    }
  }
  const sums = new Float64Array(width);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    for (let tap = -reach; tap <= reach; tap++) {
      const weight = kernel[tap + reach] ?? 0;
      const start = Math.min(height - 1, Math.max(0, row + tap)) * width;
      for (let column = 0; column < width; column++)
        sums[column] = (sums[column] ?? 0) + weight * (between[start + column] ?? 0);
    }
    target.set(sums, row * width);
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
