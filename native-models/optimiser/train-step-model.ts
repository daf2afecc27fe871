import { trainingNetwork, type TrainingGraphOptions, type TrainingInputs } from '../dcsr/forward-model.ts';
import { matchReference, prepareReference } from '../dcsr/match-reference.ts';
import type { NetworkConfiguration } from '../dcsr/network.ts';
import { sumOfAll } from '../graph/broadcasting.ts';
import { parametersOf } from '../graph/check-graph.ts';
import { differentiate } from '../graph/differentiate.ts';
import { constant, input, type Expression, type Graph, type Parameter } from '../graph/expression.ts';
import { add, choose, clip, divide, isAtLeast, multiply, slice, squareRoot, sum } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';
import { frozenEncoder } from '../losses/frozen-encoder.ts';
import { bicubicShrinkingKernel, type Shrinking } from '../losses/real-image-adaptation.ts';
import { windowMean } from '../layers/window-filters.ts';
import { lossPresets, totalLoss, type LossPreset, type LossWeights, type TotalLoss } from '../losses/total-loss.ts';
import { emitModel } from '../onnx/emit-model.ts';
import type { ResponseDomain } from '../camera-formation.ts';
import { adamRate, adamStep, type AdamState } from './adam.ts';

/** What a training changes: everything that the losses depend on, or the fusion of the reference alone. */
export const trainedParts = ['all', 'fusion'] as const;
export type TrainedPart = (typeof trainedParts)[number];

export interface TrainStepOptions extends TrainingGraphOptions {
  /** Default all. */
  readonly part?: TrainedPart;
  readonly losses: LossWeights | LossPreset;
  /** How the loss "shrunken" halves the enhanced tile: bicubic, as encoded (the default), or as a camera that was measured. */
  readonly shrinking?: 'bicubic' | MeasuredShrinking;
}

/** A camera whose numbers are inputs: `kernel` of the even width `side`, and `sharpening` of the odd width `sharpeningSide`, if any. */
export interface MeasuredShrinking {
  readonly side: number;
  readonly domain: ResponseDomain;
  readonly sharpeningSide: number | null;
}

/** Gradients longer than this are shortened to it. */
const longestGradient = 0.3;

/** The largest float32: nothing infinite or undefined is at most this. */
const largestNumber = 3.4028234663852886e38;

/**
 * One step of training as an ONNX model. T is the side of a tile, m the configuration's search margin, both in LR pixels; all tensors
 * are float32, colours 0 to 1 as encoded. Only parameters that the losses can change are inputs and outputs.
 *
 * Inputs: every parameter under its own name, and of its shape `first-moment.<name>` and `second-moment.<name>`, zeros before
 * the first step; `step` [], 1 for the first; `learning-rate` []; the pairs: `wide` [B, 3, T, T], `reference`
 * [B, 3, 2(T + 2m), 2(T + 2m)], `validity` [B, 1, …], `seen` [B, 3, T, T] and `noise` [B, 1, 1, 1] as the network takes them; for the losses that ask for
 * them `truth` [B, 3, 2T, 2T], `kernel` [k, k], `sharpening` [k, k] and `matches` [B, (T / 2)²]: for each cell of 2x2 LR pixels of the tile, the number of the
 * reference cell that shows the same, both in reading order, or -1.
 *
 * Outputs: `updated.<name>`, `updated-first-moment.<name>`, `updated-second-moment.<name>`; `loss` and `loss.<term>` for each
 * term with a weight, before it is weighed, of shape []; `matching-accuracy` when the matching has a weight; `gradient-norm`,
 * before the gradient is clipped to a length of 0.3. When the loss or the gradient is not finite, that norm is not, and
 * the step changes nothing: the updated values are the old ones. Throws a RangeError for a batch or weights that do not fit.
 */
export function buildTrainStepModel(options: TrainStepOptions): Uint8Array {
  return emitModel(trainStepGraph(options), 'inputs');
}

/** The same without gradients: the inputs are the parameters and the pairs, the outputs the losses and the accuracy. */
export function buildLossModel(options: TrainStepOptions): Uint8Array {
  return emitModel(lossGraph(options), 'inputs');
}

/** The graph of `buildLossModel`. */
export function lossGraph(options: TrainStepOptions): Graph {
  return { name: `${options.configuration.name}-loss`, outputs: figuresOf(lossOf(options).loss) };
}

/** The graph of `buildTrainStepModel`. */
export function trainStepGraph(options: TrainStepOptions): Graph {
  const { loss, parameters } = lossOf(options);
  const gradients = differentiate(loss.total, parameters);
  const [firstSquares = loss.total, ...otherSquares] = gradients.map((gradient) =>
    sumOfAll(multiply(gradient, gradient)),
  );
  // Zero times the loss: a loss that is not finite may leave a gradient that is, the sign of its differences.
  const norm = add(squareRoot(sum(firstSquares, ...otherSquares)), multiply(loss.total, 0));
  const outputs: Record<string, Expression> = { ...figuresOf(loss), 'gradient-norm': norm };
  const step = stepOf(norm);
  parameters.forEach((parameter, index) => {
    const gradient = gradients[index];
    if (gradient !== undefined) Object.assign(outputs, step(parameter, gradient));
  });
  return { name: `${options.configuration.name}-train-step`, outputs };
}

/** How every parameter is updated, given the length of the whole gradient: the outputs for one of them. */
function stepOf(norm: Expression): (parameter: Parameter, gradient: Expression) => Record<string, Expression> {
  const rate = adamRate(input('step', []), input('learning-rate', []));
  const isFinite = isAtLeast(constant(Float32Array.of(largestNumber), []), norm);
  const shortening = clip(divide(constant(Float32Array.of(longestGradient), []), add(norm, 1e-6)), null, 1);
  return (parameter, gradient) => {
    const { name, shape } = parameter;
    const before: AdamState = {
      value: parameter,
      firstMoment: input(`first-moment.${name}`, shape),
      secondMoment: input(`second-moment.${name}`, shape),
    };
    const after = adamStep(before, multiply(gradient, shortening), rate);
    const updated = (part: keyof AdamState): Expression => choose(isFinite, after[part], before[part]);
    return {
      [`updated.${name}`]: updated('value'),
      [`updated-first-moment.${name}`]: updated('firstMoment'),
      [`updated-second-moment.${name}`]: updated('secondMoment'),
    };
  };
}

/** What lies nearer to a tile's border, in LR pixels, is not asked for: the network sees it without its surroundings. */
const rim = 8;

function lossOf({ losses, shrinking = 'bicubic', part = 'all', ...options }: TrainStepOptions): {
  loss: TotalLoss;
  parameters: Parameter[];
} {
  const { configuration, batch, side } = options;
  const network = trainingNetwork(options);
  const { fused } = network;
  if (fused === null) throw new RangeError(`Expected a network with a reference of ${configuration.name}`);
  const inside = (image: Expression): Expression => withoutRim(image, 2 * rim);
  const loss = totalLoss(
    {
      enhanced: inside(network.enhanced),
      alone: inside(network.alone),
      matched: {
        image: inside(withoutRim(network.reference, 2 * configuration.searchMargin)),
        confidence: withoutRim(windowMean(fused.gate, 2, 2), rim),
      },
      matching: () => matchTiles(configuration, network, batch, side),
      wide: withoutRim(network.wide, rim),
      truth: inside(input('truth', [batch, 3, 2 * side, 2 * side])),
      shrinking: shrinking === 'bicubic' ? bicubicShrinking : measured(shrinking),
      encode: frozenEncoder(configuration),
    },
    typeof losses === 'string' ? lossPresets[losses] : losses,
  );
  const parameters = [...parametersOf({ name: 'loss', outputs: { loss: loss.total } }).values()];
  return { loss, parameters: parameters.filter(({ name }) => part === 'all' || name.startsWith(`${part}.`)) };
}

/** A tile is one block, so that every cell is compared with every cell of the reference. */
function matchTiles(
  configuration: NetworkConfiguration,
  { wide, reference, validity }: TrainingInputs,
  batch: number,
  side: number,
): { similarity: Expression; matches: Expression } {
  const prepared = prepareReference(reference, validity);
  const [similarity] = matchReference({ ...configuration, block: side }, wide, prepared).similarity;
  if (similarity === undefined) throw new RangeError(`Expected a tile of at least one block, received ${side}`);
  return { similarity, matches: input('matches', [batch, dimension(similarity.shape, 1)]) };
}

function withoutRim(planes: Expression, width: number): Expression {
  const [rows, columns] = [dimension(planes.shape, 2), dimension(planes.shape, 3)];
  return slice(slice(planes, 2, width, rows - width), 3, width, columns - width);
}

const bicubicShrinking: Shrinking = { kernel: bicubicShrinkingKernel(), domain: 'encoded', sharpening: null };

function measured({ side, domain, sharpeningSide }: MeasuredShrinking): Shrinking {
  return {
    kernel: input('kernel', [side, side]),
    domain,
    sharpening: sharpeningSide === null ? null : input('sharpening', [sharpeningSide, sharpeningSide]),
  };
}

function figuresOf({ total, terms, matchingAccuracy }: TotalLoss): Record<string, Expression> {
  const figures: Record<string, Expression> = { loss: total };
  for (const [term, value] of Object.entries(terms)) figures[`loss.${term}`] = value;
  if (matchingAccuracy !== null) figures['matching-accuracy'] = matchingAccuracy;
  return figures;
}
