import type { Expression } from '../graph/expression.ts';
import { concat, depthToSpace, leakyRelu, reduceMin, slice, subtract } from '../graph/operations.ts';
import {
  alignLocally,
  coarsePositions,
  finePositions,
  warp,
  type SamplePositions,
} from '../layers/aligned-attention.ts';
import { pixelTable } from '../layers/bilinear-sampling.ts';
import { convolution } from '../layers/convolution.ts';
import { enlargeBicubic } from '../layers/enlargement.ts';
import type { Reference } from './match-reference.ts';
import type { NetworkConfiguration, ReferenceConfiguration } from './network.ts';
import { residualStack } from './residual-stack.ts';

/** The reference brought onto the wide image's pixels. */
export interface AlignedReference {
  /** F_Ref for each scale. */
  readonly features: readonly Expression[];
  /** Its colours in cells, [B, 12, H, W]. */
  readonly image: Expression;
  /** The high-frequency residual of Eq. 4 in cells, [B, 12, H, W]. */
  readonly detail: Expression;
  /** Validity of the sampled pixels in cells, [B, 4, H, W], and of the worst in each cell, [B, 1, H, W]. */
  readonly detailValidity: Expression;
  readonly validity: Expression;
}

/** Aligns the reference by `displacement` [B, 2, H, W], in the way the configuration says. */
export function alignReference(
  configuration: NetworkConfiguration,
  reference: Reference,
  displacement: Expression,
  wideEnlarged: Expression,
): AlignedReference {
  const residual = subtract(reference.image, enlargeBicubic(reference.halved));
  const validity = depthToSpace(concat(1, ...Array.from({ length: 4 }, () => reference.validity)));
  const table = pixelTable(concat(1, reference.image, residual, validity));
  const options = configuration.reference;
  switch (options.kind) {
    case 'align-image': {
      const aligned = split(warp(table, finePositions(displacement)));
      const encoded = encodeAligned(concat(1, aligned.image, aligned.detail), options);
      return { ...aligned, features: [concat(1, encoded, aligned.detail)] };
    }
    case 'align-features': {
      const coarse = finePositions(displacement);
      const matched = depthToSpace(warp(pixelTable(reference.image), coarse));
      const hidden = options.transformHidden;
      const alignment = (name: string): SamplePositions =>
        configuration.alignment === 'patches' ? coarse : alignLocally(coarse, wideEnlarged, matched, { name, hidden });
      const [wideGrid, fineGrid] = encodePyramid(reference.image, configuration, options);
      const aligned = split(warp(table, alignment('detail-transform')));
      const features = [
        warp(pixelTable(wideGrid), coarsePositions(displacement)),
        depthToSpace(warp(pixelTable(fineGrid), alignment('feature-transform'))),
      ];
      return { ...aligned, features };
    }
  }
}

function split(cells: Expression): Omit<AlignedReference, 'features'> {
  const detailValidity = slice(cells, 1, 24, 28);
  return {
    image: slice(cells, 1, 0, 12),
    detail: slice(cells, 1, 12, 24),
    detailValidity,
    validity: reduceMin(detailValidity, 1),
  };
}

function encodeAligned(
  cells: Expression,
  { features, blocks }: Extract<ReferenceConfiguration, { kind: 'align-image' }>,
): Expression {
  const head = convolution(cells, { name: 'reference.head', outputs: features });
  return residualStack(head, 'reference.blocks', blocks, false);
}

/** ψ: features of the reference on the wide image's grid and on the twice as fine one. */
function encodePyramid(
  image: Expression,
  { features, groupedBlocks }: NetworkConfiguration,
  { blocks }: Extract<ReferenceConfiguration, { kind: 'align-features' }>,
): [wideGrid: Expression, fineGrid: Expression] {
  const level = (data: Expression, name: string, stride: number): Expression => {
    const first = leakyRelu(convolution(data, { name: `${name}.1`, outputs: features, stride }));
    const second = leakyRelu(convolution(first, { name: `${name}.2`, outputs: features }));
    return residualStack(second, `${name}.blocks`, blocks, groupedBlocks);
  };
  const fineGrid = level(image, 'reference.fine-grid', 1);
  return [level(fineGrid, 'reference.wide-grid', 2), fineGrid];
}
