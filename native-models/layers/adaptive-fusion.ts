import { apply, constant, type Expression } from '../graph/expression.ts';
import { add, concat, multiply, slice } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';
import { twoConvolutions } from './convolution.ts';

/** What is known of a match: C and its like, [B, 2, H, W], already 0 where the reference is not valid, and that validity. */
export interface MatchQuality {
  readonly confidence: Expression;
  /** 0 to 1; [B, 1, H, W], or one plane for every channel it gates. */
  readonly validity: Expression;
}

export interface FusionOptions {
  readonly name: string;
  /** h's first kernel. */
  readonly kernel: number;
  /** g: learned, C itself, or 1. */
  readonly gate: { readonly hidden: number; readonly kernel: number } | 'confidence' | 'one';
}

/**
 * Fusion of features, Eq. 3: g(C) · h(F_SR, F_Ref) + F_SR. The gate is multiplied by the validity, so an invalid
 * reference leaves F_SR exactly as it was.
 */
export function fuseFeatures(
  features: Expression,
  reference: Expression,
  quality: MatchQuality,
  options: FusionOptions,
): Expression {
  const { name, kernel } = options;
  const outputs = dimension(features.shape, 1);
  const merged = twoConvolutions(concat(1, features, reference), `${name}.merge`, { outputs, kernel }, { outputs });
  return add(multiply(featureGate(quality, outputs, options), merged), features);
}

/** g(C) times the validity, for every feature. */
function featureGate({ confidence, validity }: MatchQuality, outputs: number, options: FusionOptions): Expression {
  const { name, gate } = options;
  if (gate === 'one') return spread(validity, outputs);
  if (gate === 'confidence') return spread(multiply(slice(confidence, 1, 0, 1), validity), outputs);
  const first = { outputs: gate.hidden, kernel: gate.kernel };
  return multiply(twoConvolutions(confidence, `${name}.gate`, first, { outputs }), spread(validity, outputs));
}

export interface DetailOptions {
  readonly name: string;
  readonly hidden: number;
  readonly kernel: number;
  /** Whether g_r also sees F_SR. */
  readonly seesFeatures: boolean;
}

/**
 * The gate of Eq. 4's high-frequency residual, g_r(C) times the validity: one weight for every channel of `detail`.
 * It begins at 0.3, so that from the first step of training the reference is used and its use can be judged.
 */
export function detailGate(
  features: Expression,
  detail: Expression,
  quality: MatchQuality,
  options: DetailOptions,
): Expression {
  const { name, hidden, kernel, seesFeatures } = options;
  const seen = [quality.confidence, detail, ...(seesFeatures ? [features] : [])];
  const weight = twoConvolutions(
    concat(1, ...seen),
    name,
    { outputs: hidden, kernel },
    { outputs: dimension(detail.shape, 1), initialScale: 0, initialBias: 0.3 },
  );
  return multiply(weight, quality.validity);
}

/**
 * One plane copied to every channel. Written as a convolution, like the layers around it, so that onnxruntime keeps them all
 * in one memory layout; then it also adds residuals in the same order with and without reference, and rounds alike.
 */
function spread(plane: Expression, channels: number): Expression {
  const weight = constant(new Float32Array(channels).fill(1), [channels, 1, 1, 1]);
  const bias = constant(new Float32Array(channels), [channels]);
  return apply('Conv', [plane, weight, bias], { stride: 1, padding: 0, groups: 1 });
}
