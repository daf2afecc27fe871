import { sumOfAll } from '../graph/broadcasting.ts';
import type { Expression } from '../graph/expression.ts';
import { clip, divide, multiply, stopGradient } from '../graph/operations.ts';
import { enlargeBilinear } from '../layers/enlargement.ts';
import { nearestFeatureDistance } from './feature-distance.ts';
import { nearestPatchDistance } from './patch-distance.ts';

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
