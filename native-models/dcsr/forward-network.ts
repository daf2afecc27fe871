import type { Expression } from '../graph/expression.ts';
import {
  absolute,
  add,
  clip,
  concat,
  depthToSpace,
  leakyRelu,
  multiply,
  reduceMean,
  slice,
  subtract,
} from '../graph/operations.ts';
import { detailGate, fuseFeatures, type MatchQuality } from '../layers/adaptive-fusion.ts';
import { convolution } from '../layers/convolution.ts';
import { enlargeBicubic, enlargeBilinear } from '../layers/enlargement.ts';
import { alignReference, type AlignedReference } from './align-reference.ts';
import { matchReference, prepareReference } from './match-reference.ts';
import type { NetworkConfiguration } from './network.ts';
import { residualStack } from './residual-stack.ts';
import { windowMean } from '../layers/window-mean.ts';

export interface NetworkOutputs {
  /** [B, 3, 2H, 2W]. */
  readonly enhanced: Expression;
  readonly match: MatchOutputs | null;
}

/** What the match tells about itself, on the wide image's grid. */
export interface MatchOutputs {
  /** [B, 1, H, W], 0 to 1; 0 where the reference is not valid. */
  readonly confidence: Expression;
  /** [B, 2, H, W]: x, y of the match against the registered position, LR pixels. */
  readonly displacement: Expression;
  /** [B, 1, H, W]: mean |g_r| times validity. */
  readonly gate: Expression;
  /** S, one tensor for every chunk of blocks. */
  readonly similarity: readonly Expression[];
}

/**
 * The network: `wide` is [B, 3, H, W], `reference` an image [B, 3, …] and its validity [B, 1, …] on the 2x grid with the
 * search margin around it, or null. Where the validity is 0 the result is exactly the one without reference.
 */
export function forwardNetwork(
  configuration: NetworkConfiguration,
  wide: Expression,
  reference: { image: Expression; validity: Expression } | null,
): NetworkOutputs {
  const wideEnlarged = enlargeBicubic(wide);
  const features = encodeWide(configuration, wide);
  const withDecoder = (decoded: Expression): Expression =>
    add(wideEnlarged, toImage(configuration, tail(configuration, decoded)));
  if (reference === null) return { enhanced: withDecoder(decodeScales(configuration, features, null)), match: null };
  const prepared = prepareReference(reference.image, reference.validity);
  const match = matchReference(configuration, wide, prepared);
  const aligned = alignReference(configuration, prepared, match.displacement, wideEnlarged);
  const confidence = multiply(match.confidence, aligned.validity);
  const decoded = decodeScales(configuration, features, { aligned, confidence });

  const isSpread = isFine(configuration);
  const detail = isSpread ? depthToSpace(aligned.detail) : aligned.detail;
  const { detailValidity } = aligned;
  const gate = detailGate(
    decoded,
    detail,
    {
      confidence: isSpread ? enlargeBilinear(confidence) : confidence,
      validity: isSpread ? depthToSpace(detailValidity) : concat(1, detailValidity, detailValidity, detailValidity),
    },
    { ...configuration.detailGate, name: 'detail-gate' },
  );
  const strength = reduceMean(absolute(gate), 1);
  return {
    enhanced: add(withDecoder(decoded), toImage(configuration, multiply(gate, detail))),
    match: {
      confidence: clip(slice(confidence, 1, 0, 1), 0, 1),
      displacement: subtract(match.displacement, configuration.searchMargin),
      gate: isSpread ? windowMean(strength, 2, 2) : strength,
      similarity: match.similarity,
    },
  };
}

function encodeWide({ features, encoderBlocks, groupedBlocks }: NetworkConfiguration, wide: Expression): Expression {
  const head = convolution(wide, { name: 'encoder.head', outputs: features });
  return residualStack(head, 'encoder.blocks', encoderBlocks, groupedBlocks);
}

/** Eq. 3 and the decoder at each scale. Without reference the features are decoded as they are. */
function decodeScales(
  { scales, fusion, groupedBlocks }: NetworkConfiguration,
  encoded: Expression,
  reference: { aligned: AlignedReference; confidence: Expression } | null,
): Expression {
  let features = encoded;
  let quality: MatchQuality | null =
    reference === null ? null : { confidence: reference.confidence, validity: reference.aligned.validity };
  scales.forEach(({ name, decoderBlocks }, index) => {
    if (index > 0) features = enlargeBicubic(features);
    const referenceFeatures = reference?.aligned.features[index];
    if (reference !== null && quality !== null && referenceFeatures !== undefined) {
      if (index > 0)
        quality = {
          confidence: enlargeBilinear(quality.confidence),
          validity: depthToSpace(reference.aligned.detailValidity),
        };
      features = fuseFeatures(features, referenceFeatures, quality, { ...fusion, name });
    }
    features = residualStack(features, `${name}.decoder`, decoderBlocks, groupedBlocks);
  });
  return features;
}

/** The decoder's residual: an image on the fine grid, or its cells [B, 12, H, W] on the wide image's. Begins at zero. */
function tail(configuration: NetworkConfiguration, features: Expression): Expression {
  const { tailHidden } = configuration;
  const last = { name: 'tail.last', outputs: isFine(configuration) ? 3 : 12, initialScale: 0 };
  if (tailHidden === null) return convolution(features, last);
  return convolution(leakyRelu(convolution(features, { name: 'tail.first', outputs: tailHidden })), last);
}

function toImage(configuration: NetworkConfiguration, residual: Expression): Expression {
  return isFine(configuration) ? residual : depthToSpace(residual);
}

/** Whether the last scale is the one of the enhanced image. */
function isFine({ scales }: NetworkConfiguration): boolean {
  return scales.length === 2;
}
