import { constant, type Expression } from '../graph/expression.ts';
import {
  add,
  clip,
  concat,
  depthToSpace,
  divide,
  exponential,
  expand,
  leakyRelu,
  multiply,
  reduceMean,
  reduceMin,
  slice,
  spaceToDepth,
  squareRoot,
  subtract,
} from '../graph/operations.ts';
import { convolution } from '../layers/convolution.ts';
import { enlargeBicubic, enlargeBilinear } from '../layers/enlargement.ts';
import { smoothed } from '../layers/gaussian-smoothing.ts';
import { residualBlocks } from '../layers/residual-block.ts';
import type { FusionConfiguration, NetworkConfiguration } from './network.ts';

/** The registered tele on the 2x grid, in the wide's colours, and how it compares with the wide. */
export interface AlignedReference {
  /** I_Ref, [B, 3, 2H, 2W]. */
  readonly image: Expression;
  /** K(I_Ref): I_Ref as the wide camera would have taken it, [B, 3, H, W]. */
  readonly seen: Expression;
  /** [B, 1, 2H, 2W]: 1 where the tele has pixels, falling to 0 at its border. */
  readonly validity: Expression;
  /** Standard deviation of what K(I_Ref) leaves of the wide where the two agree, [B, 1, 1, 1]. */
  readonly noise: Expression;
}

/** What the fusion makes of the result without reference. */
export interface FusedReference {
  /** [B, 3, 2H, 2W]. */
  readonly enhanced: Expression;
  /** g, [B, 1, 2H, 2W]: which share of a pixel is the reference's. */
  readonly gate: Expression;
  /** t, [B, 1, H, W]: how far the residual alone says that the reference can be trusted. */
  readonly trust: Expression;
}

/**
 * Takes what the reference shows into `alone`, the result without it [B, 3, 2H, 2W]; `features` F_SR are [B, F, H, W].
 *
 * With e = wide - K(I_Ref), what the reference does not explain of the wide: enhanced = alone + g (I_Ref + h e - alone) + r. The gate g begins
 * as the trust t that e against noise and texture gives; the hand-over h, how much of what the wide alone saw is put back, and the correction r
 * begin at 0. All three are learned from F_SR, from I_HF = I_Ref - K(I_Ref) (Eq. 4 with the measured camera in place of bicubic
 * shrinking), from I_Ref - alone, and from e. Where the validity is 0 the result is exactly `alone`.
 */
export function fuseReference(
  configuration: NetworkConfiguration,
  { wide, features, alone }: { readonly wide: Expression; readonly features: Expression; readonly alone: Expression },
  { image, seen, validity, noise }: AlignedReference,
): FusedReference {
  const { fusion } = configuration;
  const cellValidity = reduceMin(spaceToDepth(validity), 1);
  const residual = multiply(subtract(wide, seen), cellValidity);
  const evidence = weighResidual(wide, residual, cellValidity, noise);
  const { trust } = evidence;
  const difference = multiply(subtract(image, alone), validity);
  const learned = learnFusion(fusion, [
    features,
    spaceToDepth(difference),
    spaceToDepth(multiply(subtract(image, enlargeBicubic(seen)), validity)),
    residual,
    evidence.planes,
  ]);
  const gate = multiply(gateOf(fusion, trust, slice(learned, 1, 0, 4)), validity);
  const handOver = depthToSpace(slice(learned, 1, 4, 8));
  const correction = multiply(depthToSpace(slice(learned, 1, 8, 20)), validity);
  const pasted = add(difference, multiply(handOver, enlargeBicubic(residual)));
  return { enhanced: add(alone, add(multiply(gate, pasted), correction)), gate, trust };
}

/** How sharply trust falls once the residual is larger than what noise and texture explain. */
export const steepness = 1.25;
/** Of the noise, and of the texture's contrast, that a reference which fits may leave. */
export const toleratedNoise = 1.3;
export const toleratedTexture = 0.3;
/** In LR pixels. */
const residualReach = 1.5;
const textureReach = 2.5;
/** Colours, 0 to 1: less than half a step of 8 bits. */
const smallest = 1 / 512;

/** t = exp(-steepness max(|e| / expected - 1, 0)^2), and planes [B, 5, H, W] of what it was made of. */
function weighResidual(
  wide: Expression,
  residual: Expression,
  validity: Expression,
  noise: Expression,
): { trust: Expression; planes: Expression } {
  const strength = rootOf(smoothed(meanSquare(residual), residualReach));
  const texture = rootOf(smoothed(meanSquare(subtract(wide, smoothed(wide, textureReach))), textureReach));
  const expected = add(add(multiply(texture, toleratedTexture), multiply(noise, toleratedNoise)), smallest);
  const excess = clip(subtract(divide(strength, expected), 1), 0, 4);
  const trust = multiply(exponential(multiply(multiply(excess, excess), -steepness)), validity);
  const spread = expand(noise, strength.shape);
  return { trust, planes: concat(1, trust, multiply(excess, 0.25), strength, texture, spread) };
}

function meanSquare(planes: Expression): Expression {
  return reduceMean(multiply(planes, planes), 1);
}

function rootOf(energy: Expression): Expression {
  return squareRoot(clip(energy, 1e-8, null));
}

/** Colours and their differences are a few hundredths; features of the encoder are about 1. */
const inputGain = 4;

/** [B, 20, H, W] in cells: 4 of the gate, 4 of the hand-over, 12 of the correction; all 0 before training. */
function learnFusion(
  { features, blocks }: FusionConfiguration,
  [encoded, ...seen]: readonly [Expression, ...Expression[]],
): Expression {
  const compared = multiply(concat(1, ...seen), inputGain);
  const head = leakyRelu(convolution([encoded, compared], { name: 'fusion.head', outputs: features }));
  const fused = residualBlocks(head, 'fusion.blocks', blocks);
  return convolution(fused, { name: 'fusion.last', outputs: 20, initialScale: 0 });
}

/** A full trust begins as a gate of 0.993, none as 0.007. */
const gateSpan = 10;

function gateOf({ gate }: FusionConfiguration, trust: Expression, change: Expression): Expression {
  const fine = enlargeBilinear(trust);
  switch (gate) {
    case 'learned':
      return sigmoid(add(subtract(multiply(fine, gateSpan), gateSpan / 2), depthToSpace(change)));
    case 'trust':
      return fine;
    case 'one':
      return add(multiply(fine, 0), 1);
    case 'none':
      return multiply(fine, 0);
  }
}

function sigmoid(data: Expression): Expression {
  const one = constant(Float32Array.of(1), []);
  return divide(one, add(exponential(multiply(data, -1)), 1));
}
