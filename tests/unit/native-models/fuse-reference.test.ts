import { describe, expect, it } from 'vitest';
import { fuseReference, type FusedReference } from '#native-models/dcsr/fuse-reference';
import type { FusionConfiguration, NetworkConfiguration } from '#native-models/dcsr/network';
import { input } from '#native-models/graph/expression';
import { parametersOf } from '#native-models/graph/check-graph';
import type { Weights } from '#native-models/weights-file/safetensors';
import { gradientError } from './support/gradients.ts';
import { at, evaluate, filled, largestDifference, randomValues, tabulate, type Values } from './support/run-graph.ts';
import { smallNetworks } from './support/small-networks.ts';

const [height, width] = [4, 6];

/** A wide and the result without reference, and a reference that fits them here and there. */
const feeds = {
  wide: randomValues(1, [1, 3, height, width], 0.2, 0.8),
  features: randomValues(2, [1, 8, height, width]),
  alone: randomValues(3, [1, 3, 2 * height, 2 * width], 0.2, 0.8),
  image: randomValues(4, [1, 3, 2 * height, 2 * width], 0.2, 0.8),
  seen: randomValues(1, [1, 3, height, width], 0.2, 0.8),
  validity: tabulate([1, 1, 2 * height, 2 * width], ([, , , x = 0]) => Math.min(1, x / 4)),
  noise: filled(0.02, [1, 1, 1, 1]),
};
const wander = randomValues(5, feeds.seen.shape, -0.5, 0.5);
feeds.seen = tabulate(
  feeds.seen.shape,
  (place) => at(feeds.wide, ...place) + (at(wander, ...place) * (place[3] ?? 0)) / 5,
);

function fused(gate: FusionConfiguration['gate'] = 'learned'): FusedReference {
  const base = smallNetworks.fast;
  const configuration: NetworkConfiguration = { ...base, fusion: { ...base.fusion, gate } };
  const of = (name: keyof typeof feeds) => input(name, feeds[name].shape);
  return fuseReference(
    configuration,
    { wide: of('wide'), features: of('features'), alone: of('alone') },
    { image: of('image'), seen: of('seen'), validity: of('validity'), noise: of('noise') },
  );
}

function weightsFor(result: FusedReference, scale: (name: string) => number): Weights {
  const parameters = [...parametersOf({ name: 'test', outputs: { enhanced: result.enhanced } }).values()];
  return new Map(
    parameters.map(({ name, shape }, index) => {
      const reach = scale(name);
      return [name, randomValues(20 + index, shape, -reach, reach)];
    }),
  );
}

const untrained = (name: string): number => (name.startsWith('fusion.last') ? 0 : 0.3);
const trained = (): number => 0.2;

async function run(
  weights: Weights,
  changes: Partial<typeof feeds> = {},
  gate: FusionConfiguration['gate'] = 'learned',
): Promise<Record<keyof FusedReference, Values>> {
  const values = await evaluate({ ...fused(gate) }, { ...feeds, ...changes }, weights);
  const [none, { enhanced, gate: share, trust }] = [filled(NaN, [1]), values];
  return { enhanced: enhanced ?? none, gate: share ?? none, trust: trust ?? none };
}

// The same by plain loops.

const within = (index: number, size: number): number => Math.min(size - 1, Math.max(0, index));
const leaky = (value: number): number => (value < 0 ? 0.2 * value : value);

function enlarged(planes: Values, kernel: (distance: number) => number): Values {
  const [batch = 0, channels = 0, rows = 0, columns = 0] = planes.shape;
  return tabulate([batch, channels, 2 * rows, 2 * columns], ([b = 0, c = 0, y = 0, x = 0]) => {
    const [v, u] = [(y + 0.5) / 2 - 0.5, (x + 0.5) / 2 - 0.5];
    let sum = 0;
    for (let row = Math.floor(v) - 1; row <= Math.floor(v) + 2; row += 1)
      for (let column = Math.floor(u) - 1; column <= Math.floor(u) + 2; column += 1)
        sum += kernel(v - row) * kernel(u - column) * at(planes, b, c, within(row, rows), within(column, columns));
    return sum;
  });
}

const linear = (distance: number): number => Math.max(0, 1 - Math.abs(distance));
const cubic = (distance: number): number => {
  const d = Math.abs(distance);
  if (d <= 1) return 1.25 * d ** 3 - 2.25 * d ** 2 + 1;
  return d < 2 ? -0.75 * (d ** 3 - 5 * d ** 2 + 8 * d - 4) : 0;
};

function smoothed(planes: Values, sigma: number): Values {
  const [, , rows = 0, columns = 0] = planes.shape;
  const reach = Math.ceil(2 * sigma);
  return tabulate(planes.shape, ([b = 0, c = 0, y = 0, x = 0]) => {
    let [sum, weights] = [0, 0];
    for (let down = -reach; down <= reach; down += 1)
      for (let right = -reach; right <= reach; right += 1) {
        const weight = Math.exp(-(down ** 2 + right ** 2) / (2 * sigma ** 2));
        sum += weight * at(planes, b, c, within(y + down, rows), within(x + right, columns));
        weights += weight;
      }
    return sum / weights;
  });
}

function convolved(planes: Values, weights: Weights, name: string): Values {
  const [weight, bias] = [weights.get(`${name}.weight`), weights.get(`${name}.bias`)];
  if (weight === undefined || bias === undefined) throw new Error(`Expected the layer ${name}`);
  const [, channels = 0, rows = 0, columns = 0] = planes.shape;
  return tabulate([1, weight.shape[0] ?? 0, rows, columns], ([, output = 0, y = 0, x = 0]) => {
    let sum = at(bias, output);
    for (let c = 0; c < channels; c += 1)
      for (let tap = 0; tap < 9; tap += 1) {
        const [row, column] = [y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1];
        if (row >= 0 && column >= 0 && row < rows && column < columns)
          sum += at(weight, output, c, Math.floor(tap / 3), tap % 3) * at(planes, 0, c, row, column);
      }
    return sum;
  });
}

/** A fine plane's pixel as one of four channels of its cell, and back. */
const inCells = (planes: Values): Values =>
  tabulate([1, 4 * (planes.shape[1] ?? 0), height, width], ([, c = 0, y = 0, x = 0]) =>
    at(planes, 0, Math.floor(c / 4), 2 * y + (Math.floor(c / 2) % 2), 2 * x + (c % 2)),
  );
const fromCells = (cells: Values, first: number, c: number, y: number, x: number): number =>
  at(cells, 0, first + 4 * c + 2 * (y % 2) + (x % 2), Math.floor(y / 2), Math.floor(x / 2));

function planesOf(count: number, valueOf: (c: number, y: number, x: number) => number): Values {
  return tabulate([1, count, height, width], ([, c = 0, y = 0, x = 0]) => valueOf(c, y, x));
}

function expectedOf(weights: Weights): Record<keyof FusedReference, Values> {
  const { wide, features, alone, image, seen, validity, noise } = feeds;
  const cellValidity = planesOf(1, (_, y, x) =>
    Math.min(...[0, 1, 2, 3].map((tap) => at(validity, 0, 0, 2 * y + (tap >> 1), 2 * x + (tap & 1)))),
  );
  const residual = planesOf(
    3,
    (c, y, x) => (at(wide, 0, c, y, x) - at(seen, 0, c, y, x)) * at(cellValidity, 0, 0, y, x),
  );
  const energy = (planes: Values): Values =>
    planesOf(1, (_, y, x) => [0, 1, 2].reduce((sum, c) => sum + at(planes, 0, c, y, x) ** 2 / 3, 0));
  const root = (planes: Values): Values => planesOf(1, (_, y, x) => Math.sqrt(Math.max(1e-8, at(planes, 0, 0, y, x))));
  const strength = root(smoothed(energy(residual), 1.5));
  const soft = smoothed(wide, 2.5);
  const rough = planesOf(3, (c, y, x) => at(wide, 0, c, y, x) - at(soft, 0, c, y, x));
  const texture = root(smoothed(energy(rough), 2.5));
  const excess = planesOf(1, (_, y, x) => {
    const tolerated = 0.3 * at(texture, 0, 0, y, x) + 1.3 * at(noise, 0, 0, 0, 0) + 1 / 512;
    return Math.min(4, Math.max(0, at(strength, 0, 0, y, x) / tolerated - 1));
  });
  const trust = planesOf(1, (_, y, x) => Math.exp(-1.25 * at(excess, 0, 0, y, x) ** 2) * at(cellValidity, 0, 0, y, x));
  const coarse = enlarged(seen, cubic);
  const times = (planes: Values, other: Values): Values =>
    tabulate(
      planes.shape,
      ([b = 0, c = 0, y = 0, x = 0]) => (at(planes, b, c, y, x) - at(other, b, c, y, x)) * at(validity, b, 0, y, x),
    );
  const difference = times(image, alone);
  const evidence = planesOf(5, (c, y, x) => {
    const planes = [trust, excess, strength, texture];
    const plane = planes[c];
    if (plane === undefined) return at(noise, 0, 0, 0, 0);
    return (c === 1 ? 0.25 : 1) * at(plane, 0, 0, y, x);
  });
  const [cells, detail] = [inCells(difference), inCells(times(image, coarse))];
  const parts = [cells, detail, residual, evidence].flatMap((planes) =>
    Array.from({ length: planes.shape[1] ?? 0 }, (_, c) => ({ planes, c })),
  );
  const inputs = planesOf(8 + parts.length, (c, y, x) => {
    if (c < 8) return at(features, 0, c, y, x);
    const part = parts[c - 8];
    return part === undefined ? NaN : 4 * at(part.planes, 0, part.c, y, x);
  });
  const bent = (planes: Values): Values => ({ ...planes, data: planes.data.map(leaky) });
  const head = bent(convolved(inputs, weights, 'fusion.head'));
  const hidden = bent(convolved(head, weights, 'fusion.blocks.1.1'));
  const block = convolved(hidden, weights, 'fusion.blocks.1.2');
  const sum = { ...head, data: head.data.map((value, index) => value + (block.data[index] ?? NaN)) };
  const learned = convolved(sum, weights, 'fusion.last');
  const fineTrust = enlarged(trust, linear);
  const gate = tabulate([1, 1, 2 * height, 2 * width], ([, , y = 0, x = 0]) => {
    const logit = 10 * at(fineTrust, 0, 0, y, x) - 5 + fromCells(learned, 0, 0, y, x);
    return at(validity, 0, 0, y, x) / (1 + Math.exp(-logit));
  });
  const unexplained = enlarged(residual, cubic);
  const enhanced = tabulate(image.shape, ([, c = 0, y = 0, x = 0]) => {
    const pasted = at(difference, 0, c, y, x) + fromCells(learned, 4, 0, y, x) * at(unexplained, 0, c, y, x);
    const correction = fromCells(learned, 8, c, y, x) * at(validity, 0, 0, y, x);
    return at(alone, 0, c, y, x) + at(gate, 0, 0, y, x) * pasted + correction;
  });
  return { enhanced, gate, trust };
}

describe('fuseReference', () => {
  it.each([
    ['before training', untrained],
    ['after it', trained],
  ])('is what plain loops make of its formulas, %s', async (_, scale) => {
    const weights = weightsFor(fused(), scale);
    const [result, expected] = [await run(weights), expectedOf(weights)];
    for (const name of ['trust', 'gate', 'enhanced'] as const)
      expect(largestDifference(result[name], expected[name]), name).toBeLessThan(2e-5);
    expect(new Set(Array.from(result.trust.data, (value) => Math.round(10 * value))).size).toBeGreaterThan(3);
  });

  it('is exactly the result without reference where the validity is 0', async () => {
    const weights = weightsFor(fused(), trained);
    const { enhanced, gate, trust } = await run(weights, { validity: filled(0, feeds.validity.shape) });
    expect(largestDifference(enhanced, feeds.alone)).toBe(0);
    for (const { data } of [gate, trust]) expect(data.every((value) => value === 0)).toBe(true);
  });

  it('begins as the reference where that explains the wide, and as the result without it where it does not', async () => {
    const weights = weightsFor(fused(), untrained);
    const validity = filled(1, feeds.validity.shape);
    const fits = await run(weights, { validity, seen: feeds.wide });
    const apart = largestDifference(feeds.image, feeds.alone);
    expect(largestDifference(fits.enhanced, feeds.image)).toBeLessThan(0.01 * apart);
    const opposite = { ...feeds.wide, data: feeds.wide.data.map((value) => value + 0.5) };
    const differs = await run(weights, { validity, seen: opposite });
    expect(largestDifference(differs.enhanced, feeds.alone)).toBeLessThan(0.01 * apart);
  });

  it('trusts more where there is more noise to explain the difference', async () => {
    const weights = weightsFor(fused(), untrained);
    const [quiet, noisy] = [await run(weights), await run(weights, { noise: filled(0.1, [1, 1, 1, 1]) })];
    expect(noisy.trust.data.every((value, index) => value >= (quiet.trust.data[index] ?? NaN))).toBe(true);
    expect(largestDifference(noisy.trust, quiet.trust)).toBeGreaterThan(0.1);
  });

  it.each(['trust', 'one', 'none'] as const)('has a gate that is %s, not learned, where asked for', async (kind) => {
    const weights = weightsFor(fused(kind), trained);
    const { gate, trust } = await run(weights, {}, kind);
    const fine = kind === 'trust' ? enlarged(trust, linear) : filled(kind === 'one' ? 1 : 0, gate.shape);
    const expected = tabulate(gate.shape, (place) => at(fine, ...place) * at(feeds.validity, ...place));
    expect(largestDifference(gate, expected)).toBeLessThan(1e-6);
  });

  it('passes gradients on as finite differences tell', async () => {
    const { enhanced } = fused();
    const weights = weightsFor(fused(), trained);
    const names = ['image', 'alone', 'features', 'noise'];
    expect(await gradientError(enhanced, { ...feeds, ...Object.fromEntries(weights) }, names, 1 / 1024)).toBeLessThan(
      0.02,
    );
  });
});
