import { describe, expect, it } from 'vitest';
import {
  buildForwardModel,
  buildMatchModel,
  buildTrainingForwardModel,
  cameraReach,
  forwardGraph,
  matchGraph,
} from '#native-models/dcsr/forward-model';
import { initialiseWeights, parameterShapes } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations, type NetworkConfiguration } from '#native-models/dcsr/network';
import { largestTensor } from '#native-models/graph/check-graph';
import { input } from '#native-models/graph/expression';
import { enlargeBicubic } from '#native-models/layers/enlargement';
import { windowMean } from '#native-models/layers/window-filters';
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
import { meansOfFour, randomWeights, smallNetworks } from './support/small-networks.ts';

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

/** A tile and its reference, the reference displaced by a fraction of a pixel and with `margin` LR pixels around the tile. */
function tileFeeds(
  size: number,
  x = 0,
  y = 0,
  margin = cameraReach / 2,
): Feeds & Record<'wide' | 'reference' | 'validity', Values> {
  const grown = 2 * (size + 2 * margin);
  return {
    wide: picture(size, size, 1, x, y),
    reference: picture(grown, grown, 0.5, x - margin + 0.1, y - margin - 0.1),
    validity: filled(1, [1, 1, grown, grown]),
    ...meansOfFour,
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
    [{ height: 44, width: 32 }, 'received 32 x 44'],
    [{ height: 0, width: 32 }, 'received 32 x 0'],
    [{ height: 32, width: NaN }, 'received NaN x 32'],
  ])('%o', (wrong, message) => {
    expect(() => buildForwardModel({ ...options, ...wrong })).toThrow(`a multiple of 8, ${message}`);
    expect(() => buildMatchModel({ ...options, ...wrong })).toThrow(`a multiple of 32, ${message}`);
  });

  it('weights of another network', () => {
    const weights = randomWeights(smallNetworks.fast, 1);
    expect(() => buildForwardModel({ ...options, weights, height: 32, width: 32 })).toThrow(/Expected the weight "/);
  });
});

describe('the configurations', () => {
  it('have the sizes they are meant to have', () => {
    expect(parameterCount(paper)).toBeGreaterThan(1.2e6);
    expect(parameterCount(paper)).toBeLessThan(3.3e6);
    expect(parameterCount(fast)).toBeLessThan(0.3e6);
  });

  it.each(kinds)('%s keeps every tensor of a tile of 416 below 512 MiB', (kind) => {
    const size = { configuration: networkConfigurations[kind], height: 416, width: 416 };
    for (const graph of [forwardGraph({ ...size, reference: true }), matchGraph(size)])
      expect(largestTensor(graph).bytes).toBeLessThan(512 * 1024 * 1024);
  });

  it.each(kinds)('%s needs no parameter more, and none other, without a reference', (kind) => {
    const configuration = networkConfigurations[kind];
    const weights = initialiseWeights(configuration, 1);
    expect(() => buildForwardModel({ configuration, weights, height: 32, width: 32, reference: false })).not.toThrow();
  });

  it('has a gate only with a reference, and the search for matches in a graph of its own', () => {
    const size = { configuration: fast, height: 32, width: 32 };
    const outputs = (reference: boolean): string[] => Object.keys(forwardGraph({ ...size, reference }).outputs);
    expect(outputs(false)).toEqual(['enhanced']);
    expect(outputs(true)).toEqual(['enhanced', 'gate', 'trust']);
    expect(Object.keys(matchGraph(size).outputs)).toEqual(['displacement', 'confidence']);
  });
});

describe('initialiseWeights', () => {
  it('gives the same weights for the same seed, others for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => initialiseWeights(smallNetworks.paper, seed));
    expect(same).toEqual(one);
    expect(other?.get('encoder.head.weight')).not.toEqual(one?.get('encoder.head.weight'));
  });

  it('draws with He’s deviation', () => {
    const { data, shape } = initialiseWeights(paper, 3).get('fusion.head.weight') ?? filled(0, [1]);
    const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    expect(variance / (2 / ((shape[1] ?? NaN) * 9))).toBeCloseTo(1, 1);
  });

  it.each(kinds)('%s begins as the bicubic image, and as a reference that explains the wide', async (kind) => {
    const configuration = smallNetworks[kind];
    const weights = initialiseWeights(configuration, 4);
    const feeds = tileFeeds(16);
    const wide = tabulate([1, 3, 16, 16], ([b = 0, c = 0, y = 0, x = 0]) =>
      [0, 1, 2, 3].reduce(
        (sum, tap) =>
          sum + at(feeds.reference, b, c, cameraReach + 2 * y + (tap >> 1), cameraReach + 2 * x + (tap & 1)) / 4,
        0,
      ),
    );
    const options = { configuration, weights, height: 16, width: 16 };
    const alone = await runModel(buildForwardModel({ ...options, reference: false }), { wide });
    const bicubic = await evaluateOne(enlargeBicubic(input('wide', wide.shape)), { wide });
    expect(largestDifference(alone.enhanced, bicubic)).toBe(0);
    const shown = crop(feeds.reference, cameraReach, cameraReach, 32, 32);
    const noise = filled(0.01, [1, 1, 1, 1]);
    const { enhanced, trust } = await runModel(buildForwardModel({ ...options, reference: true }), {
      ...feeds,
      wide,
      noise,
    });
    expect(Math.min(...(trust?.data ?? [0]))).toBeGreaterThan(0.99);
    const furthest = largestDifference(bicubic, shown);
    expect(largestDifference(enhanced, shown)).toBeLessThan(0.02 * furthest);
  });
});

describe.each(kinds)('the network, %s', (kind) => {
  const configuration = smallNetworks[kind];
  const weights = randomWeights(configuration, 5);
  const size = 24;
  const model = buildForwardModel({ configuration, weights, height: size, width: size, reference: true });
  const feeds = tileFeeds(size);
  const withoutReference = async (): Promise<Values | undefined> => {
    const alone = buildForwardModel({ configuration, weights, height: size, width: size, reference: false });
    return (await runModel(alone, { wide: feeds.wide })).enhanced;
  };

  it('gives what it promises, in the promised ranges', async () => {
    const { enhanced, gate, trust } = await runModel(model, feeds);
    expect(enhanced?.shape).toEqual([1, 3, 2 * size, 2 * size]);
    expect(gate?.shape).toEqual([1, 1, 2 * size, 2 * size]);
    expect(trust?.shape).toEqual([1, 1, size, size]);
    expect(enhanced?.data.every(Number.isFinite)).toBe(true);
    for (const shares of [gate, trust])
      expect(shares?.data.every((value) => value >= 0 && value <= 1 + 1e-6)).toBe(true);
    expect(gate?.data.some((value) => value > 0.5)).toBe(true);
  });

  it('gives exactly the result without reference where the validity is 0, whatever the reference holds', async () => {
    const alone = await withoutReference();
    const invalid = await runModel(model, {
      ...feeds,
      validity: filled(0, feeds.validity.shape),
      reference: randomValues(6, feeds.reference.shape, 0, 1),
    });
    expect(largestDifference(invalid.enhanced, alone)).toBe(0);
    expect(Math.max(...(invalid.gate?.data ?? [1])) + 0).toBe(0);
    expect(Math.max(...(invalid.trust?.data ?? [1])) + 0).toBe(0);
    const valid = await runModel(model, feeds);
    expect(largestDifference(valid.enhanced, alone)).toBeGreaterThan(0.001);
  });

  it('does so in a part of the tile, too', async () => {
    const validity = tabulate(feeds.validity.shape, ([, , , x = 0]) => (x < cameraReach + size ? 1 : 0));
    const partly = await runModel(model, { ...feeds, validity });
    const right = (values: Values | undefined): Values => crop(values ?? filled(0, []), 0, size, 2 * size, size);
    expect(largestDifference(right(partly.enhanced), right(await withoutReference()))).toBe(0);
    expect(Math.max(...right(partly.gate).data) + 0).toBe(0);
    expect(Math.max(...(partly.gate?.data ?? [0]))).toBeGreaterThan(0.5);
  });

  it('believes a reference less the further it is from what the wide shows', async () => {
    const meanTrust = async (reference: Values): Promise<number> => {
      const { trust } = await runModel(model, { ...feeds, reference, noise: filled(0.01, [1, 1, 1, 1]) });
      return (trust?.data.reduce((sum, value) => sum + value, 0) ?? NaN) / size ** 2;
    };
    const noise = randomValues(9, feeds.reference.shape, -1, 1);
    const spoilt = (share: number): Values =>
      tabulate(feeds.reference.shape, (place) => at(feeds.reference, ...place) + share * at(noise, ...place));
    const trusts = [await meanTrust(spoilt(0)), await meanTrust(spoilt(0.2)), await meanTrust(spoilt(1))];
    expect(trusts[0]).toBeGreaterThan(0.9);
    expect(trusts[1]).toBeLessThan((trusts[0] ?? NaN) - 0.05);
    expect(trusts[2]).toBeLessThan(0.1);
  });
});

describe('the network as it is trained', () => {
  const configuration = smallNetworks.fast;
  const side = 16;
  const margin = configuration.searchMargin;
  const weights = Object.fromEntries(randomWeights(configuration, 8));
  const model = buildTrainingForwardModel({ configuration, batch: 2, side });
  const pairOf = (x: number): Feeds => ({
    ...tileFeeds(side, x, 50, margin),
    seen: picture(side, side, 1, x + 0.1, 49.9),
  });

  it('treats every pair of a batch alone', async () => {
    const [one, other] = [pairOf(0), pairOf(100)];
    const both = (first: Feeds, second: Feeds): Feeds => ({
      ...weights,
      ...Object.fromEntries(
        ['wide', 'reference', 'validity', 'seen', 'noise'].map((name) => {
          const [a, b] = [first[name] ?? filled(0, [1]), second[name] ?? filled(0, [1])];
          return [name, { shape: a.shape.with(0, 2), data: Float32Array.of(...a.data, ...b.data) }];
        }),
      ),
    });
    const [mixed, twice] = [await runModel(model, both(one, other)), await runModel(model, both(other, other))];
    for (const name of ['enhanced', 'alone']) {
      const [a, b] = [mixed[name]?.data ?? new Float32Array(), twice[name]?.data ?? new Float32Array()];
      const half = a.length / 2;
      expect(a.length).toBe(2 * 3 * 4 * side ** 2);
      const apart = a.subarray(half).map((value, index) => Math.abs(value - (b[half + index] ?? NaN)));
      expect(Math.max(...apart)).toBeLessThan(1e-5);
    }
  });

  it('is the network that is used, given the camera’s view of the reference', async () => {
    const trained = buildTrainingForwardModel({ configuration, batch: 1, side });
    const feeds = tileFeeds(side, 0, 50);
    const grown = 2 * (side + 2 * margin);
    const inside = crop(feeds.reference, cameraReach, cameraReach, 2 * side, 2 * side);
    // Around the tile the network looks at nothing but what the camera saw.
    const reference = tabulate([1, 3, grown, grown], ([b = 0, c = 0, y = 0, x = 0]) => {
      const [row, column] = [y - 2 * margin, x - 2 * margin];
      const isInside = row >= 0 && column >= 0 && row < 2 * side && column < 2 * side;
      return isInside ? at(inside, b, c, row, column) : 0.5;
    });
    const seen = await evaluateOne(windowMean(input('inside', inside.shape), 2, 2), { inside });
    const validity = filled(1, [1, 1, grown, grown]);
    const training = await runModel(trained, { ...feeds, ...weights, reference, validity, seen });
    const options = { configuration, weights: randomWeights(configuration, 8), height: side, width: side };
    const used = await runModel(buildForwardModel({ ...options, reference: true }), feeds);
    expect(largestDifference(training.enhanced, used.enhanced)).toBeLessThan(1e-4);
  });
});

describe('the search for matches', () => {
  const configuration = smallNetworks.fast;
  const size = 24;
  const margin = configuration.searchMargin;
  const feeds = tileFeeds(size, 0, 0, margin);
  const model = buildMatchModel({ configuration, weights: randomWeights(configuration, 5), height: size, width: size });

  it('does not look at invalid reference pixels where enough valid ones are near', async () => {
    const validity = tabulate(feeds.validity.shape, ([, , , x = 0]) => (x < 2 * (margin + size / 2) ? 1 : 0));
    const spoilt = tabulate(feeds.reference.shape, ([b = 0, c = 0, y = 0, x = 0]) =>
      at(validity, b, 0, y, x) === 1 ? at(feeds.reference, b, c, y, x) : 1,
    );
    const { confidence, displacement } = await runModel(model, { ...feeds, reference: spoilt, validity });
    expect(confidence?.shape).toEqual([1, 2, size, size]);
    expect(displacement?.shape).toEqual([1, 2, size, size]);
    const matched = tabulate(
      [1, 1, size, size],
      ([, , y = 0, x = 0]) => x + at(displacement ?? filled(0, []), 0, 0, y, x),
    );
    const trusted = matched.data.filter((_, index) => (confidence?.data[index] ?? 0) > 0);
    expect(trusted.length).toBeGreaterThan(size);
    expect(Math.max(...trusted)).toBeLessThan(size / 2 + 1);
  });
});

describe('tiles', () => {
  it('give the same numbers where they see the same surroundings, whatever their size', async () => {
    const configuration = fast;
    const weights = randomWeights(configuration, 7);
    const run = async (size: number, origin: number): Promise<Record<string, Values>> => {
      const model = buildForwardModel({ configuration, weights, height: size, width: size, reference: true });
      return runModel(model, tileFeeds(size, origin, origin));
    };
    const [large, small] = [await run(128, 0), await run(96, 32)];
    for (const [name, scale] of [
      ['enhanced', 2],
      ['gate', 2],
      ['trust', 1],
    ] as const) {
      const [inLarge, inSmall] = [large[name], small[name]];
      if (inLarge === undefined || inSmall === undefined) throw new Error(`Expected the output ${name}`);
      const middle = (values: Values, from: number): Values =>
        crop(values, from * scale, from * scale, 32 * scale, 32 * scale);
      expect(largestDifference(middle(inLarge, 64), middle(inSmall, 32)), name).toBeLessThan(2e-4);
    }
  });
});
