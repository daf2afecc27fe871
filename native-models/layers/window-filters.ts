import { constant, type Expression, apply } from '../graph/expression.ts';
import { padPlanes } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';

/** Planes [B, C, H, W] filtered by a Gaussian of standard deviation `sigma` in pixels, cut off at twice that; the border is repeated. */
export function smoothed(planes: Expression, sigma: number): Expression {
  const reach = Math.ceil(2 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, tap) => Math.exp(-((tap - reach) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const line = weights.map((weight) => weight / sum);
  const channels = dimension(planes.shape, 1);
  const square = line.flatMap((row) => line.map((column) => row * column));
  const kernel = Float32Array.from(Array.from({ length: channels }, () => square).flat());
  const weight = constant(kernel, [channels, 1, line.length, line.length]);
  const bias = constant(new Float32Array(channels), [channels]);
  return apply('Conv', [padPlanes(planes, reach, 'edge'), weight, bias], { stride: 1, padding: 0, groups: channels });
}

/**
 * Mean over size x size windows of each channel of [B, C, H, W], without padding. It is written as a convolution because
 * onnxruntime's AveragePool was thirty times slower for channel counts that are no multiple of its block.
 */
export function windowMean(data: Expression, size: number, stride: number): Expression {
  const channels = dimension(data.shape, 1);
  const area = size * size;
  const weight = constant(new Float32Array(channels * area).fill(1 / area), [channels, 1, size, size]);
  const bias = constant(new Float32Array(channels), [channels]);
  return apply('Conv', [data, weight, bias], { stride, padding: 0, groups: channels });
}
