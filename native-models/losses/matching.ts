import { sumOfAll } from '../graph/broadcasting.ts';
import { constant, type Expression } from '../graph/expression.ts';
import {
  add,
  cast,
  clip,
  divide,
  exponential,
  gather,
  isAtLeast,
  logarithm,
  multiply,
  reduceMax,
  reduceSum,
  reshape,
  subtract,
} from '../graph/operations.ts';

/** Cosines lie in -1 to 1; this makes a difference of 0.1 tell in the softmax. */
const sharpness = 20;

/** Smaller than any sum over a row with a valid key: only rows without one, which have no match, are held up by it. */
const smallestSum = 1e-30;

export interface MatchingLoss {
  /** Mean cross-entropy over the cells with a known match, of shape []; 0 when there is none. */
  readonly entropy: Expression;
  /** The share of those cells whose known match has the best cosine, of shape []; 0 when there is none. */
  readonly accuracy: Expression;
}

/**
 * How surely φ picks, for each cell of the tile, the reference cell that shows the same content. `similarity` [B, Q, K] has
 * the cosine of every tile cell with every reference cell, `matches` [B, Q] the number of the right one or -1.
 */
export function matchingLoss(similarity: Expression, matches: Expression): MatchingLoss {
  const [batch = 0, queries = 0, keys = 0] = similarity.shape;
  const known = clip(add(matches, 1), 0, 1);
  const rows = constant(
    Int32Array.from({ length: batch * queries }, (_, row) => row * keys),
    [batch, queries],
  );
  const positions = add(cast(clip(matches, 0, null), 'int32'), rows);
  const right = gather(reshape(similarity, batch * queries * keys), positions, 0);
  const sums = reduceSum(exponential(multiply(similarity, sharpness)), 2);
  const logarithms = reshape(logarithm(clip(sums, smallestSum, null)), batch, queries);
  const entropies = subtract(logarithms, multiply(right, sharpness));
  const isRight = cast(isAtLeast(right, reshape(reduceMax(similarity, 2), batch, queries)), 'float32');
  const count = clip(sumOfAll(known), 1, null);
  const meanOfKnown = (values: Expression): Expression => divide(sumOfAll(multiply(values, known)), count);
  return { entropy: meanOfKnown(entropies), accuracy: meanOfKnown(isRight) };
}
