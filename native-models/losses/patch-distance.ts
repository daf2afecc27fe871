import type { Expression } from '../graph/expression.ts';
import {
  absolute,
  concat,
  padPlanes,
  reduceMean,
  reduceMin,
  reshape,
  slice,
  stopGradient,
  subtract,
} from '../graph/operations.ts';
import { windowMean } from '../layers/window-filters.ts';

/** The most similar patch is looked for this many pixels around the same place, each way. */
export const searchReach = 2;

/**
 * δ of Eq. 5 and 6: δ_i = min_j D(x_i, y_j) for every pixel i of `images`, j in the 5x5 pixels of `targets` around the same
 * place; both [B, C, H, W]. D is the mean absolute difference of the 3x3 patches around the two. Gives [B, 1, H, W]. No
 * gradient reaches the targets.
 */
export function nearestPatchDistance(images: Expression, targets: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = images.shape;
  const padded = padPlanes(stopGradient(targets), searchReach, 'edge');
  const offsets = Array.from({ length: 2 * searchReach + 1 }, (_, index) => index);
  const rows = offsets.map((y) => slice(padded, 2, y, y + height));
  const moved = rows.flatMap((row) =>
    offsets.map((x) => reshape(slice(row, 3, x, x + width), batch, 1, channels, height, width)),
  );
  const differences = absolute(subtract(concat(1, ...moved), reshape(images, batch, 1, channels, height, width)));
  const ofPixels = reshape(reduceMean(differences, 2), batch, moved.length, height, width);
  return reduceMin(windowMean(padPlanes(ofPixels, 1, 'edge'), 3, 1), 1);
}
