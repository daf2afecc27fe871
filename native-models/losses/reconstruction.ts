import { meanOfAll, sumOfAll } from '../graph/broadcasting.ts';
import { type Expression, apply, constant } from '../graph/expression.ts';
import {
  absolute,
  subtract,
  padPlanes,
  clip,
  divide,
  multiply,
  stopGradient,
  add,
  concat,
  reduceMax,
  reduceSum,
  reshape,
  slice,
} from '../graph/operations.ts';
import { nearestPatchDistance } from './patch-distance.ts';
import { dimension } from '../graph/tensor-type.ts';
import { enlargeBilinear } from '../layers/enlargement.ts';
import { norm } from '../layers/feature-matching.ts';

/** Mean absolute difference of two images [B, 3, H, W]: the plain L1 of the paper's "-l1" rows. */
export function pixelLoss(enhanced: Expression, truth: Expression): Expression {
  return meanOfAll(absolute(subtract(enhanced, truth)));
}

/** Eq. 5's first term: mean |blurred enhanced − blurred truth|, for images [B, 3, H, W]. */
export function lowBandLoss(enhanced: Expression, truth: Expression): Expression {
  return meanOfAll(absolute(gaussianBlur(subtract(enhanced, truth))));
}

/**
 * Eq. 5's second term: the mean of δ_i(enhanced, truth), D being the distance of patches in the high band. Every detail has to
 * look like one of the truth's near its place, and not like the average of all that it may be.
 */
export function highBandLoss(enhanced: Expression, truth: Expression): Expression {
  return meanOfAll(nearestPatchDistance(highBand(enhanced), highBand(truth)));
}

/** The same term with the distance of φ's features for D: both [B, F, 2H, 2W]. */
export function featureLoss(enhanced: Expression, truth: Expression): Expression {
  return meanOfAll(nearestFeatureDistance(enhanced, truth));
}

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

/** Keeps tiles without any match from dividing by zero; far below the confidence of a single sure pixel. */
const minConfidence = 1e-3;

/** What the network says of its reference. */
export interface MatchedReference {
  /** The reference where the match puts it, [B, 3, 2H, 2W]. */
  readonly image: Expression;
  /** c, [B, 1, H, W], 0 to 1. */
  readonly confidence: Expression;
}

/**
 * Eq. 6: Σ δ_i(enhanced, reference) · c_i / Σ c_i, D being the distance of patches of colour; `enhanced` is [B, 3, 2H, 2W]. Only
 * it gets a gradient: the network cannot lower the loss by trusting less or by looking elsewhere. 0 where nothing is matched.
 */
export function fidelityLoss(enhanced: Expression, { image, confidence }: MatchedReference): Expression {
  return weightedMean(nearestPatchDistance(enhanced, image), enlargeBilinear(confidence));
}

/** The same with the distance of φ's features for D: both [B, F, 2H, 2W]. */
export function featureFidelityLoss(enhanced: Expression, reference: Expression, confidence: Expression): Expression {
  return weightedMean(nearestFeatureDistance(enhanced, reference), confidence);
}

function weightedMean(distances: Expression, confidence: Expression): Expression {
  const weights = stopGradient(confidence);
  return divide(sumOfAll(multiply(distances, weights)), clip(sumOfAll(weights), minConfidence, null));
}

/** The most similar feature is looked for this many pixels around the same place, each way. */
const searchReach = 1;

/**
 * δ with φ's features for D: 1 − the largest cosine of a pixel's features with the 3x3 `targets` around its place. Both are
 * [B, F, 2H, 2W]; only the first pixel of each 2x2 is compared, which is enough as features see 7x7 pixels: [B, 1, H, W],
 * 0 to 2. No gradient reaches the targets.
 */
export function nearestFeatureDistance(features: Expression, targets: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = features.shape;
  const cell = [batch, 1, channels, height / 2, width / 2];
  const padded = padPlanes(unitLength(stopGradient(targets)), searchReach, 'edge');
  const offsets = Array.from({ length: 2 * searchReach + 1 }, (_, index) => index);
  const rows = offsets.map((y) => slice(padded, 2, y, y + height));
  const moved = rows.flatMap((row) => offsets.map((x) => reshape(everySecond(slice(row, 3, x, x + width)), ...cell)));
  const own = reshape(everySecond(unitLength(features)), ...cell);
  const cosines = reduceSum(multiply(concat(1, ...moved), own), 2);
  const best = reduceMax(reshape(cosines, batch, moved.length, height / 2, width / 2), 1);
  return add(multiply(best, -1), 1);
}

function unitLength(features: Expression): Expression {
  return divide(features, norm(features));
}

function everySecond(planes: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = planes.shape;
  const cells = reshape(planes, batch, channels, height / 2, 2, width / 2, 2);
  return slice(slice(cells, 3, 0, 1), 5, 0, 1);
}
