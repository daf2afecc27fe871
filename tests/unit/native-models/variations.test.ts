import { describe, expect, it } from 'vitest';
import { buildForwardModel, buildMatchModel } from '#native-models/dcsr/forward-model';
import { variationNames, varyNetwork, type NetworkConfiguration } from '#native-models/dcsr/network';
import type { Weights } from '#native-models/weights-file/safetensors';
import { filled, largestDifference, randomValues, runModel, type Feeds, type Values } from './support/run-graph.ts';
import { randomWeights, smallNetworks, tileFeeds } from './support/small-networks.ts';

const size = 16;
const feeds = tileFeeds(1, size);
const kinds = ['fast', 'paper'] as const;
const cases = kinds.flatMap((kind) => variationNames.map((variation) => [kind, variation] as const));
const ofFusion = cases.filter(([, variation]) => variation !== 'patches-only');

async function enhance(
  configuration: NetworkConfiguration,
  weights: Weights,
  given: Feeds,
): Promise<Record<string, Values>> {
  const reference = 'reference' in given;
  return runModel(buildForwardModel({ configuration, weights, height: size, width: size, reference }), given);
}

describe('varyNetwork', () => {
  it('gives the configuration itself without a variation', () => {
    expect(varyNetwork(smallNetworks.paper, null)).toBe(smallNetworks.paper);
  });

  it.each(ofFusion)('%s with %s is another network, with outputs of the same kind', async (kind, variation) => {
    const base = smallNetworks[kind];
    const weights = randomWeights(base, 4);
    const plain = await enhance(base, weights, feeds);
    const other = await enhance(varyNetwork(base, variation), weights, feeds);
    expect(Object.keys(other)).toEqual(Object.keys(plain));
    expect(largestDifference(other.enhanced, plain.enhanced)).toBeGreaterThan(1e-4);
  });

  it.each(cases)('%s with %s does without the reference where it is not valid', async (kind, variation) => {
    const configuration = varyNetwork(smallNetworks[kind], variation);
    const weights = randomWeights(configuration, 5);
    const invalid = await enhance(configuration, weights, tileFeeds(1, size, 0));
    const alone = await enhance(configuration, weights, { wide: feeds.wide });
    expect(largestDifference(invalid.enhanced, alone.enhanced)).toBe(0);
  });

  it.each([
    ['summation', 1],
    ['features-only', 0],
  ] as const)('%s has a gate of %i wherever the reference is valid', async (variation, expected) => {
    const configuration = varyNetwork(smallNetworks.fast, variation);
    const { gate } = await enhance(configuration, randomWeights(configuration, 6), feeds);
    expect(new Set(gate?.data)).toEqual(new Set([expected]));
  });

  it('matches to whole pixels with patches alone', async () => {
    const displacementOf = async (configuration: NetworkConfiguration): Promise<Float32Array> => {
      const grown = 2 * (size + 2 * configuration.searchMargin);
      const weights = randomWeights(configuration, 7);
      const model = buildMatchModel({ configuration, weights, height: size, width: size });
      const { displacement } = await runModel(model, {
        wide: feeds.wide,
        reference: randomValues(8, [1, 3, grown, grown], 0, 1),
        validity: filled(1, [1, 1, grown, grown]),
      });
      return displacement?.data ?? new Float32Array([NaN]);
    };
    const patches = await displacementOf(varyNetwork(smallNetworks.fast, 'patches-only'));
    expect(patches.every((value) => value % 2 === 0)).toBe(true);
    const refined = await displacementOf(smallNetworks.fast);
    expect(refined.some((value) => !Number.isInteger(value))).toBe(true);
  });
});
