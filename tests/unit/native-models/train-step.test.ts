import { describe, expect, it } from 'vitest';
import type { NetworkConfiguration } from '#native-models/dcsr/network';
import { input, expressionsOf, type Graph } from '#native-models/graph/expression';
import { lossPresets } from '#native-models/losses/total-loss';
import { adamRate, adamStep } from '#native-models/optimiser/adam';
import {
  buildLossModel,
  buildTrainStepModel,
  lossGraph,
  trainStepGraph,
} from '#native-models/optimiser/train-step-model';
import type { Weights } from '#native-models/weights-file/safetensors';
import { evaluate, filled, openModel, randomValues, type Feeds, type Values } from './support/run-graph.ts';
import { randomWeights, smallNetworks } from './support/small-networks.ts';

const kinds = ['fast', 'paper'] as const;
const batch = 2;
/** Of a tile; the losses leave out its outer 8 pixels. */
const side = 24;
const fine = 2 * side;
const grown = 2 * (side + 2 * smallNetworks.fast.searchMargin);
const cells = (side / 2) ** 2;

function pairs(seed: number): Feeds {
  return {
    wide: randomValues(seed, [batch, 3, side, side], 0, 1),
    truth: randomValues(seed + 1, [batch, 3, fine, fine], 0, 1),
    reference: randomValues(seed + 2, [batch, 3, grown, grown], 0, 1),
    validity: filled(1, [batch, 1, grown, grown]),
    seen: randomValues(seed + 3, [batch, 3, side, side], 0, 1),
    noise: filled(0.3, [batch, 1, 1, 1]),
    matches: {
      shape: [batch, cells],
      data: Float32Array.from({ length: batch * cells }, (_, cell) => (cell % 5 === 0 ? -1 : cell % cells)),
    },
  };
}

function inputNames(graph: Graph): string[] {
  return expressionsOf(graph).flatMap((expression) => (expression.kind === 'input' ? [expression.name] : []));
}

function state(weights: Weights, step: number): Feeds {
  const feeds: Feeds = { step: filled(step, []), 'learning-rate': filled(1e-3, []) };
  for (const [name, { shape, data }] of weights) {
    feeds[name] = { shape, data };
    feeds[`first-moment.${name}`] = filled(0, shape);
    feeds[`second-moment.${name}`] = filled(0, shape);
  }
  return feeds;
}

function advance(feeds: Feeds, results: Feeds, weights: Weights, step: number): Feeds {
  const next: Feeds = { ...feeds, step: filled(step, []) };
  for (const name of weights.keys())
    for (const [before, after] of [
      ['', 'updated.'],
      ['first-moment.', 'updated-first-moment.'],
      ['second-moment.', 'updated-second-moment.'],
    ] as const) {
      const value = results[after + name];
      if (value === undefined) throw new Error(`Expected ${after}${name}`);
      next[before + name] = value;
    }
  return next;
}

/** What the losses of a picture change: everything but the matching. */
function trainedWeights(configuration: NetworkConfiguration): Weights {
  return new Map([...randomWeights(configuration, 1)].filter(([name]) => !name.startsWith('matching.')));
}

const scalarOf = (results: Feeds, name: string): number => results[name]?.data[0] ?? NaN;

describe('adamStep', () => {
  it('takes the steps of the published algorithm', async () => {
    const shape = [5];
    const names = ['value', 'firstMoment', 'secondMoment'] as const;
    const before = {
      value: input('value', shape),
      firstMoment: input('firstMoment', shape),
      secondMoment: input('secondMoment', shape),
    };
    const after = adamStep(before, input('gradient', shape), adamRate(input('step', []), input('rate', [])));
    let feeds: Feeds = { value: randomValues(1, shape), firstMoment: filled(0, shape), secondMoment: filled(0, shape) };
    const expected = { value: [...(feeds.value?.data ?? [])], m: [0, 0, 0, 0, 0], v: [0, 0, 0, 0, 0] };
    for (let step = 1; step <= 12; step += 1) {
      const gradient = randomValues(step + 1, shape, -1, 1);
      gradient.data[4] = 0;
      const rate = 0.01 * step;
      const outputs = Object.fromEntries(names.map((name) => [`updated-${name}`, after[name]]));
      const results = await evaluate(outputs, {
        ...feeds,
        gradient,
        step: filled(step, []),
        rate: filled(rate, []),
      });
      feeds = Object.fromEntries(names.map((name) => [name, results[`updated-${name}`] ?? filled(NaN, shape)]));
      for (const [i, g] of gradient.data.entries()) {
        const m = (expected.m[i] = 0.9 * (expected.m[i] ?? NaN) + 0.1 * g);
        const v = (expected.v[i] = 0.99 * (expected.v[i] ?? NaN) + 0.01 * g * g);
        const size = Math.sqrt(v) / Math.sqrt(1 - 0.99 ** step) + 1e-8;
        expected.value[i] = (expected.value[i] ?? NaN) - (rate / (1 - 0.9 ** step)) * (m / size);
      }
    }
    for (const [i, value] of expected.value.entries()) expect(feeds.value?.data[i]).toBeCloseTo(value, 5);
    for (const [i, value] of expected.v.entries()) expect(feeds.secondMoment?.data[i]).toBeCloseTo(value, 6);
    expect(feeds.value?.data[4]).toBe(Math.fround(expected.value[4] ?? NaN));
  });
});

describe('the step of training', () => {
  it('refuses batches and weights that do not fit', () => {
    const configuration = smallNetworks.fast;
    expect(() => buildTrainStepModel({ configuration, batch: 0, side, losses: 'l1' })).toThrow(RangeError);
    expect(() => buildTrainStepModel({ configuration, batch, side, losses: {} })).toThrow(RangeError);
  });

  it('asks only for what its losses need', () => {
    const namesOf = (options: Partial<Parameters<typeof lossGraph>[0]>): string[] =>
      inputNames(lossGraph({ configuration: smallNetworks.fast, batch, side, losses: 'l1', ...options })).sort();
    expect(namesOf({})).toEqual(['noise', 'reference', 'seen', 'truth', 'validity', 'wide']);
    expect(namesOf({ losses: 'matching' })).toEqual(['matches', 'reference', 'validity', 'wide']);
    const measured = { side: 12, domain: 'light', sharpeningSide: null } as const;
    const ofPairs = ['noise', 'reference', 'seen', 'validity', 'wide'];
    expect(namesOf({ losses: 'adaptation' })).toEqual(ofPairs);
    expect(namesOf({ losses: 'adaptation', shrinking: measured })).toEqual(['kernel', ...ofPairs]);
    expect(namesOf({ losses: 'adaptation', shrinking: { ...measured, sharpeningSide: 5 } })).toEqual(
      ['kernel', 'sharpening', ...ofPairs].sort(),
    );
  });

  it.each(kinds)('%s: names every parameter, moment, loss term and figure', (kind) => {
    const all = [...randomWeights(smallNetworks[kind], 1).keys()];
    const isMatching = (name: string): boolean => name.startsWith('matching.');
    // The losses look through φ's features, though they train nothing of it.
    const isSeenThrough = (name: string): boolean => name.startsWith('matching.fine.');
    for (const [losses, names, more] of [
      ['all', all.filter((name) => !isMatching(name) || isSeenThrough(name)), []],
      ['matching', all.filter((name) => isMatching(name) && name !== 'matching.sharpness'), ['matching-accuracy']],
    ] as const) {
      const graph = trainStepGraph({ configuration: smallNetworks[kind], batch, side, losses });
      const terms = Object.keys(lossPresets[losses]).map((term) => `loss.${term}`);
      const updates = names.flatMap((name) => [
        `updated.${name}`,
        `updated-first-moment.${name}`,
        `updated-second-moment.${name}`,
      ]);
      expect(Object.keys(graph.outputs).sort()).toEqual(
        ['loss', ...terms, 'gradient-norm', ...more, ...updates].sort(),
      );
    }
  });

  it('changes nothing but the fusion when that alone is trained', () => {
    const options = { configuration: smallNetworks.fast, batch, side, losses: 'l1' } as const;
    const updated = (part: 'all' | 'fusion'): string[] =>
      Object.keys(trainStepGraph({ ...options, part }).outputs).filter((name) => name.startsWith('updated.'));
    const fusion = updated('all').filter((name) => name.startsWith('updated.fusion.'));
    expect(fusion.length).toBeGreaterThan(0);
    expect(updated('fusion')).toEqual(fusion);
    expect(updated('all').length).toBeGreaterThan(fusion.length);
  });

  it('does not ask for what lies within 8 pixels of the border', async () => {
    const options = { configuration: smallNetworks.fast, batch, side, losses: { pixels: 1, alone: 1, shrunken: 1 } };
    const feeds = { ...pairs(2), ...Object.fromEntries(randomWeights(smallNetworks.fast, 1)) };
    const inside = (place: number): boolean => place >= 16 && place < fine - 16;
    const spoilt = (keep: (inside: boolean) => boolean): Values => ({
      shape: [batch, 3, fine, fine],
      data: (feeds.truth?.data ?? new Float32Array()).map((value, at) =>
        keep(inside(at % fine) && inside(Math.floor(at / fine) % fine)) ? value : value + 0.5,
      ),
    });
    const loss = await openModel(buildLossModel(options));
    const lossOf = async (truth: Values | undefined): Promise<number> =>
      scalarOf(await loss.run(truth === undefined ? feeds : { ...feeds, truth }), 'loss');
    const plain = await lossOf(undefined);
    expect(await lossOf(spoilt((isInside) => isInside))).toBe(plain);
    expect(await lossOf(spoilt((isInside) => !isInside))).not.toBe(plain);
    await loss.close();
  });

  it.each(kinds)('%s: the gradient tells how the loss changes along every parameter', async (kind) => {
    const configuration = smallNetworks[kind];
    const losses = 'all';
    const weights = trainedWeights(configuration);
    const feeds = { ...pairs(2), ...state(randomWeights(configuration, 1), 1) };
    const step = await openModel(buildTrainStepModel({ configuration, batch, side, losses }));
    const results = await step.run(feeds);
    await step.close();
    const loss = await openModel(buildLossModel({ configuration, batch, side, losses }));
    const given: Feeds = { ...pairs(2), ...Object.fromEntries(randomWeights(configuration, 1)) };
    expect(scalarOf(await loss.run(given), 'loss')).toBe(scalarOf(results, 'loss'));
    const norm = scalarOf(results, 'gradient-norm');
    const shortening = Math.min(1, 0.3 / norm);
    const errors: number[] = [];
    let squares = 0;
    for (const [name, { shape, data }] of weights) {
      const gradient =
        results[`updated-first-moment.${name}`]?.data.map((m) => (10 * m) / shortening) ?? new Float32Array(0);
      const length = Math.hypot(...gradient);
      squares += length ** 2;
      const along = async (distance: number): Promise<number> => {
        const moved = data.map((value, i) => value + (distance * (gradient[i] ?? NaN)) / length);
        return scalarOf(await loss.run({ ...given, [name]: { shape, data: moved } }), 'loss');
      };
      const reach = 2e-3;
      const slope = ((await along(reach)) - (await along(-reach))) / (2 * reach);
      errors.push(Math.abs(slope - length) / (length + 0.002 * norm));
    }
    await loss.close();
    expect(Math.sqrt(squares) / norm).toBeCloseTo(1, 4);
    for (const name of ['matching.fine.1.weight', 'matching.fine.3.bias'])
      expect(results[`updated.${name}`]?.data, name).toEqual(given[name]?.data);
    // The loss has kinks (L1, the pixel a sample falls on, the patch that is matched): a few slopes are off.
    errors.sort((a, b) => a - b);
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.02);
    expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThan(0.2);
  });

  it('learns a batch by heart, with gradients no longer than 0.3', async () => {
    const configuration = smallNetworks.fast;
    const weights = trainedWeights(configuration);
    const model = await openModel(buildTrainStepModel({ configuration, batch, side, losses: 'all' }));
    let feeds: Feeds = { ...pairs(2), ...state(randomWeights(configuration, 1), 1) };
    const seen: number[] = [];
    for (let step = 1; step <= 40; step += 1) {
      const results = await model.run(feeds);
      seen.push(scalarOf(results, 'loss'));
      if (step === 1) {
        const moments = [...weights.keys()].flatMap((name) => [
          ...(results[`updated-first-moment.${name}`]?.data ?? []),
        ]);
        expect(scalarOf(results, 'gradient-norm')).toBeGreaterThan(0.3);
        expect(Math.hypot(...moments)).toBeCloseTo(0.03, 5);
      }
      feeds = advance(feeds, results, weights, step + 1);
    }
    await model.close();
    expect(seen.at(-1)).toBeLessThan(0.8 * (seen[0] ?? NaN));
  });

  it.each([NaN, Infinity])('changes nothing when the gradient is not finite: %d in the truth', async (wrong) => {
    const configuration = smallNetworks.fast;
    const weights = trainedWeights(configuration);
    const feeds: Feeds = { ...pairs(2), ...state(weights, 1) };
    const truth: Values = { ...randomValues(3, [batch, 3, fine, fine], 0, 1) };
    truth.data[(fine / 2) * fine + fine / 2] = wrong;
    const model = await openModel(
      buildTrainStepModel({ configuration, batch, side, losses: { pixels: 1, 'high-band': 1 } }),
    );
    const results = await model.run({ ...feeds, truth });
    await model.close();
    expect(Number.isFinite(scalarOf(results, 'gradient-norm'))).toBe(false);
    for (const [name, { data }] of weights) {
      expect(results[`updated.${name}`]?.data).toEqual(data);
      expect(results[`updated-second-moment.${name}`]?.data.every((value) => value === 0)).toBe(true);
    }
  });
});
