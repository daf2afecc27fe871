import { describe, expect, it } from 'vitest';
import { buildForwardModel, forwardGraph } from '#native-models/dcsr/forward-model';
import { initialiseWeights, parameterShapes } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations, type NetworkConfiguration } from '#native-models/dcsr/network';
import { largestTensor } from '#native-models/graph/check-graph';
import { input } from '#native-models/graph/expression';
import { enlargeBicubic } from '#native-models/layers/enlargement';
import {
  at,
  crop,
  evaluateOne,
  filled,
  largestDifference,
  randomValues,
  runModel,
  tabulate,
  type Feeds,
  type Values,
} from './support/run-graph.ts';
import { randomWeights, smallNetworks } from './support/small-networks.ts';

const { fast, paper } = networkConfigurations;
const kinds = ['fast', 'paper'] as const;

/** A picture with structure at every size, the same function of the point whatever the grid: [1, 3, height, width]. */
function picture(height: number, width: number, step: number, originX: number, originY: number): Values {
  return tabulate([1, 3, height, width], ([, c = 0, y = 0, x = 0]) => {
    const [u, v] = [originX + (x + 0.5) * step, originY + (y + 0.5) * step];
    const waves = [0.13, 0.41, 0.93, 1.7].map(
      (f, i) => Math.sin(f * (u + 0.3 * i * v) + c) * Math.cos(f * 0.8 * v - i),
    );
    return 0.5 + 0.1 * waves.reduce((sum, wave) => sum + wave, 0);
  });
}

/** A tile and its reference, the reference displaced by a fraction of a pixel. */
function tileFeeds(
  { searchMargin }: NetworkConfiguration,
  size: number,
  x = 0,
  y = 0,
): Feeds & { wide: Values; reference: Values; validity: Values } {
  const grown = 2 * (size + 2 * searchMargin);
  return {
    wide: picture(size, size, 1, x, y),
    reference: picture(grown, grown, 0.5, x - searchMargin + 0.4, y - searchMargin - 0.3),
    validity: filled(1, [1, 1, grown, grown]),
  };
}

function parameterCount(configuration: NetworkConfiguration): number {
  return [...parameterShapes(configuration).values()]
    .map((shape) => shape.reduce((product, size) => product * size, 1))
    .reduce((sum, count) => sum + count, 0);
}

describe('buildForwardModel refuses', () => {
  const options = { configuration: fast, weights: 'inputs', reference: true } as const;
  it.each([
    [{ height: 48, width: 32 }, 'a multiple of 32, received 32 x 48'],
    [{ height: 0, width: 32 }, 'a multiple of 32, received 32 x 0'],
    [{ height: 32, width: NaN }, 'a multiple of 32, received NaN x 32'],
    [{ height: 32, width: 32, batch: 0 }, 'Expected a batch of at least 1, received 0'],
    [
      { height: 64, width: 32, trainingOutputs: true },
      'training outputs for one block with a reference, received 32 x 64',
    ],
    [
      { height: 32, width: 32, reference: false, trainingOutputs: true },
      'training outputs for one block with a reference',
    ],
  ])('%o', (wrong, message) => {
    expect(() => buildForwardModel({ ...options, ...wrong })).toThrow(message);
  });

  it('weights of another network', () => {
    const weights = randomWeights(smallNetworks.fast, 1);
    expect(() => buildForwardModel({ ...options, weights, height: 32, width: 32 })).toThrow(/Expected the weight "/);
  });
});

describe('the configurations', () => {
  it('have the sizes they are meant to have', () => {
    expect(parameterCount(paper)).toBeGreaterThan(3.1e6);
    expect(parameterCount(paper)).toBeLessThan(3.3e6);
    expect(parameterCount(fast)).toBeLessThan(0.7e6);
  });

  it.each(kinds)('%s keeps every tensor of a tile of 416 below 512 MiB', (kind) => {
    const graph = forwardGraph({
      configuration: networkConfigurations[kind],
      height: 416,
      width: 416,
      reference: true,
    });
    expect(largestTensor(graph).bytes).toBeLessThan(512 * 1024 * 1024);
  });

  it.each(kinds)('%s needs no parameter more, and none other, without a reference', (kind) => {
    const configuration = networkConfigurations[kind];
    const weights = initialiseWeights(configuration, 1);
    expect(() => buildForwardModel({ configuration, weights, height: 32, width: 32, reference: false })).not.toThrow();
  });

  it('has matching only with a reference', () => {
    const outputs = (reference: boolean): string[] =>
      Object.keys(forwardGraph({ configuration: fast, height: 32, width: 32, reference }).outputs);
    expect(outputs(false)).toEqual(['enhanced']);
    expect(outputs(true)).toEqual(['enhanced', 'confidence', 'displacement', 'gate']);
  });
});

describe('initialiseWeights', () => {
  it('gives the same weights for the same seed, others for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => initialiseWeights(smallNetworks.paper, seed));
    expect(same).toEqual(one);
    expect(other?.get('encoder.head.weight')).not.toEqual(one?.get('encoder.head.weight'));
  });

  it('draws with He’s deviation', () => {
    const { data } = initialiseWeights(paper, 3).get('wide-grid.merge.1.weight') ?? filled(0, [1]);
    const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    expect(variance / (2 / (128 * 25))).toBeCloseTo(1, 1);
  });

  it.each(kinds)('%s begins as the bicubic image', async (kind) => {
    const configuration = smallNetworks[kind];
    const { wide } = tileFeeds(configuration, 16);
    const weights = initialiseWeights(configuration, 4);
    const model = buildForwardModel({ configuration, weights, height: 16, width: 16, reference: false });
    const { enhanced } = await runModel(model, { wide });
    const bicubic = await evaluateOne(enlargeBicubic(input('wide', wide.shape)), { wide });
    expect(largestDifference(enhanced, bicubic)).toBe(0);
  });
});

describe.each(kinds)('the network, %s', (kind) => {
  const configuration = smallNetworks[kind];
  const weights = randomWeights(configuration, 5);
  const size = 24;
  const model = buildForwardModel({ configuration, weights, height: size, width: size, reference: true });
  const feeds = tileFeeds(configuration, size);

  it('gives what it promises, in the promised ranges', async () => {
    const { enhanced, confidence, displacement, gate } = await runModel(model, feeds);
    expect(enhanced?.shape).toEqual([1, 3, 2 * size, 2 * size]);
    expect(confidence?.shape).toEqual([1, 1, size, size]);
    expect(displacement?.shape).toEqual([1, 2, size, size]);
    expect(gate?.shape).toEqual([1, 1, size, size]);
    expect(enhanced?.data.every(Number.isFinite)).toBe(true);
    expect(confidence?.data.every((value) => value >= 0 && value <= 1 + 1e-6)).toBe(true);
    expect(gate?.data.every((value) => value >= 0)).toBe(true);
    expect(gate?.data.some((value) => value > 0.01)).toBe(true);
  });

  it('gives exactly the result without reference where the validity is 0, whatever the reference holds', async () => {
    const alone = buildForwardModel({ configuration, weights, height: size, width: size, reference: false });
    const expected = await runModel(alone, { wide: feeds.wide });
    const validity = filled(0, feeds.validity.shape);
    const invalid = await runModel(model, {
      ...feeds,
      validity,
      reference: randomValues(6, feeds.reference.shape, 0, 1),
    });
    expect(largestDifference(invalid.enhanced, expected.enhanced)).toBe(0);
    expect(Math.max(...(invalid.confidence?.data ?? [1])) + 0).toBe(0);
    expect(Math.max(...(invalid.gate?.data ?? [1])) + 0).toBe(0);
    const valid = await runModel(model, feeds);
    expect(largestDifference(valid.enhanced, expected.enhanced)).toBeGreaterThan(0.001);
  });

  it('does not look at invalid reference pixels where enough valid ones are near', async () => {
    const reach = configuration.searchMargin;
    const validity = tabulate(feeds.validity.shape, ([, , , x = 0]) => (x < 2 * (reach + size / 2) ? 1 : 0));
    const spoilt = tabulate(feeds.reference.shape, ([b = 0, c = 0, y = 0, x = 0]) =>
      at(validity, b, 0, y, x) === 1 ? at(feeds.reference, b, c, y, x) : 1,
    );
    const { confidence, displacement } = await runModel(model, { ...feeds, reference: spoilt, validity });
    const matched = tabulate(
      [1, 1, size, size],
      ([, , y = 0, x = 0]) => x + at(displacement ?? filled(0, []), 0, 0, y, x),
    );
    const trusted = matched.data.filter((_, index) => (confidence?.data[index] ?? 0) > 0);
    expect(trusted.length).toBeGreaterThan(size);
    expect(Math.max(...trusted)).toBeLessThan(size / 2 + 1);
  });

  it('treats every image of a batch alone', async () => {
    const other = tileFeeds(configuration, size, 100, 50);
    const both = buildForwardModel({ configuration, weights, height: size, width: size, batch: 2, reference: true });
    const stacked = Object.fromEntries(
      (['wide', 'reference', 'validity'] as const).map((name) => [
        name,
        { shape: feeds[name].shape.with(0, 2), data: Float32Array.of(...feeds[name].data, ...other[name].data) },
      ]),
    );
    const together = await runModel(both, stacked);
    const apart = [await runModel(model, feeds), await runModel(model, other)];
    for (const name of ['enhanced', 'confidence', 'displacement', 'gate']) {
      const { data = new Float32Array(), shape = [] } = together[name] ?? {};
      const half = data.length / 2;
      apart.forEach((one, index) =>
        expect(
          largestDifference(one[name], { shape: shape.with(0, 1), data: data.slice(index * half, (index + 1) * half) }),
        ).toBeLessThan(1e-4),
      );
    }
  });

  it('gives training the similarity of every query with every key of a block', async () => {
    const { block, searchMargin } = configuration;
    const training = buildForwardModel({
      configuration,
      weights: 'inputs',
      height: block,
      width: block,
      batch: 2,
      reference: true,
      trainingOutputs: true,
    });
    const one = tileFeeds(configuration, block);
    const stacked = Object.entries(one).map(([name, { data, shape }]) => [
      name,
      { shape: shape.with(0, 2), data: Float32Array.of(...data, ...data) },
    ]);
    const { similarity } = await runModel(training, {
      ...(Object.fromEntries(stacked) as Feeds),
      ...Object.fromEntries(weights),
    });
    const keys = (block / 2 + searchMargin) ** 2;
    expect(similarity?.shape).toEqual([2, (block / 2) ** 2, keys]);
    expect(similarity?.data.every((cosine) => Math.abs(cosine) <= 1 + 1e-5)).toBe(true);
  });
});

describe('tiles', () => {
  it('give the same numbers where they see the same surroundings, whatever their size', async () => {
    const configuration = fast;
    const weights = randomWeights(configuration, 7);
    const run = async (size: number, origin: number): Promise<Record<string, Values>> => {
      const model = buildForwardModel({ configuration, weights, height: size, width: size, reference: true });
      return runModel(model, tileFeeds(configuration, size, origin, origin));
    };
    const [large, small] = [await run(160, 0), await run(96, 32)];
    for (const [name, scale] of [
      ['enhanced', 2],
      ['confidence', 1],
      ['displacement', 1],
      ['gate', 1],
    ] as const) {
      const [inLarge, inSmall] = [large[name], small[name]];
      if (inLarge === undefined || inSmall === undefined) throw new Error(`Expected the output ${name}`);
      const middle = (values: Values, from: number): Values =>
        crop(values, from * scale, from * scale, 32 * scale, 32 * scale);
      expect(largestDifference(middle(inLarge, 64), middle(inSmall, 32)), name).toBeLessThan(2e-4);
    }
  });
});
