import type { Plane } from '#native-models/planes';

/** Which pixels count: 1 or 0 for each; absent means all. */
export type Mask = Uint8Array;

const peak = 255;

/** Peak signal-to-noise ratio in dB, 10 log10(255^2 / mean squared error). Infinite for equal planes, NaN when no pixel counts. */
export function psnr(truth: Plane, result: Plane, mask?: Mask): number {
  requireSameSize(truth, result, mask);
  let sum = 0;
  let count = 0;
  for (let pixel = 0; pixel < truth.data.length; pixel += 1) {
    if (mask?.[pixel] === 0) continue;
    const error = (truth.data[pixel] ?? 0) - (result.data[pixel] ?? 0);
    sum += error * error;
    count += 1;
  }
  return 10 * Math.log10((peak * peak * count) / sum);
}

/**
 * Structural similarity (Wang et al. 2004): 11x11 Gaussian windows of sigma 1.5, K1 = 0.01, K2 = 0.03, a range of 255, and the mean
 * over the windows that lie wholly inside the picture and whose centre counts. NaN when there is none.
 */
export function ssim(truth: Plane, result: Plane, mask?: Mask): number {
  return ssimOfParts(truth, result, [mask])[0] ?? NaN;
}

/** `ssim` for each of several masks, for the work of one. */
export function ssimOfParts(truth: Plane, result: Plane, masks: readonly (Mask | undefined)[]): number[] {
  for (const mask of masks) requireSameSize(truth, result, mask);
  const { width, height } = truth;
  const strips = new WindowSums(truth, result);
  const parts = masks.map((mask) => ({ mask, sum: 0, count: 0 }));
  for (let y = radius; y < height - radius; y += 1) {
    strips.moveTo(y);
    for (let x = radius; x < width - radius; x += 1) {
      const counting = parts.filter(({ mask }) => mask?.[y * width + x] !== 0);
      if (counting.length === 0) continue;
      const similarity = strips.similarityAt(x);
      for (const part of counting) {
        part.sum += similarity;
        part.count += 1;
      }
    }
  }
  return parts.map(({ sum, count }) => sum / count);
}

const radius = 5;
const taps = 2 * radius + 1;
const gaussian = normalised(
  Array.from({ length: taps }, (_, tap) => Math.exp(-((tap - radius) ** 2) / (2 * 1.5 ** 2))),
);
const steadyMean = (0.01 * peak) ** 2;
const steadyVariance = (0.03 * peak) ** 2;

/** The Gaussian window's weighted sums of a, b, aa, bb and ab, one row of the picture at a time; holds eleven rows of each. */
class WindowSums {
  readonly #planes: readonly [Plane, Plane];
  readonly #width: number;
  /** Rows filtered along x, by picture row modulo `taps`; five quantities beside each other. */
  readonly #rows: Float64Array[];
  readonly #sums: Float64Array;
  #filtered = 0;

  constructor(truth: Plane, result: Plane) {
    this.#planes = [truth, result];
    this.#width = truth.width;
    this.#rows = Array.from({ length: taps }, () => new Float64Array(5 * truth.width));
    this.#sums = new Float64Array(5 * truth.width);
  }

  moveTo(y: number): void {
    for (; this.#filtered <= y + radius; this.#filtered += 1) this.#filterRow(this.#filtered);
    this.#sums.fill(0);
    for (let tap = 0; tap < taps; tap += 1) {
      const row = this.#rows[(y - radius + tap) % taps] ?? this.#sums;
      const weight = gaussian[tap] ?? 0;
      for (let index = 0; index < row.length; index += 1) {
        this.#sums[index] = (this.#sums[index] ?? 0) + weight * (row[index] ?? 0);
      }
    }
  }

  similarityAt(x: number): number {
    const at = (quantity: number): number => this.#sums[quantity * this.#width + x] ?? 0;
    const [meanA, meanB] = [at(0), at(1)];
    const varianceA = at(2) - meanA * meanA;
    const varianceB = at(3) - meanB * meanB;
    const covariance = at(4) - meanA * meanB;
    return (
      ((2 * meanA * meanB + steadyMean) * (2 * covariance + steadyVariance)) /
      ((meanA * meanA + meanB * meanB + steadyMean) * (varianceA + varianceB + steadyVariance))
    );
  }

  #filterRow(y: number): void {
    const target = this.#rows[y % taps] ?? this.#sums;
    const width = this.#width;
    const [truth, result] = this.#planes;
    for (let x = radius; x < width - radius; x += 1) {
      let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
      for (let tap = 0; tap < taps; tap += 1) {
        const weight = gaussian[tap] ?? 0;
        const here = y * width + x - radius + tap;
        const valueA = truth.data[here] ?? 0;
        const valueB = result.data[here] ?? 0;
        a += weight * valueA;
        b += weight * valueB;
        aa += weight * valueA * valueA;
        bb += weight * valueB * valueB;
        ab += weight * valueA * valueB;
      }
      [a, b, aa, bb, ab].forEach((sum, quantity) => (target[quantity * width + x] = sum));
    }
  }
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function requireSameSize(truth: Plane, result: Plane, mask: Mask | undefined): void {
  if (truth.width !== result.width || truth.height !== result.height) {
    throw new RangeError(
      `Expected a result of ${truth.width}x${truth.height} pixels like the truth, received ${result.width}x${result.height}`,
    );
  }
  if (mask !== undefined && mask.length !== truth.data.length) {
    throw new RangeError(`Expected a mask of ${truth.data.length} pixels, received ${mask.length}`);
  }
}
