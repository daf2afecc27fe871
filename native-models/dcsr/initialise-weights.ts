import { parametersOf } from '../graph/check-graph.ts';
import type { Parameter } from '../graph/expression.ts';
import { elementCount } from '../graph/tensor-type.ts';
import { createRandom } from '../random.ts';
import type { Weights } from '../weights-file/safetensors.ts';
import { forwardGraph, matchGraph } from './forward-model.ts';
import type { NetworkConfiguration } from './network.ts';

/** Every parameter of a network, by name, in the order in which it uses them. */
export function parameterShapes(configuration: NetworkConfiguration): Map<string, readonly number[]> {
  return new Map([...parametersFor(configuration)].map(([name, { shape }]) => [name, shape]));
}

/**
 * Weights to begin training from: He's for convolutions, smaller ones for the second of a residual block, zeros for the
 * last layers. So the network begins as the bicubic image, and as the reference wherever that explains the wide.
 * The same seed gives the same weights, parameter by parameter.
 */
export function initialiseWeights(configuration: NetworkConfiguration, seed: number): Weights {
  const random = createRandom(seed);
  const valuesOf = ({ name, shape, initial }: Parameter): Float32Array => {
    const data = new Float32Array(elementCount(shape));
    if (initial.kind === 'constant') return data.fill(initial.value);
    const stream = random.fork(name);
    const deviation = initial.scale * Math.sqrt(2 / initial.fanIn);
    return data.map(() => (deviation === 0 ? 0 : deviation * stream.normal()));
  };
  const parameters = [...parametersFor(configuration).values()];
  return new Map(
    parameters.map((parameter) => [parameter.name, { shape: parameter.shape, data: valuesOf(parameter) }]),
  );
}

function parametersFor(configuration: NetworkConfiguration): Map<string, Parameter> {
  const { block } = configuration;
  const size = { configuration, height: block, width: block };
  return new Map([...parametersOf(forwardGraph({ ...size, reference: true })), ...parametersOf(matchGraph(size))]);
}
