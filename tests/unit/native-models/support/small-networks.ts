import { parameterShapes } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations, type NetworkConfiguration } from '#native-models/dcsr/network';
import type { Weights } from '#native-models/weights-file/safetensors';
import { randomValues } from './run-graph.ts';

const small = {
  block: 8,
  searchMargin: 4,
  matching: { hidden: 4, features: 4 },
  features: 8,
  encoderBlocks: 1,
};

/** Both kinds of network, every part there but few channels and blocks. */
export const smallNetworks: Record<'fast' | 'paper', NetworkConfiguration> = {
  fast: {
    ...networkConfigurations.fast,
    ...small,
    reference: { kind: 'align-image', features: 4, blocks: 1 },
    scales: [{ name: 'wide-grid', decoderBlocks: 1 }],
  },
  paper: {
    ...networkConfigurations.paper,
    ...small,
    reference: { kind: 'align-features', blocks: 1, transformHidden: 4 },
    scales: [
      { name: 'wide-grid', decoderBlocks: 1 },
      { name: 'fine-grid', decoderBlocks: 1 },
    ],
    tailHidden: 4,
  },
};

/** Weights with which every layer has an effect, as after training. */
export function randomWeights(configuration: NetworkConfiguration, seed: number): Weights {
  return new Map(
    [...parameterShapes(configuration)].map(([name, shape], index) => {
      const fanIn = shape.slice(1).reduce((total, size) => total * size, 1);
      const reach = shape.length === 4 ? Math.sqrt(3 / fanIn) : 0.1;
      const sharpness = { shape, data: Float32Array.of(10) };
      return [name, shape.length === 0 ? sharpness : randomValues(seed + index, shape, -reach, reach)];
    }),
  );
}
