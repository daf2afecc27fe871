import type { Expression } from '../graph/expression.ts';
import { add, depthToSpace, leakyRelu } from '../graph/operations.ts';
import { convolution } from '../layers/convolution.ts';
import { enlargeBicubic } from '../layers/enlargement.ts';
import { fuseReference, type AlignedReference, type FusedReference } from './fuse-reference.ts';
import { residualBlocks, residualGroup } from '../layers/residual-block.ts';
import type { NetworkConfiguration } from './network.ts';

export interface NetworkOutputs {
  /** [B, 3, 2H, 2W]. */
  readonly enhanced: Expression;
  /** The same without reference. */
  readonly alone: Expression;
  readonly fused: FusedReference | null;
}

/**
 * The network for a wide image [B, 3, H, W]. What can be guessed from it alone is enlarged first; a reference that was brought onto its
 * pixels then replaces as much of that as it can be trusted. Where its validity is 0 the result is exactly the one without it.
 */
export function forwardNetwork(
  configuration: NetworkConfiguration,
  wide: Expression,
  reference: AlignedReference | null,
): NetworkOutputs {
  const { wideGrid, last } = decode(configuration, encode(configuration, wide));
  const alone = add(enlargeBicubic(wide), tail(configuration, last));
  if (reference === null) return { enhanced: alone, alone, fused: null };
  const fused = fuseReference(configuration, { wide, features: wideGrid, alone }, reference);
  return { enhanced: fused.enhanced, alone, fused };
}

function encode({ features, encoderBlocks, groupedBlocks }: NetworkConfiguration, wide: Expression): Expression {
  const head = convolution(wide, { name: 'encoder.head', outputs: features });
  return residualStack(head, 'encoder.blocks', encoderBlocks, groupedBlocks);
}

/** F_SR after the decoder of the wide image's grid, and after that of the last scale. */
function decode(
  { scales, groupedBlocks }: NetworkConfiguration,
  encoded: Expression,
): { wideGrid: Expression; last: Expression } {
  let [wideGrid, last] = [encoded, encoded];
  scales.forEach(({ name, decoderBlocks }, index) => {
    if (index > 0) last = enlargeBicubic(last);
    last = residualStack(last, `${name}.decoder`, decoderBlocks, groupedBlocks);
    if (index === 0) wideGrid = last;
  });
  return { wideGrid, last };
}

/** The decoder's residual of the enlarged wide, [B, 3, 2H, 2W]. Begins at zero. */
function tail({ scales, tailHidden }: NetworkConfiguration, features: Expression): Expression {
  const isFine = scales.length === 2;
  const last = { name: 'tail.last', outputs: isFine ? 3 : 12, initialScale: 0 };
  const hidden =
    tailHidden === null ? features : leakyRelu(convolution(features, { name: 'tail.first', outputs: tailHidden }));
  const residual = convolution(hidden, last);
  return isFine ? residual : depthToSpace(residual);
}

/** A run of residual blocks, grouped or plain, as a configuration says. */
function residualStack(data: Expression, name: string, count: number, isGrouped: boolean): Expression {
  return isGrouped ? residualGroup(data, name, count) : residualBlocks(data, name, count);
}
