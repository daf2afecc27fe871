import { describe, expect, it } from 'vitest';
import { constant, input, parameter, type Expression } from '#native-models/graph/expression';
import { differentiate } from '#native-models/graph/differentiate';
import { add, multiply } from '#native-models/graph/operations';
import {
  nearestFeatureDistance,
  featureFidelityLoss,
  fidelityLoss,
  gaussianBlur,
  highBand,
  featureLoss,
  highBandLoss,
  lowBandLoss,
  pixelLoss,
} from '#native-models/losses/reconstruction';
import { frozenEncoder } from '#native-models/losses/frozen-encoder';
import { matchingLoss } from '#native-models/losses/matching';
import { nearestPatchDistance } from '#native-models/losses/patch-distance';
import { bicubicShrinkingKernel, shrink, shrunkenLoss } from '#native-models/losses/real-image-adaptation';
import { totalLoss, type LossInputs } from '#native-models/losses/total-loss';
import { analyticGradients, gradientError } from './support/gradients.ts';
import {
  at,
  evaluate,
  evaluateOne,
  filled,
  largestDifference,
  randomValues,
  tabulate,
  type Values,
} from './support/run-graph.ts';
import { randomWeights, smallNetworks } from './support/small-networks.ts';

const [x, y] = [randomValues(1, [2, 3, 8, 6], 0, 1), randomValues(2, [2, 3, 8, 6], 0, 1)];
const of = (name: string, { shape }: Values): Expression => input(name, shape);
const [xs, ys] = [of('x', x), of('y', y)];

const within = (index: number, size: number): number => Math.min(size - 1, Math.max(0, index));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOf = (values: Values): number => mean([...values.data]);
const around = (reach: number): (readonly [number, number])[] => {
  const line = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
  return line.flatMap((dy) => line.map((dx) => [dy, dx] as const));
};

function blurred(values: Values): Values {
  const [, , height = 0, width = 0] = values.shape;
  const weight = (dy: number, dx: number): number => Math.exp(-(dy * dy + dx * dx) / 0.5);
  const total = around(1).reduce((sum, [dy, dx]) => sum + weight(dy, dx), 0);
  return tabulate(values.shape, ([b = 0, c = 0, row = 0, column = 0]) =>
    around(1).reduce(
      (sum, [dy, dx]) =>
        sum + (weight(dy, dx) / total) * at(values, b, c, within(row + dy, height), within(column + dx, width)),
      0,
    ),
  );
}

const difference = (a: Values, b: Values): Values => tabulate(a.shape, (p) => at(a, ...p) - at(b, ...p));
const meanAbsolute = (values: Values): number => mean([...values.data].map(Math.abs));

/** δ with 3x3 patches, by plain loops; beyond the border differences repeat. */
function patchDistances(images: Values, targets: Values): Values {
  const [batch = 0, channels = 0, height = 0, width = 0] = images.shape;
  return tabulate([batch, 1, height, width], ([b = 0, , row = 0, column = 0]) => {
    const distanceTo = (dy: number, dx: number): number =>
      mean(
        around(1).flatMap(([py, px]) => {
          const [here, there] = [within(row + py, height), within(column + px, width)];
          return Array.from({ length: channels }, (_, c) =>
            Math.abs(
              at(images, b, c, here, there) - at(targets, b, c, within(here + dy, height), within(there + dx, width)),
            ),
          );
        }),
      );
    return Math.min(...around(2).map(([dy, dx]) => distanceTo(dy, dx)));
  });
}

/** 1 − the best cosine among the 3x3 around each cell's first pixel. */
function featureDistances(features: Values, targets: Values): Values {
  const [batch = 0, channels = 0, height = 0, width = 0] = features.shape;
  const vector = (of: Values, b: number, row: number, column: number): number[] => {
    const values = Array.from({ length: channels }, (_, c) => at(of, b, c, within(row, height), within(column, width)));
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  return tabulate([batch, 1, height / 2, width / 2], ([b = 0, , row = 0, column = 0]) => {
    const own = vector(features, b, 2 * row, 2 * column);
    const cosines = around(1).map(([dy, dx]) =>
      vector(targets, b, 2 * row + dy, 2 * column + dx).reduce((sum, value, c) => sum + value * (own[c] ?? NaN), 0),
    );
    return 1 - Math.max(...cosines);
  });
}

async function scalar(loss: Expression, feeds: Record<string, Values>): Promise<number> {
  return (await evaluateOne(loss, feeds)).data[0] ?? NaN;
}

describe('reconstruction (Eq. 5)', () => {
  it('blurs with the 3x3 Gaussian of sigma 0.5, and the high band is the rest', async () => {
    expect(largestDifference(await evaluateOne(gaussianBlur(xs), { x }), blurred(x))).toBeLessThan(1e-6);
    const both = add(highBand(xs), gaussianBlur(xs));
    expect(largestDifference(await evaluateOne(both, { x }), x)).toBeLessThan(1e-6);
  });

  it('plain and blurred L1 are means over all pixels', async () => {
    expect(await scalar(pixelLoss(xs, ys), { x, y })).toBeCloseTo(meanAbsolute(difference(x, y)), 5);
    expect(await scalar(lowBandLoss(xs, ys), { x, y })).toBeCloseTo(
      meanAbsolute(difference(blurred(x), blurred(y))),
      5,
    );
  });

  it('δ is the distance of the nearest patch', async () => {
    const distances = await evaluateOne(nearestPatchDistance(xs, ys), { x, y });
    expect(largestDifference(distances, patchDistances(x, y))).toBeLessThan(1e-6);
    const bands = [difference(x, blurred(x)), difference(y, blurred(y))] as const;
    expect(await scalar(highBandLoss(xs, ys), { x, y })).toBeCloseTo(meanOf(patchDistances(...bands)), 5);
  });

  it('δ of a picture moved by two pixels is 0 inside', async () => {
    const wide = randomValues(3, [1, 3, 12, 14], 0, 1);
    const cut = (left: number): Values =>
      tabulate([1, 3, 12, 12], ([, c = 0, row = 0, column = 0]) => at(wide, 0, c, row, column + left));
    const feeds = { still: cut(0), moved: cut(2) };
    const distances = await evaluateOne(
      nearestPatchDistance(of('still', feeds.still), of('moved', feeds.moved)),
      feeds,
    );
    for (const row of [0, 5, 11])
      for (const column of [3, 6, 10]) expect(at(distances, 0, 0, row, column)).toBeLessThan(1e-7);
    expect(at(distances, 0, 0, 5, 0)).toBeGreaterThan(0.01);
  });

  it('only the first picture gets a gradient, the right one', async () => {
    const small = { a: randomValues(4, [1, 2, 4, 4], 0, 1), b: randomValues(5, [1, 2, 4, 4], 0, 1) };
    const distances = nearestPatchDistance(of('a', small.a), of('b', small.b));
    expect(await gradientError(distances, small, ['a'], 1e-3)).toBeLessThan(0.02);
    const [none] = await analyticGradients(distances, small, ['b'], filled(1, distances.shape));
    expect(none?.data.every((value) => value === 0)).toBe(true);
  });

  it('δ of features is 1 less the nearest cosine', async () => {
    const distances = await evaluateOne(nearestFeatureDistance(xs, ys), { x, y });
    expect(largestDifference(distances, featureDistances(x, y))).toBeLessThan(1e-6);
    expect(await scalar(featureLoss(xs, ys), { x, y })).toBeCloseTo(meanOf(featureDistances(x, y)), 5);
    expect(await scalar(featureLoss(xs, add(multiply(xs, 2), 0)), { x })).toBeCloseTo(0, 5);
  });
});

describe('fidelity (Eq. 6)', () => {
  const confidence = { shape: [2, 1, 4, 3], data: randomValues(6, [24], 0, 1).data.map((c) => (c < 0.4 ? 0 : c)) };
  const cs = of('c', confidence);

  it('weighs δ of features by c', async () => {
    const distances = featureDistances(x, y);
    const total = confidence.data.reduce((sum, c) => sum + c, 0);
    const expected = confidence.data.reduce((sum, c, index) => sum + c * (distances.data[index] ?? NaN), 0) / total;
    expect(await scalar(featureFidelityLoss(xs, ys, cs), { x, y, c: confidence })).toBeCloseTo(expected, 5);
  });

  it('counts only where something is matched', async () => {
    const left = tabulate([2, 1, 4, 3], ([, , , column = 0]) => (column === 0 ? 0.7 : 0));
    const distances = patchDistances(x, y);
    // c is interpolated to the fine grid: 1 on two columns, then 3/4 and 1/4, in units of 0.7.
    const weights = [1, 0.75, 0.25, 0, 0, 0];
    const weighted = tabulate(distances.shape, (p) => (weights[p[3] ?? 0] ?? 0) * at(distances, ...p));
    const expected = meanOf(weighted) / mean(weights);
    const loss = fidelityLoss(xs, { image: ys, confidence: cs });
    expect(await scalar(loss, { x, y, c: left })).toBeCloseTo(expected, 5);
    expect(await scalar(loss, { x, y, c: filled(0, [2, 1, 4, 3]) })).toBe(0);
  });

  it('asks neither the match nor the reference to change', async () => {
    const loss = fidelityLoss(xs, { image: ys, confidence: cs });
    const gradients = differentiate(loss, [xs, ys, cs]);
    const outputs = Object.fromEntries(
      gradients.map((gradient, index) => [`gradient-${index}`, multiply(gradient, 1)]),
    );
    const values = await evaluate(outputs, { x, y, c: confidence });
    const largest = [0, 1, 2].map((index) => Math.max(...(values[`gradient-${index}`]?.data ?? [NaN]).map(Math.abs)));
    expect(largest[0]).toBeGreaterThan(1e-4);
    expect(largest.slice(1)).toEqual([0, 0]);
  });
});

describe('matching', () => {
  const similarity = randomValues(7, [2, 4, 6]);
  const matches = { shape: [2, 4], data: Float32Array.of(0, 5, -1, 3, -1, 2, 2, 1) };
  const { entropy, accuracy } = matchingLoss(of('s', similarity), of('m', matches));

  it('is the mean cross-entropy of the cells with a match, and counts the right ones', async () => {
    const cells = [...matches.data.entries()].filter(([, match]) => match >= 0);
    const rowOf = (cell: number): number[] => [...similarity.data.slice(6 * cell, 6 * cell + 6)];
    const entropies = cells.map(([cell, match]) => {
      const row = rowOf(cell).map((value) => 20 * value);
      return Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - (row[match] ?? NaN);
    });
    const right = cells.filter(([cell, match]) => Math.max(...rowOf(cell)) === rowOf(cell)[match]);
    expect(await scalar(entropy, { s: similarity, m: matches })).toBeCloseTo(mean(entropies), 4);
    expect(await scalar(accuracy, { s: similarity, m: matches })).toBeCloseTo(right.length / cells.length, 6);
    const best = {
      shape: [2, 4],
      data: Float32Array.from({ length: 8 }, (_, cell) => rowOf(cell).indexOf(Math.max(...rowOf(cell)))),
    };
    expect(await scalar(accuracy, { s: similarity, m: best })).toBe(1);
  });

  it('has the right gradient', async () => {
    expect(await gradientError(entropy, { s: similarity, m: matches }, ['s'], 1e-3)).toBeLessThan(0.01);
  });

  it('is 0 where no match is known, even among invalid keys', async () => {
    const feeds = { s: filled(-5, [2, 4, 6]), m: filled(-1, [2, 4]) };
    expect(await scalar(entropy, feeds)).toBe(0);
    expect(await scalar(accuracy, feeds)).toBe(0);
  });
});

describe('real-image adaptation (Eq. 7)', () => {
  const bicubic = { kernel: bicubicShrinkingKernel(), domain: 'encoded', sharpening: null } as const;

  it('refuses kernels that are not centred on 2x2 pixels', () => {
    expect(() => shrink(xs, constant(new Float32Array(9), [3, 3]))).toThrow(/even width, received \[3, 3\]/);
    expect(() => shrink(xs, constant(new Float32Array(8), [2, 4]))).toThrow(RangeError);
  });

  it('shrinks by the kernel given', async () => {
    const kernel = randomValues(8, [4, 4]);
    const shrunk = await evaluateOne(shrink(xs, of('kernel', kernel)), { x, kernel });
    const expected = tabulate([2, 3, 4, 3], ([b = 0, c = 0, row = 0, column = 0]) => {
      let sum = 0;
      for (let dy = 0; dy < 4; dy += 1)
        for (let dx = 0; dx < 4; dx += 1)
          sum += at(kernel, dy, dx) * at(x, b, c, within(2 * row + dy - 1, 8), within(2 * column + dx - 1, 6));
      return sum;
    });
    expect(largestDifference(shrunk, expected)).toBeLessThan(1e-5);
  });

  it('bicubic shrinking keeps straight ramps as they are', async () => {
    const ramp = (size: number, step: number): Values =>
      tabulate([1, 1, size, size], ([, , row = 0, column = 0]) => step * (row + 0.5) + 2 * step * (column + 0.5));
    const fine = ramp(16, 0.01);
    const shrunk = await evaluateOne(shrink(of('fine', fine), bicubicShrinkingKernel()), { fine });
    const coarse = ramp(8, 0.02);
    for (const row of [2, 4, 5])
      for (const column of [2, 3, 5])
        expect(at(shrunk, 0, 0, row, column)).toBeCloseTo(at(coarse, 0, 0, row, column), 5);
    const loss = shrunkenLoss(of('fine', fine), of('wide', coarse), bicubic);
    const expected = meanAbsolute(difference(shrunk, coarse));
    expect(await scalar(loss, { fine, wide: coarse })).toBeCloseTo(expected, 6);
  });

  it('weighs light instead when the camera is known', async () => {
    const [fine, coarse] = [randomValues(11, [1, 3, 16, 12], 0.1, 1), randomValues(12, [1, 3, 8, 6], 0.1, 1)];
    const light = { ...fine, data: fine.data.map((value) => value ** 2) };
    const seen = await evaluateOne(shrink(of('fine', light), bicubicShrinkingKernel()), { fine: light });
    const expected = meanAbsolute(
      difference({ ...seen, data: seen.data.map((value) => Math.sqrt(Math.max(1e-4, value))) }, coarse),
    );
    const loss = shrunkenLoss(of('fine', fine), of('wide', coarse), { ...bicubic, domain: 'light' });
    expect(await scalar(loss, { fine, wide: coarse })).toBeCloseTo(expected, 5);
  });

  it('sharpens brightness alone, as the phone does', async () => {
    const [fine, coarse] = [randomValues(13, [1, 3, 16, 12], 0.1, 1), randomValues(14, [1, 3, 8, 6], 0.1, 1)];
    const kernel = { shape: [3, 3], data: Float32Array.of(0, -0.1, 0, -0.2, 0.6, -0.2, 0, -0.1, 0) };
    const plain = await evaluateOne(shrink(of('fine', fine), bicubicShrinkingKernel()), { fine });
    const luma = (row: number, column: number): number => {
      const at = Math.min(7, Math.max(0, row)) * 6 + Math.min(5, Math.max(0, column));
      return [0.299, 0.587, 0.114].reduce((sum, weight, plane) => sum + weight * (plain.data[plane * 48 + at] ?? 0), 0);
    };
    const sharp = plain.data.map((value, at) => {
      const [row, column] = [Math.floor((at % 48) / 6), at % 6];
      const gained = kernel.data.reduce(
        (sum, weight, tap) => sum + weight * luma(row + Math.floor(tap / 3) - 1, column + (tap % 3) - 1),
        0,
      );
      return value + gained;
    });
    const loss = shrunkenLoss(of('fine', fine), of('wide', coarse), { ...bicubic, sharpening: of('kernel', kernel) });
    const expected = meanAbsolute(difference({ ...plain, data: sharp }, coarse));
    expect(await scalar(loss, { fine, wide: coarse, kernel })).toBeCloseTo(expected, 5);
  });
});

describe('frozenEncoder', () => {
  const configuration = smallNetworks.fast;
  const image = randomValues(9, [1, 3, 12, 10], 0, 1);

  it('encodes any image with the network’s own parameters, and trains none of them', async () => {
    const features = frozenEncoder(configuration)(of('image', image));
    expect(features.shape).toEqual([1, 4, 12, 10]);
    const weights = randomWeights(configuration, 3);
    const values = await evaluateOne(features, { image }, weights);
    expect(
      largestDifference(values, await evaluateOne(features, { image }, randomWeights(configuration, 4))),
    ).toBeGreaterThan(0.01);
    const name = 'matching.fine.1.weight';
    const loss = featureLoss(features, frozenEncoder(configuration)(multiply(of('image', image), 0.5)));
    const [gradient] = differentiate(loss, [
      parameter(name, weights.get(name)?.shape ?? [], { kind: 'constant', value: 0 }),
    ]);
    if (gradient === undefined) throw new Error('Expected a gradient');
    expect((await evaluateOne(multiply(gradient, 1), {})).data.every((value) => value === 0)).toBe(true);
  });
});

describe('totalLoss', () => {
  const inputs: LossInputs = {
    enhanced: xs,
    alone: multiply(xs, 0.5),
    truth: ys,
    matched: { image: ys, confidence: input('c', [2, 1, 4, 3]) },
    matching: () => ({ similarity: input('s', [2, 4, 6]), matches: input('m', [2, 4]) }),
    wide: input('wide', [2, 3, 4, 3]),
    shrinking: { kernel: bicubicShrinkingKernel(), domain: 'encoded', sharpening: null },
    encode: (image) => multiply(image, 2),
  };

  it('refuses weights that say nothing or make no sense', () => {
    expect(() => totalLoss(inputs, {})).toThrow(/at least one loss/);
    expect(() => totalLoss(inputs, { pixels: 0 })).toThrow(RangeError);
    expect(() => totalLoss(inputs, { pixels: 1, fidelity: -1 })).toThrow(/"fidelity", received -1/);
    expect(() => totalLoss(inputs, { pixels: NaN })).toThrow(RangeError);
  });

  it('adds the terms by their weights, and knows the accuracy when matching counts', async () => {
    const { total, terms, matchingAccuracy } = totalLoss(inputs, { pixels: 2, 'high-band': 0.5, features: 0 });
    expect(Object.keys(terms)).toEqual(['pixels', 'high-band']);
    expect(matchingAccuracy).toBeNull();
    const values = await evaluate({ total, ...terms }, { x, y });
    const [pixels, band] = [values.pixels?.data[0] ?? NaN, values['high-band']?.data[0] ?? NaN];
    expect(values.total?.data[0]).toBeCloseTo(2 * pixels + 0.5 * band, 5);
    expect(totalLoss(inputs, { matching: 1 }).matchingAccuracy).not.toBeNull();
  });
  it('asks the result without reference for the truth as well', async () => {
    const { total } = totalLoss(inputs, { alone: 1 });
    const half = { ...x, data: x.data.map((value) => value / 2) };
    expect((await evaluate({ total }, { x, y })).total?.data[0]).toBeCloseTo(meanAbsolute(difference(half, y)), 5);
  });

  it('builds the matching only for its own term', () => {
    const refusing = { ...inputs, matching: () => expect.unreachable('No matching was asked for') };
    expect(() => totalLoss(refusing, { pixels: 1 })).not.toThrow();
  });
});
