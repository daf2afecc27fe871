import type { Expression } from '../graph/expression.ts';
import {
  add,
  concat,
  divide,
  multiply,
  padPlanes,
  reduceMax,
  reduceSum,
  reshape,
  slice,
  stopGradient,
} from '../graph/operations.ts';
import { norm } from '../layers/feature-matching.ts';

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
