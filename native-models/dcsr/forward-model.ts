import { input, type Expression, type Graph } from '../graph/expression.ts';
import { slice } from '../graph/operations.ts';
import { seenByCamera } from '../layers/camera-view.ts';
import { emitModel } from '../onnx/emit-model.ts';
import type { Weights } from '../weights-file/safetensors.ts';
import { forwardNetwork, type NetworkOutputs } from './forward-network.ts';
import { matchReference, prepareReference } from './match-reference.ts';
import type { NetworkConfiguration } from './network.ts';
import { convolutionsInHalf } from '../graph/half-precision.ts';

export interface TileSize {
  /** Of the wide tile in LR pixels; multiples of `sizeStep`, for matching of the configuration's block. */
  readonly height: number;
  readonly width: number;
}

/** Of a tile's sides, where nothing is matched. */
export const sizeStep = 8;

interface GraphOptions extends TileSize {
  readonly configuration: NetworkConfiguration;
}

interface ModelOptions {
  /** Values to write into the model, or 'inputs' to make every parameter an input of its own name. */
  readonly weights: Weights | 'inputs';
}

export interface ForwardModelOptions extends GraphOptions, ModelOptions {
  /** Whether the model takes a reference. */
  readonly reference: boolean;
  /** `half` computes most convolutions with 16-bit floats; inputs, outputs and weights are the same. Default full. */
  readonly precision?: 'full' | 'half';
}

/** How far the wide camera's kernel reaches beyond a wide pixel's own 2x2 fine ones, and the reference beyond its tile, in fine pixels. */
export const cameraReach = 9;
/** Side of that kernel. */
export const cameraKernelSide = 2 + 2 * cameraReach;

/**
 * The network for one tile size as an ONNX model. All tensors are float32; colours are 0 to 1 as encoded in the photo,
 * not linear.
 *
 * Inputs: `wide` [1, 3, H, W]; with reference also `reference` [1, 3, 2H + 18, 2W + 18], the registered and colour-matched tele on the 2x
 * grid and 9 pixels around the tile, `validity` [1, 1, …] (1 where it is known, falling to 0 at its border), and what is known of the
 * wide camera: `camera` [20, 20], its kernel on the 2x grid, `camera-exponent` [], 2.2 if that weighs light and 1 if it weighs encoded values,
 * and `noise` [1, 1, 1, 1], the standard deviation of what it leaves unexplained.
 * Outputs: `enhanced` [1, 3, 2H, 2W], not clamped; with reference also `gate` [1, 1, 2H, 2W], the share of each pixel that is the
 * reference's, and `trust` [1, 1, H, W]. Throws a RangeError for a size, or for weights, that do not fit.
 */
export function buildForwardModel(options: ForwardModelOptions): Uint8Array {
  const graph = forwardGraph(options);
  return emitModel(options.precision === 'half' ? inHalfPrecision(graph) : graph, options.weights);
}

/** The graph of `buildForwardModel`. */
export function forwardGraph(options: Omit<ForwardModelOptions, 'weights' | 'precision'>): Graph {
  const { configuration, height, width } = options;
  checkSize(options, sizeStep);
  const wide = input('wide', [1, 3, height, width]);
  const { enhanced, fused } = forwardNetwork(
    configuration,
    wide,
    options.reference ? measuredReference(options) : null,
  );
  const outputs = fused === null ? { enhanced } : { enhanced, gate: fused.gate, trust: fused.trust };
  return { name: `${configuration.name}-${width}x${height}`, outputs };
}

function measuredReference({ height, width }: TileSize): Parameters<typeof forwardNetwork>[2] {
  const surroundings = input('reference', [1, 3, 2 * (height + cameraReach), 2 * (width + cameraReach)]);
  const kernel = input('camera', [cameraKernelSide, cameraKernelSide]);
  return {
    image: middleOf(surroundings, cameraReach),
    seen: seenByCamera(surroundings, kernel, input('camera-exponent', [])),
    validity: middleOf(input('validity', [1, 1, 2 * (height + cameraReach), 2 * (width + cameraReach)]), cameraReach),
    noise: input('noise', [1, 1, 1, 1]),
  };
}

/** The sizes of a batch of simulated pairs. */
export interface TrainingGraphOptions {
  readonly configuration: NetworkConfiguration;
  readonly batch: number;
  /** Of a wide tile, T. */
  readonly side: number;
}

/**
 * The network as it is trained, with `seen` [B, 3, T, T] as an input, since every pair has a camera of its own; `reference` and `validity` have the
 * search margin around them, as the matching wants it. The network and its inputs, not yet a graph.
 */
export function trainingNetwork({ configuration, batch, side }: TrainingGraphOptions): NetworkOutputs & TrainingInputs {
  const fine = 2 * (side + 2 * configuration.searchMargin);
  const wide = input('wide', [batch, 3, side, side]);
  const reference = input('reference', [batch, 3, fine, fine]);
  const validity = input('validity', [batch, 1, fine, fine]);
  const border = 2 * configuration.searchMargin;
  const outputs = forwardNetwork(configuration, wide, {
    image: middleOf(reference, border),
    seen: input('seen', [batch, 3, side, side]),
    validity: middleOf(validity, border),
    noise: input('noise', [batch, 1, 1, 1]),
  });
  return { ...outputs, wide, reference, validity };
}

/** The pairs of a training as the network and the matching take them. */
export interface TrainingInputs {
  readonly wide: Expression;
  readonly reference: Expression;
  readonly validity: Expression;
}

/** `trainingNetwork` as a model: inputs as there and every parameter, outputs `enhanced` and `alone` [B, 3, 2T, 2T]. */
export function buildTrainingForwardModel(options: TrainingGraphOptions): Uint8Array {
  const { enhanced, alone } = trainingNetwork(options);
  return emitModel({ name: `${options.configuration.name}-validation`, outputs: { enhanced, alone } }, 'inputs');
}

/**
 * The search for what registration left (Eq. 1, then a soft argmax to a fraction of a pixel) as an ONNX model.
 *
 * Inputs: `wide` [1, 3, H, W], `reference` [1, 3, 2(H + 2m), 2(W + 2m)] and `validity` [1, 1, …] with the search margin m around the tile.
 * Outputs: `displacement` [1, 2, H, W], x and y of the match against the registered position in LR pixels, and `confidence` [1, 2, H, W], the
 * cosines of the coarse match and of the refined one.
 */
export function buildMatchModel(options: GraphOptions & ModelOptions): Uint8Array {
  return emitModel(matchGraph(options), options.weights);
}

/** The graph of `buildMatchModel`. */
export function matchGraph({ configuration, height, width }: GraphOptions): Graph {
  checkSize({ height, width }, configuration.block);
  const { searchMargin } = configuration;
  const [rows, columns] = [2 * (height + 2 * searchMargin), 2 * (width + 2 * searchMargin)];
  const reference = prepareReference(
    input('reference', [1, 3, rows, columns]),
    input('validity', [1, 1, rows, columns]),
  );
  const { displacement, confidence } = matchReference(configuration, input('wide', [1, 3, height, width]), reference);
  return { name: `${configuration.name}-match-${width}x${height}`, outputs: { displacement, confidence } };
}

function middleOf(planes: Expression, border: number): Expression {
  const [, , height = 0, width = 0] = planes.shape;
  return slice(slice(planes, 2, border, height - border), 3, border, width - border);
}

function checkSize({ height, width }: TileSize, step: number): void {
  for (const size of [height, width])
    if (!Number.isInteger(size) || size < step || size % step !== 0)
      throw new RangeError(`Expected a tile size that is a multiple of ${step}, received ${width} x ${height}`);
}

/**
 * The network with its convolutions in 16-bit floats. What decides where to look stays in 32 bits: in the matching, neighbours that round to the
 * same similarity make a match jump, and with it a whole patch. So do all sums of features and what is added to the enlarged wide.
 */
export function inHalfPrecision(graph: Graph): Graph {
  return convolutionsInHalf(graph, (layer) => !isPlacing(layer));
}

/** Layers whose results are compared with each other, or become places to sample from. */
function isPlacing(layer: string): boolean {
  return layer.startsWith('matching.') || layer.includes('-transform.');
}
