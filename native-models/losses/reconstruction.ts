import { meanOfAll } from '../graph/broadcasting.ts';
import type { Expression } from '../graph/expression.ts';
import { absolute, subtract } from '../graph/operations.ts';
import { nearestFeatureDistance } from './feature-distance.ts';
import { gaussianBlur, highBand } from './gaussian-blur.ts';
import { nearestPatchDistance } from './patch-distance.ts';

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
