import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { parameterShapes } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations, type NetworkConfiguration } from '#native-models/dcsr/network';
import type { Weights } from '#native-models/weights-file/safetensors';
import { filled, randomValues, tabulate, type Feeds, type Values } from './run-graph.ts';

const small = {
  block: 8,
  searchMargin: 4,
  matching: { hidden: 4, features: 4, refined: true },
  features: 8,
  encoderBlocks: 1,
  fusion: { features: 4, blocks: 1, gate: 'learned' },
} as const;

/** Both kinds of network, every part there but few channels and blocks. */
export const smallNetworks: Record<'fast' | 'paper', NetworkConfiguration> = {
  fast: {
    ...networkConfigurations.fast,
    ...small,
    scales: [{ name: 'wide-grid', decoderBlocks: 1 }],
  },
  paper: {
    ...networkConfigurations.paper,
    ...small,
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

/** A tile and its reference as a forward model takes them: noise, the same for the same seed; the camera sees means of four. */
export function tileFeeds(seed: number, size: number, validity = 1): Feeds & Record<ForwardInput, Values> {
  const grown = 2 * (size + cameraReach);
  return {
    wide: randomValues(seed, [1, 3, size, size], 0, 1),
    reference: randomValues(seed + 1, [1, 3, grown, grown], 0, 1),
    validity: filled(validity, [1, 1, grown, grown]),
    ...meansOfFour,
  };
}

export type ForwardInput = 'wide' | 'reference' | 'validity' | keyof typeof meansOfFour;

/** A camera that weighs four encoded values alike, and leaves a noise in which anything may hide. */
export const meansOfFour = {
  camera: tabulate([cameraKernelSide, cameraKernelSide], ([row = 0, column = 0]) =>
    isInMiddle(row) && isInMiddle(column) ? 0.25 : 0,
  ),
  'camera-exponent': filled(1, []),
  noise: filled(0.3, [1, 1, 1, 1]),
};

function isInMiddle(place: number): boolean {
  return place === cameraReach || place === cameraReach + 1;
}
