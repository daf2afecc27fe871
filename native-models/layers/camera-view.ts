import { apply, constant, type Expression } from '../graph/expression.ts';
import { clip, exponential, divide, logarithm, multiply, reshape } from '../graph/operations.ts';

/** Darker than any photo's black, as encoded and as light: a logarithm needs more than nothing. */
const darkest = 1e-4;
const darkestLight = 1e-9;

/**
 * K(I): an image [B, 3, 2H + 2 reach, 2W + 2 reach] as the wide camera would have taken it, [B, 3, H, W]. Every pixel is the sum of the
 * k x k fine pixels around its own 2x2, weighed by `kernel` [k, k], k = 2 + 2 reach, on values raised to `exponent` [] (1 for encoded
 * values, 2.2 for light) and brought back.
 */
export function seenByCamera(image: Expression, kernel: Expression, exponent: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = image.shape;
  const [size = 0] = kernel.shape;
  const light = raised(clip(image, darkest, null), exponent);
  const planes = reshape(light, batch * channels, 1, height, width);
  const bias = constant(new Float32Array(1), [1]);
  const seen = apply('Conv', [planes, reshape(kernel, 1, 1, size, size), bias], { stride: 2, padding: 0, groups: 1 });
  const encoded = raised(clip(seen, darkestLight, null), divide(constant(Float32Array.of(1), []), exponent));
  return reshape(encoded, batch, channels, (height - size) / 2 + 1, (width - size) / 2 + 1);
}

function raised(values: Expression, exponent: Expression): Expression {
  return exponential(multiply(logarithm(values), exponent));
}
