import { describe, expect, it } from 'vitest';
import { cameraDescriptionLength } from '#native-models/simulation/camera/camera-response';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import { parameterShapes } from '#native-models/dcsr/initialise-weights';
import { variationNames, varyNetwork, type NetworkConfiguration } from '#native-models/dcsr/network';
import type { Weights } from '#native-models/weights-file/safetensors';
import { filled, largestDifference, randomValues, runModel, type Feeds } from './support/run-graph.ts';
import { randomWeights, smallNetworks } from './support/small-networks.ts';

const size = 16;
const grown = 2 * (size + 2 * smallNetworks.fast.searchMargin);
const feeds = {
  wide: randomValues(1, [1, 3, size, size], 0, 1),
  reference: randomValues(2, [1, 3, grown, grown], 0, 1),
  validity: filled(1, [1, 1, grown, grown]),
};
const camera = randomValues(3, [1, cameraDescriptionLength], -1, 1);
const kinds = ['fast', 'paper'] as const;
const cases = kinds.flatMap((kind) => variationNames.map((variation) => [kind, variation] as const));

async function enhance(
  configuration: NetworkConfiguration,
  weights: Weights,
  given: Feeds,
): Promise<Awaited<ReturnType<typeof runModel>>> {
  const reference = 'reference' in given;
  return runModel(buildForwardModel({ configuration, weights, height: size, width: size, reference }), given);
}

describe('varyNetwork', () => {
  it('gives the configuration itself without a variation', () => {
    expect(varyNetwork(smallNetworks.paper, null)).toBe(smallNetworks.paper);
  });

  it.each(cases)('%s with %s is another network, with outputs of the same kind', async (kind, variation) => {
    const base = smallNetworks[kind];
    const varied = varyNetwork(smallNetworks[kind], variation);
    // The larger set of parameters serves both, so that nothing but the variation differs.
    const weights = new Map([...randomWeights(varied, 4), ...randomWeights(base, 4)]);
    const plain = await enhance(base, weights, feeds);
    const other = await enhance(varied, weights, varied.knowsCamera ? { ...feeds, camera } : feeds);
    expect(Object.keys(other)).toEqual(Object.keys(plain));
    expect(largestDifference(other.enhanced, plain.enhanced)).toBeGreaterThan(1e-4);
  });

  it.each(cases)('%s with %s does without the reference where it is not valid', async (kind, variation) => {
    const configuration = varyNetwork(smallNetworks[kind], variation);
    const weights = randomWeights(configuration, 5);
    const told = configuration.knowsCamera ? { camera } : {};
    const invalid = await enhance(configuration, weights, {
      ...feeds,
      ...told,
      validity: filled(0, [1, 1, grown, grown]),
    });
    const alone = await enhance(configuration, weights, { wide: feeds.wide, ...told });
    expect(largestDifference(invalid.enhanced, alone.enhanced)).toBe(0);
  });
});

describe('a network that is told of the camera', () => {
  const configuration = varyNetwork(smallNetworks.fast, 'camera-told');

  it('begins as the one that is not', async () => {
    const base = randomWeights(smallNetworks.fast, 6);
    const shape = parameterShapes(configuration).get('encoder.camera.weight') ?? [];
    const weights = new Map([...base, ['encoder.camera.weight', filled(0, shape)] as const]);
    const told = await enhance(configuration, weights, { wide: feeds.wide, camera });
    const blind = await enhance(smallNetworks.fast, base, { wide: feeds.wide });
    expect(largestDifference(told.enhanced, blind.enhanced)).toBeLessThan(1e-4);
  });

  it('gives another picture for another camera', async () => {
    const weights = randomWeights(configuration, 7);
    const one = await enhance(configuration, weights, { wide: feeds.wide, camera });
    const other = await enhance(configuration, weights, { wide: feeds.wide, camera: filled(0.5, camera.shape) });
    expect(largestDifference(one.enhanced, other.enhanced)).toBeGreaterThan(1e-3);
  });
});
