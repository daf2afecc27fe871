import { apply, constant, type Expression } from '../graph/expression.ts';
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
