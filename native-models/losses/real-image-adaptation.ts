import { meanOfAll } from '../graph/broadcasting.ts';
import { apply, constant, type Expression } from '../graph/expression.ts';
import {
  absolute,
  add,
  clip,
  multiply,
  padPlanes,
  reduceSum,
  reshape,
  squareRoot,
  subtract,
} from '../graph/operations.ts';
import type { ResponseDomain } from '../camera-formation.ts';

/** Halving by bicubic interpolation with antialiasing: Keys' cubic, a = -0.5, stretched to twice its width. */
const bicubicTaps = [
  -0.01171875, -0.03515625, 0.11328125, 0.43359375, 0.43359375, 0.11328125, -0.03515625, -0.01171875,
];

/** The kernel of `shrink` for bicubic halving, [8, 8]: it lies centred over each 2x2 pixels. */
export function bicubicShrinkingKernel(): Expression {
  const values = bicubicTaps.flatMap((row) => bicubicTaps.map((column) => row * column));
  return constant(Float32Array.from(values), [bicubicTaps.length, bicubicTaps.length]);
}

/**
 * Half the size: every pixel is the sum of the k x k pixels around its own 2x2, weighed by `kernel` [k, k], k even, the border
 * repeated. [B, C, 2H, 2W] to [B, C, H, W]. Throws a RangeError for another kernel.
 */
export function shrink(images: Expression, kernel: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = images.shape;
  const [size = 0] = kernel.shape;
  if (kernel.shape.length !== 2 || kernel.shape[1] !== size || size < 2 || size % 2 !== 0)
    throw new RangeError(`Expected a square kernel of an even width, received [${kernel.shape.join(', ')}]`);
  const reach = (size - 2) / 2;
  const planes = reshape(images, batch * channels, 1, height, width);
  const padded = reach === 0 ? planes : padPlanes(planes, reach, 'edge');
  const bias = constant(new Float32Array(1), [1]);
  const shrunk = apply('Conv', [padded, reshape(kernel, 1, 1, size, size), bias], { stride: 2, padding: 0, groups: 1 });
  return reshape(shrunk, batch, channels, height / 2, width / 2);
}

/** How the wide camera sees what is twice as fine. */
export interface Shrinking {
  /** [k, k], k even. */
  readonly kernel: Expression;
  readonly domain: ResponseDomain;
  /** What the phone adds to brightness afterwards, of its own surroundings: [k, k], k odd; null where it adds nothing. */
  readonly sharpening: Expression | null;
}

/**
 * Eq. 7's first term: mean |enhanced shrunk − wide|, what a photo without a truth can still be held to. `enhanced` is
 * [B, 3, 2H, 2W], `wide` [B, 3, H, W]. For light, values are squared and the root is drawn again: sRGB's curve to within a few
 * hundredths, and the same at every place.
 */
export function shrunkenLoss(
  enhanced: Expression,
  wide: Expression,
  { kernel, domain, sharpening }: Shrinking,
): Expression {
  const shrunk = domain === 'encoded' ? shrink(enhanced, kernel) : shrinkLight(enhanced, kernel);
  return meanOfAll(absolute(subtract(sharpening === null ? shrunk : sharpened(shrunk, sharpening), wide)));
}

/** BT.601. */
const lumaWeights = Float32Array.of(0.299, 0.587, 0.114);

function sharpened(images: Expression, kernel: Expression): Expression {
  const [batch = 0, , height = 0, width = 0] = images.shape;
  const [size = 0] = kernel.shape;
  const weighed = multiply(images, constant(lumaWeights, [1, 3, 1, 1]));
  const luma = reshape(reduceSum(weighed, 1), batch, 1, height, width);
  const padded = padPlanes(luma, (size - 1) / 2, 'edge');
  const bias = constant(new Float32Array(1), [1]);
  const gained = apply('Conv', [padded, reshape(kernel, 1, 1, size, size), bias], { stride: 1, padding: 0, groups: 1 });
  return add(images, gained);
}

function shrinkLight(images: Expression, kernel: Expression): Expression {
  const positive = clip(images, 0, null);
  return squareRoot(clip(shrink(multiply(positive, positive), kernel), darkest, null));
}

/** Below this light a root is too steep to learn by. */
const darkest = 1e-4;
