import { input, type Expression, type Graph } from '../graph/expression.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { cameraDescriptionLength } from './camera-description.ts';
import type { Weights } from '../weights-file/safetensors.ts';
import { forwardNetwork } from './forward-network.ts';
import { inHalfPrecision } from './half-precision.ts';
import type { NetworkConfiguration } from './network.ts';

export interface ForwardGraphOptions {
  readonly configuration: NetworkConfiguration;
  /** Size of the wide tile in LR pixels; multiples of the configuration's block. */
  readonly height: number;
  readonly width: number;
  /** Default 1. */
  readonly batch?: number;
  /** Whether the model takes a reference. */
  readonly reference: boolean;
  /** Adds `similarity` [B, queries, keys] and `aligned-reference` [B, 3, 2H, 2W]; with reference, one block, only. */
  readonly trainingOutputs?: boolean;
}

export interface ForwardModelOptions extends ForwardGraphOptions {
  /** Values to write into the model, or 'inputs' to make every parameter an input of its own name. */
  readonly weights: Weights | 'inputs';
  /** `half` computes most convolutions with 16-bit floats; inputs, outputs and weights are the same. Default full. */
  readonly precision?: 'full' | 'half';
}

/**
 * The network for one tile size as an ONNX model. All tensors are float32; colours are 0 to 1 as encoded in the photo,
 * not linear.
 *
 * Inputs: `wide` [B, 3, H, W]; `camera` [B, 5] (camera-description.ts) for a network that knows it; with reference also `reference` [B, 3, 2(H + 2m), 2(W + 2m)] and `validity` [B, 1, …], the
 * registered and colour-matched tele on the 2x grid with the search margin m around the tile, and 1 where it is known.
 * Outputs: `enhanced` [B, 3, 2H, 2W], not clamped; with reference also `confidence` [B, 1, H, W] (0 to 1), `displacement`
 * [B, 2, H, W] (x, y of the match against the registered position, LR pixels) and `gate` [B, 1, H, W] (how much of the
 * reference's detail entered). Throws a RangeError for a size, or for weights, that do not fit.
 */
export function buildForwardModel(options: ForwardModelOptions): Uint8Array {
  const graph = forwardGraph(options);
  return emitModel(options.precision === 'half' ? inHalfPrecision(graph) : graph, options.weights);
}

/** The graph of `buildForwardModel`. */
export function forwardGraph(options: ForwardGraphOptions): Graph {
  const { configuration, height, width, batch = 1, reference, trainingOutputs = false } = options;
  checkSizes(options);
  const margin = configuration.searchMargin;
  const [referenceHeight, referenceWidth] = [2 * (height + 2 * margin), 2 * (width + 2 * margin)];
  const { enhanced, match } = forwardNetwork(configuration, {
    wide: input('wide', [batch, 3, height, width]),
    camera: configuration.knowsCamera ? input('camera', [batch, cameraDescriptionLength]) : null,
    reference: reference
      ? {
          image: input('reference', [batch, 3, referenceHeight, referenceWidth]),
          validity: input('validity', [batch, 1, referenceHeight, referenceWidth]),
        }
      : null,
  });
  const outputs: Record<string, Expression> = { enhanced };
  if (match !== null) {
    const { confidence, displacement, gate, alignedReference, similarity } = match;
    Object.assign(outputs, { confidence, displacement, gate });
    const [blockSimilarity] = similarity;
    if (trainingOutputs && blockSimilarity !== undefined)
      Object.assign(outputs, { similarity: blockSimilarity, 'aligned-reference': alignedReference });
  }
  return { name: `${configuration.name}-${width}x${height}`, outputs };
}

function checkSizes({
  configuration,
  height,
  width,
  batch = 1,
  reference,
  trainingOutputs,
}: ForwardGraphOptions): void {
  const { block } = configuration;
  for (const size of [height, width])
    if (!Number.isInteger(size) || size < block || size % block !== 0)
      throw new RangeError(`Expected a tile size that is a multiple of ${block}, received ${width} x ${height}`);
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`Expected a batch of at least 1, received ${batch}`);
  if (trainingOutputs === true && (!reference || height !== block || width !== block))
    throw new RangeError(`Expected training outputs for one block with a reference, received ${width} x ${height}`);
}
