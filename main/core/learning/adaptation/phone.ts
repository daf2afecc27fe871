import type { CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { chooseFormation, type WeighedFormation } from '#core/pairs/camera/weigh-formations';
import type { CameraResponse } from '#native-models/camera-response';
import type { CameraFormation } from '#native-models/camera-formation';
import type { KnownPhone } from '#native-models/simulation/training-pairs';

/** What one pair says of the wide camera. */
export interface PairEvidence {
  readonly estimate: CameraEstimate;
  readonly formations: readonly WeighedFormation[];
}

/**
 * What several pairs of one phone tell of its wide camera, averaged by the pixels that speak for each: the response, the noise at every
 * brightness, what neither explains, and how its photos come about. Throws a RangeError without any.
 */
export function phoneOf(pairs: readonly PairEvidence[]): KnownPhone {
  const [first] = pairs;
  if (first === undefined) throw new RangeError('Expected at least one estimate of the camera, received none');
  const estimates = pairs.map(({ estimate }) => estimate);
  const total = estimates.reduce((sum, { pixels }) => sum + pixels, 0);
  const values = new Float32Array(first.estimate.response.values.length);
  for (const { response, pixels } of estimates) {
    for (let at = 0; at < values.length; at += 1)
      values[at] = (values[at] ?? 0) + ((response.values[at] ?? 0) * pixels) / total;
  }
  const response = { size: first.estimate.response.size, values };
  const votes = pairs.map(({ formations, estimate }) => ({ weighed: formations, pixels: estimate.pixels }));
  return {
    response,
    formation: chooseFormation(votes) ?? { response, domain: 'light', sharpening: null },
    noise: noiseOf(estimates),
    unexplained: estimates.reduce((sum, { unexplained, pixels }) => sum + (unexplained * pixels) / total, 0),
  };
}

/** Brightnesses are measured in eighths; levels of one eighth belong together. */
const levels = 8;

function noiseOf(estimates: readonly CameraEstimate[]): KnownPhone['noise'] {
  const measured = estimates.flatMap(({ noiseByLevel, pixels }) => noiseByLevel.map((noise) => ({ ...noise, pixels })));
  return Array.from({ length: levels }, (_, eighth) =>
    measured.filter(({ level }) => Math.min(levels - 1, Math.floor(level * levels)) === eighth),
  )
    .filter((here) => here.length > 0)
    .map((here) => {
      const total = here.reduce((sum, { pixels }) => sum + pixels, 0);
      const mean = (of: 'level' | 'deviation'): number =>
        here.reduce((sum, one) => sum + one[of] * one.pixels, 0) / total;
      return { level: mean('level'), deviation: mean('deviation') };
    });
}

/**
 * The response as the kernel [k, k] of the loss "shrunken", k even: it lies centred over the 2x2 fine pixels of a wide one. A response
 * of odd size k + 1 has its first row and column empty, as `unfoldResponse` of main/core/pairs/camera leaves them.
 */
export function shrinkingKernel({ size, values }: CameraResponse): { side: number; values: Float32Array } {
  const side = size - 1;
  const kernel = Float32Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    return values[(row + 1) * size + column + 1] ?? 0;
  });
  return { side, values: kernel };
}

/** Wide enough for every sharpening that is looked for. */
const sharpeningSide = 2 * 9 + 1;

/** What the formation's sharpening adds, as the kernel [k, k] of the loss "shrunken": amount x (the pixel - its surroundings). Null without any. */
export function sharpeningKernel({ sharpening }: CameraFormation): { side: number; values: Float32Array } | null {
  if (sharpening === null) return null;
  const { amount, sigma } = sharpening;
  const middle = (sharpeningSide - 1) / 2;
  const weights = Float64Array.from({ length: sharpeningSide ** 2 }, (_, at) => {
    const [x, y] = [(at % sharpeningSide) - middle, Math.floor(at / sharpeningSide) - middle];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const values = Float32Array.from(weights, (weight) => (-amount * weight) / sum);
  const centre = middle * sharpeningSide + middle;
  values[centre] = (values[centre] ?? 0) + amount;
  return { side: sharpeningSide, values };
}
