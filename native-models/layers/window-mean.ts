import { apply, constant, type Expression } from '../graph/expression.ts';
import { dimension } from '../graph/tensor-type.ts';

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
