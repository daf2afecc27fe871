import type { Expression } from '../graph/expression.ts';
import { multiply, sum } from '../graph/operations.ts';
import {
  featureFidelityLoss,
  fidelityLoss,
  type MatchedReference,
  featureLoss,
  highBandLoss,
  lowBandLoss,
  pixelLoss,
} from './reconstruction.ts';
import { matchingLoss } from './matching.ts';
import { shrunkenLoss, type Shrinking } from './real-image-adaptation.ts';

/**
 * What a training can minimise: `pixels`, plain L1; `alone`, the same of the result without reference; `low-band` and `high-band`, the two terms of Eq. 5; `fidelity`, Eq. 6;
 * `features` and `feature-fidelity`, Eq. 5's second term and Eq. 6 with the distance of φ's features; `shrunken`, the first term
 * of Eq. 7; `matching`, φ's cross-entropy over known matches.
 */
export const lossTerms = [
  'pixels',
  'alone',
  'low-band',
  'high-band',
  'features',
  'fidelity',
  'feature-fidelity',
  'shrunken',
  'matching',
] as const;

export type LossTerm = (typeof lossTerms)[number];

/** How much each term counts. A term without a weight, or with 0, is not computed. */
export type LossWeights = Readonly<Partial<Record<LossTerm, number>>>;

/**
 * The trainings of the paper: with all losses (Eq. 5 and 6), the plain L1 of its "-l1" rows, φ's matching by itself, and the adaptation to
 * photos without a truth (Eq. 7). With these weights the gradients of the high and the low band are about as long, and those of the
 * terms that look at the reference or at features about a tenth of that.
 */
export const lossPresets = {
  all: { 'low-band': 1, 'high-band': 0.5, features: 0.02, fidelity: 0.05, 'feature-fidelity': 0.02, alone: 0.5 },
  l1: { pixels: 1, alone: 0.5 },
  matching: { matching: 1 },
  adaptation: { shrunken: 1, fidelity: 0.05, 'feature-fidelity': 0.02 },
} as const satisfies Record<string, LossWeights>;

export type LossPreset = keyof typeof lossPresets;

/** What the terms are computed from; shapes as in the train-step model. */
export interface LossInputs {
  readonly enhanced: Expression;
  readonly alone: Expression;
  readonly matched: MatchedReference;
  /** The matching of tiles and references, and which cells of both show the same. */
  readonly matching: () => { readonly similarity: Expression; readonly matches: Expression };
  readonly wide: Expression;
  readonly truth: Expression;
  readonly shrinking: Shrinking;
  /** φ, of which the losses train nothing. */
  readonly encode: (image: Expression) => Expression;
}

export interface TotalLoss {
  /** The weighted sum, of shape []. */
  readonly total: Expression;
  /** Each term that has a weight, before it is weighed. */
  readonly terms: Partial<Record<LossTerm, Expression>>;
  /** Null when the matching has no weight. */
  readonly matchingAccuracy: Expression | null;
}

/** The weighted sum of the terms. Throws a RangeError when no term has a weight, or one is not a finite number of at least 0. */
export function totalLoss(inputs: LossInputs, weights: LossWeights): TotalLoss {
  const { enhanced, truth, matched } = inputs;
  const encode = rememberResults(inputs.encode);
  const matching = once(() => {
    const { similarity, matches } = inputs.matching();
    return matchingLoss(similarity, matches);
  });
  const builders: Record<LossTerm, () => Expression> = {
    pixels: () => pixelLoss(enhanced, truth),
    alone: () => pixelLoss(inputs.alone, truth),
    'low-band': () => lowBandLoss(enhanced, truth),
    'high-band': () => highBandLoss(enhanced, truth),
    features: () => featureLoss(encode(enhanced), encode(truth)),
    fidelity: () => fidelityLoss(enhanced, matched),
    'feature-fidelity': () => featureFidelityLoss(encode(enhanced), encode(matched.image), matched.confidence),
    shrunken: () => shrunkenLoss(enhanced, inputs.wide, inputs.shrinking),
    matching: () => matching().entropy,
  };
  const weighted = lossTerms.flatMap((term) => {
    const weight = weights[term] ?? 0;
    if (!Number.isFinite(weight) || weight < 0)
      throw new RangeError(`Expected a weight of at least 0 for the loss "${term}", received ${weight}`);
    return weight === 0 ? [] : [{ term, weight, value: builders[term]() }];
  });
  const [first, ...others] = weighted.map(({ weight, value }) => multiply(value, weight));
  if (first === undefined) throw new RangeError('Expected a weight for at least one loss, received none');
  return {
    total: sum(first, ...others),
    terms: Object.fromEntries(weighted.map(({ term, value }) => [term, value])),
    matchingAccuracy: weighted.some(({ term }) => term === 'matching') ? matching().accuracy : null,
  };
}

/** So that no image is encoded twice. */
function rememberResults(encode: (image: Expression) => Expression): (image: Expression) => Expression {
  const results = new Map<Expression, Expression>();
  return (image) => {
    const result = results.get(image) ?? encode(image);
    results.set(image, result);
    return result;
  };
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | null = null;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
