import { constant, type Expression } from '../graph/expression.ts';
import {
  add,
  clip,
  concat,
  depthToSpace,
  leakyRelu,
  multiply,
  padPlanes,
  reduceMin,
  spaceToDepth,
  subtract,
} from '../graph/operations.ts';
import { convolution } from '../layers/convolution.ts';
import { enlargeBilinear } from '../layers/enlargement.ts';
import { matchPatches } from '../layers/feature-matching.ts';
import { refineMatches } from '../layers/sub-pixel-refinement.ts';
import type { NetworkConfiguration } from './network.ts';
import { windowMean } from '../layers/window-filters.ts';

/** The reference as the network is given it, and what follows from it alone. */
export interface Reference {
  /** [B, 3, 2h, 2w]: the tele on the 2x grid, the search margin around it included. */
  readonly image: Expression;
  /** [B, 3, h, w]: its mean over 2x2 pixels. */
  readonly halved: Expression;
  /** [B, 1, h, w]: 1 where it and the five pixels around it, each way, are photographed. */
  readonly validity: Expression;
}

export interface ReferenceMatch {
  /** From a wide pixel to its match, [B, 2, H, W]: x, y in LR pixels against the registered position. */
  readonly displacement: Expression;
  /** The coarse confidence C and the refined one, [B, 2, H, W]. */
  readonly confidence: Expression;
  /** S, one tensor for every chunk of blocks. */
  readonly similarity: readonly Expression[];
}

/** The high-frequency residual of a pixel reaches two LR pixels far, so as far must the reference be valid. */
const detailReach = 2;

export function prepareReference(image: Expression, validity: Expression): Reference {
  const size = 2 * detailReach + 1;
  const share = windowMean(padPlanes(windowMean(validity, 2, 2), detailReach, 'edge'), size, 1);
  const count = size * size;
  const eroded = clip(subtract(multiply(share, 4 * count), 4 * count - 1), 0, 1);
  return { image, halved: windowMean(image, 2, 2), validity: eroded };
}

/**
 * Finds every wide pixel [B, 3, H, W] in the reference: an exhaustive search of 3x3 patches of φ on the half-size grid
 * (Eq. 1), then a soft argmax on the LR grid.
 */
export function matchReference(
  configuration: NetworkConfiguration,
  wide: Expression,
  reference: Reference,
): ReferenceMatch {
  const fineQueries = encodeFine(wide, configuration);
  const fineKeys = encodeFine(reference.halved, configuration);
  const keyValidity = reduceMin(spaceToDepth(reference.validity), 1);
  const coarse = matchPatches(
    encodeCoarse(fineQueries, configuration),
    encodeCoarse(fineKeys, configuration),
    keyValidity,
    {
      block: configuration.block / 2,
      margin: configuration.searchMargin / 2,
    },
  );
  const refinement = refineMatches('matching.sharpness', fineQueries, fineKeys, coarse);
  const ofPatches = cellDisplacement(coarse.columns, coarse.rows);
  const places = configuration.matching.refined ? add(ofPatches, refinement.offset) : ofPatches;
  return {
    displacement: subtract(places, configuration.searchMargin),
    confidence: concat(1, enlargeBilinear(coarse.confidence), refinement.confidence),
    similarity: coarse.similarity,
  };
}

/** φ: features of an image [B, 3, H, W], of its size. */
export function encodeFine(image: Expression, { matching }: NetworkConfiguration): Expression {
  const layer = (data: Expression, index: number, outputs: number): Expression =>
    convolution(data, { name: `matching.fine.${index}`, outputs });
  const first = leakyRelu(layer(image, 1, matching.hidden));
  return layer(leakyRelu(layer(first, 2, matching.hidden)), 3, matching.features);
}

/** φ continued onto the half-size grid. */
function encodeCoarse(fine: Expression, { matching }: NetworkConfiguration): Expression {
  const halved = convolution(leakyRelu(fine), { name: 'matching.coarse.1', outputs: matching.hidden, stride: 2 });
  return convolution(leakyRelu(halved), { name: 'matching.coarse.2', outputs: matching.features });
}

/** Displacements of cells, whole and in cells, as those of their 2x2 pixels: [B, 1, H/2, W/2] to [B, 2, H, W]. */
function cellDisplacement(columns: Expression, rows: Expression): Expression {
  const [, , height = 0, width = 0] = rows.shape;
  const ownColumns = constant(
    Float32Array.from({ length: width }, (_, column) => column),
    [width],
  );
  const ownRows = constant(
    Float32Array.from({ length: height }, (_, row) => row),
    [height, 1],
  );
  const x = multiply(subtract(columns, ownColumns), 2);
  const y = multiply(subtract(rows, ownRows), 2);
  return depthToSpace(concat(1, x, x, x, x, y, y, y, y));
}
