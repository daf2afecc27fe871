import { describe, expect, it } from 'vitest';
import { buildForwardModel, forwardGraph, matchGraph, inHalfPrecision } from '#native-models/dcsr/forward-model';
import { networkConfigurations } from '#native-models/dcsr/network';
import { checkGraph } from '#native-models/graph/check-graph';
import {
  apply,
  expressionsOf,
  input,
  type Application,
  type Expression,
  type Graph,
} from '#native-models/graph/expression';
import { convolutionsInHalf } from '#native-models/graph/half-precision';
import { cast, leakyRelu, multiply } from '#native-models/graph/operations';
import { convolution } from '#native-models/layers/convolution';
import { emitModel } from '#native-models/onnx/emit-model';
import { roundedToHalf } from '../../support/rounded-to-half.ts';
import { largestDifference, runModel } from './support/run-graph.ts';
import { randomWeights, smallNetworks, tileFeeds } from './support/small-networks.ts';

const kinds = ['fast', 'paper'] as const;

function applications(graph: Graph): Application[] {
  return expressionsOf(graph).filter((expression) => expression.kind === 'application');
}

/** Names of the convolutions of a graph whose weights are learned, by what they compute with; a cast weight counts as what it is cast from. */
function layersBy(graph: Graph, dtype: string): string[] {
  const nameOf = (weight: Expression | undefined): string | null => {
    const source = weight?.kind === 'application' && weight.operator === 'Cast' ? weight.inputs[0] : weight;
    return source?.kind === 'parameter' ? source.name.replace('.weight', '') : null;
  };
  return applications(graph)
    .filter((one) => one.operator === 'Conv' && one.dtype === dtype)
    .map((one) => nameOf(one.inputs[1]))
    .filter((name) => name !== null);
}

describe('floats of two precisions', () => {
  const [full, half] = [input('x', [1, 4, 4, 4]), cast(input('y', [1, 4, 4, 4]), 'float16')];
  it('are not mixed in one operator', () => {
    const [weight, bias] = [input('w', [4, 4, 3, 3]), input('b', [4])];
    const attributes = { stride: 1, padding: 1, groups: 1 };
    expect(() => apply('Conv', [half, weight, bias], attributes)).toThrow(/one type, received float16 .* and float32/);
    expect(() => apply('Add', [full, half], {})).toThrow(/one type/);
  });

  it('are told apart by operators that are exact in 32 bits only', () => {
    expect(() => apply('Sqrt', [half], {})).toThrow(/Expected float32 operands, received float16/);
    expect(() => apply('ArgMax', [half], { axis: 1 })).toThrow(/Expected float32/);
    expect(() => apply('Clip', [half], { minimum: 0, maximum: 1 })).toThrow(/Expected float32/);
    expect(() => checkGraph({ name: 'half', outputs: { result: leakyRelu(half) } })).toThrow(/computed float32/);
  });
});

describe('convolutionsInHalf', () => {
  it('casts once into a run of halved layers and once out of it', () => {
    const first = leakyRelu(convolution(input('x', [1, 4, 8, 8]), { name: 'a', outputs: 4 }));
    const graph = { name: 'run', outputs: { y: multiply(convolution(first, { name: 'b', outputs: 4 }), 2) } };
    const halved = convolutionsInHalf(graph, () => true);
    const casts = applications(halved).filter(({ operator }) => operator === 'Cast');
    const ofData = casts.filter(({ inputs: [from] }) => from?.kind !== 'parameter');
    expect(ofData.map(({ dtype }) => dtype)).toEqual(['float16', 'float32']);
    // Two weights and two biases.
    expect(casts).toHaveLength(ofData.length + 4);
  });

  it('leaves a graph alone when no layer is halved', () => {
    const graph = forwardGraph({ configuration: smallNetworks.fast, height: 8, width: 8, reference: true });
    const weights = randomWeights(smallNetworks.fast, 1);
    expect(
      emitModel(
        convolutionsInHalf(graph, () => false),
        weights,
      ),
    ).toEqual(emitModel(graph, weights));
  });

  it('rounds what it stores as 16 bits do', async () => {
    const graph = {
      name: 'one',
      outputs: { y: multiply(convolution(input('x', [1, 1, 1, 1]), { name: 'a', outputs: 1, kernel: 1 }), 1) },
    };
    const run = async (x: number, weight: number): Promise<number> => {
      const weights = new Map([
        ['a.weight', { shape: [1, 1, 1, 1], data: Float32Array.of(weight) }],
        ['a.bias', { shape: [1], data: Float32Array.of(0) }],
      ]);
      const model = emitModel(
        roundedToHalf(
          convolutionsInHalf(graph, () => true),
          'exact',
        ),
        weights,
      );
      const { y } = await runModel(model, { x: { data: Float32Array.of(x), shape: [1, 1, 1, 1] } });
      return y?.data[0] ?? NaN;
    };
    // IEEE 754 binary16 has eleven significant bits: above 2048 there are only even numbers.
    expect(await run(2049, 1)).toBe(2048);
    expect(await run(2051, 1)).toBe(2052);
    expect(await run(1, 1 + 2 ** -11)).toBe(1);
    expect(await run(1 + 2 ** -10, 1)).toBe(1 + 2 ** -10);
    // The product of two rounded numbers is rounded again.
    expect(await run(1 + 2 ** -10, 1 + 2 ** -10)).toBe(1 + 2 ** -9);
  });
});

describe.each(kinds)('the %s network in half precision', (kind) => {
  const configuration = networkConfigurations[kind];
  const graph = forwardGraph({ configuration, height: 32, width: 32, reference: true });
  const halved = inHalfPrecision(graph);

  it('keeps in 32 bits whatever decides where to look', () => {
    const match = matchGraph({ configuration, height: 32, width: 32 });
    expect(layersBy(match, 'float32').length).toBeGreaterThan(0);
    expect(layersBy(inHalfPrecision(match), 'float32')).toEqual(layersBy(match, 'float32'));
    expect(layersBy(halved, 'float32')).toEqual([]);
  });

  it('has every learned layer of the network once', () => {
    const all = layersBy(graph, 'float32');
    expect([...layersBy(halved, 'float32'), ...layersBy(halved, 'float16')].sort()).toEqual(all.sort());
  });

  it('computes with 16 bits only convolutions and what rounds nothing after them', () => {
    const operators = new Set(
      applications(halved)
        .filter(({ dtype }) => dtype === 'float16')
        .map(({ operator }) => operator),
    );
    for (const operator of operators)
      expect(['Cast', 'Conv', 'LeakyRelu', 'Concat', 'Slice', 'DepthToSpace']).toContain(operator);
  });

  it('has inputs and outputs of the full network, its trust, and nearly its picture', async () => {
    const small = smallNetworks[kind];
    const [weights, feeds] = [randomWeights(small, 3), tileFeeds(1, 16)];
    const options = { configuration: small, height: 16, width: 16, reference: true };
    const full = await runModel(buildForwardModel({ ...options, weights }), feeds);
    const rounded = emitModel(roundedToHalf(inHalfPrecision(forwardGraph(options)), 'exact'), weights);
    const half = await runModel(rounded, feeds);
    expect(Object.keys(half)).toEqual(Object.keys(full));
    const apart = (name: string): number => {
      const [a, b] = [full[name], half[name]];
      if (a === undefined || b === undefined) throw new Error(`Expected ${name}`);
      return largestDifference(a, b);
    };
    expect(apart('gate')).toBeLessThan(0.02);
    expect(apart('enhanced')).toBeGreaterThan(0);
    // Random weights correct far beyond colours, so what is rounded off is measured by that.
    const reach = Math.max(...(full.enhanced?.data ?? []).map(Math.abs));
    expect(apart('enhanced')).toBeLessThan(0.005 * reach);
  });

  it('gives without a valid reference exactly what it gives without one', async () => {
    const small = smallNetworks[kind];
    const [weights, feeds] = [randomWeights(small, 4), tileFeeds(1, 16, 0)];
    const pictureOf = async (reference: boolean): Promise<number[]> => {
      const options = { configuration: small, height: 16, width: 16, reference };
      const model = emitModel(roundedToHalf(inHalfPrecision(forwardGraph(options)), 'exact'), weights);
      return [...((await runModel(model, feeds)).enhanced?.data ?? [])];
    };
    const picture = await pictureOf(false);
    expect(picture).toHaveLength(3 * 32 * 32);
    expect(await pictureOf(true)).toEqual(picture);
  });

  it('runs as it is emitted', async () => {
    const small = smallNetworks[kind];
    const model = buildForwardModel({
      configuration: small,
      weights: randomWeights(small, 5),
      height: 16,
      width: 16,
      reference: true,
      precision: 'half',
    });
    const { enhanced } = await runModel(model, tileFeeds(1, 16));
    expect(enhanced?.data).toBeInstanceOf(Float32Array);
    expect(enhanced?.data.every(Number.isFinite)).toBe(true);
  });
});
