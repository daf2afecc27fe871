import type { CameraEstimate } from '#core/camera/estimate-camera';
import type { CameraResponse } from '#native-models/dcsr/camera-description';
import type { KnownPhone } from '#native-models/simulation/training-pairs';

/**
 * What several pairs of one phone tell of its wide camera: their responses, and at every brightness their noise, averaged by the pixels
 * that speak for each. Throws a RangeError without any.
 */
export function phoneOf(estimates: readonly CameraEstimate[]): KnownPhone {
  const [first] = estimates;
  if (first === undefined) throw new RangeError('Expected at least one estimate of the camera, received none');
  const total = estimates.reduce((sum, { pixels }) => sum + pixels, 0);
  const values = new Float32Array(first.response.values.length);
  for (const { response, pixels } of estimates) {
    for (let at = 0; at < values.length; at += 1)
      values[at] = (values[at] ?? 0) + ((response.values[at] ?? 0) * pixels) / total;
  }
  return { response: { size: first.response.size, values }, noise: noiseOf(estimates) };
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
 * of odd size k + 1 has its first row and column empty, as `unfoldResponse` of main/core/camera leaves them.
 */
export function shrinkingKernel({ size, values }: CameraResponse): { side: number; values: Float32Array } {
  const side = size - 1;
  const kernel = Float32Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    return values[(row + 1) * size + column + 1] ?? 0;
  });
  return { side, values: kernel };
}
