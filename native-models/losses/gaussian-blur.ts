import { apply, constant, type Expression } from '../graph/expression.ts';
import { padPlanes, subtract } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';

const deviation = 0.5;

/** Filtered by the 3x3 Gaussian of standard deviation 0.5 (Eq. 5), the border repeated: [B, C, H, W]. */
export function gaussianBlur(images: Expression): Expression {
  const channels = dimension(images.shape, 1);
  const side = Math.exp(-1 / (2 * deviation ** 2));
  const line = [side, 1, side].map((weight) => weight / (1 + 2 * side));
  const kernel = line.flatMap((row) => line.map((column) => row * column));
  const weight = constant(Float32Array.from(Array.from({ length: channels }, () => kernel).flat()), [
    channels,
    1,
    3,
    3,
  ]);
  const bias = constant(new Float32Array(channels), [channels]);
  return apply('Conv', [padPlanes(images, 1, 'edge'), weight, bias], { stride: 1, padding: 0, groups: channels });
}

/** What the blur takes away. */
export function highBand(images: Expression): Expression {
  return subtract(images, gaussianBlur(images));
}
