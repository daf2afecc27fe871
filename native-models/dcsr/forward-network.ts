import { parameter, type Expression } from '../graph/expression.ts';
import {
  absolute,
  add,
  clip,
  concat,
  depthToSpace,
  leakyRelu,
  matMul,
  multiply,
  reduceMean,
  reshape,
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
  /** The reference where the match puts it, [B, 3, 2H, 2W]. */
  readonly alignedReference: Expression;
  /** S, one tensor for every chunk of blocks. */
  readonly similarity: readonly Expression[];
}

export interface NetworkInputs {
  /** [B, 3, H, W]. */
  readonly wide: Expression;
  /** What is known of the wide camera, [B, 5]; null for a network that is not told. */
  readonly camera: Expression | null;
  /** An image [B, 3, …] and its validity [B, 1, …] on the 2x grid with the search margin around it, or null. */
  readonly reference: { readonly image: Expression; readonly validity: Expression } | null;
}

/** The network. Where the validity is 0 the result is exactly the one without reference. */
export function forwardNetwork(configuration: NetworkConfiguration, inputs: NetworkInputs): NetworkOutputs {
  const { wide, reference } = inputs;
  const wideEnlarged = enlargeBicubic(wide);
  const features = encodeWide(configuration, inputs);
  const withDecoder = (decoded: Expression): Expression =>
    add(wideEnlarged, toImage(configuration, tail(configuration, decoded)));
  if (reference === null) return { enhanced: withDecoder(decodeScales(configuration, features, null)), match: null };
  const prepared = prepareReference(reference.image, reference.validity);
  const match = matchReference(configuration, wide, prepared);
  const aligned = alignReference(configuration, prepared, match.displacement, wideEnlarged);
  const confidence = multiply(match.confidence, aligned.validity);
  const decoded = decodeScales(configuration, features, { aligned, confidence });

  const gated = gateDetail(configuration, decoded, aligned, confidence);
  const enhanced = withDecoder(decoded);
  return {
    enhanced: gated === null ? enhanced : add(enhanced, toImage(configuration, gated.detail)),
    match: {
      confidence: clip(slice(confidence, 1, 0, 1), 0, 1),
      displacement: subtract(match.displacement, configuration.searchMargin),
      gate: gated?.strength ?? multiply(aligned.validity, 0),
      alignedReference: depthToSpace(aligned.image),
      similarity: match.similarity,
    },
  };
}

/** Eq. 4's gated high-frequency residual, and how strong the gate is, [B, 1, H, W]; null when features alone are fused. */
function gateDetail(
  configuration: NetworkConfiguration,
  decoded: Expression,
  { detail, detailValidity }: AlignedReference,
  confidence: Expression,
): { detail: Expression; strength: Expression } | null {
  if (configuration.detailGate === null) return null;
  const isSpread = isFine(configuration);
  const residual = isSpread ? depthToSpace(detail) : detail;
  const quality: MatchQuality = {
    confidence: isSpread ? enlargeBilinear(confidence) : confidence,
    validity: isSpread ? depthToSpace(detailValidity) : concat(1, detailValidity, detailValidity, detailValidity),
  };
  const gate = detailGate(decoded, residual, quality, { ...configuration.detailGate, name: 'detail-gate' });
  const strength = reduceMean(absolute(gate), 1);
  return { detail: multiply(gate, residual), strength: isSpread ? windowMean(strength, 2, 2) : strength };
}

/** F_SR before fusion. What is known of the camera shifts every feature by a number of its own. */
function encodeWide(configuration: NetworkConfiguration, { wide, camera }: NetworkInputs): Expression {
  const { features, encoderBlocks, groupedBlocks, knowsCamera } = configuration;
  if (knowsCamera !== (camera !== null))
    throw new RangeError(`Expected ${knowsCamera ? 'a' : 'no'} description of the camera for ${configuration.name}`);
  const head = convolution(wide, { name: 'encoder.head', outputs: features });
  const told = camera === null ? head : add(head, cameraFeatures(camera, features));
  return residualStack(told, 'encoder.blocks', encoderBlocks, groupedBlocks);
}

function cameraFeatures(camera: Expression, features: number): Expression {
  const [batch = 0, length = 0] = camera.shape;
  const weight = parameter('encoder.camera.weight', [length, features], { kind: 'constant', value: 0 });
  return reshape(matMul(camera, weight), batch, features, 1, 1);
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
