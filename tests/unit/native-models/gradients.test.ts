import { describe, expect, it } from 'vitest';
import { apply, constant, input, type Expression } from '#native-models/graph/expression';
import { cast, gather, multiply, reshape } from '#native-models/graph/operations';
import { operators, type OperatorName } from '#native-models/graph/operators';
import { isDifferentiable } from '#native-models/graph/differentiate';
import { analyticGradients, gradientError } from './support/gradients.ts';
import { filled, randomValues, type Feeds, type Values } from './support/run-graph.ts';

interface Case {
  readonly result: Expression;
  readonly feeds: Feeds;
  /** The inputs to differentiate for; all of them by default. */
  readonly names?: readonly string[];
}

/** Numbers that keep a distance of 0.1 from each other and from 0, in a random order: no step reaches a kink or a tie. */
function apart(seed: number, shape: readonly number[]): Values {
  const random = randomValues(seed, shape, 0, 1);
  const order = [...random.data.keys()].sort((i, j) => (random.data[i] ?? 0) - (random.data[j] ?? 0));
  const data = new Float32Array(order.length);
  order.forEach((place, rank) => (data[place] = 0.1 * (rank - Math.floor(order.length / 2)) + 0.05));
  return { shape, data };
}

const of = (name: string, { shape }: Values): Expression => input(name, shape);

function pairwise(operator: 'Add' | 'Sub' | 'Mul' | 'Div', shapes: readonly (readonly number[])[]): Case {
  const [left, right] = [randomValues(1, shapes[0] ?? []), randomValues(2, shapes[1] ?? [], 0.5, 2)];
  return { result: apply(operator, [of('left', left), of('right', right)], {}), feeds: { left, right } };
}

const broadcasts = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3, 4], [4]],
  [
    [2, 1, 4],
    [3, 1],
  ],
  [[], [2, 3]],
  [
    [2, 3, 2],
    [1, 3, 1],
  ],
];

const pairs = (operator: 'Add' | 'Sub' | 'Mul' | 'Div'): Case[] =>
  broadcasts.map((shapes) => pairwise(operator, shapes));

function oneByOne(operator: 'Abs' | 'Sqrt' | 'Exp' | 'Log', data: Values): Case[] {
  return [{ result: apply(operator, [of('data', data)], {}), feeds: { data } }];
}

function convolution(
  shapes: { data: readonly number[]; weight: readonly number[] },
  attributes: { stride: number; padding: number; groups: number },
): Case {
  const feeds = {
    data: randomValues(3, shapes.data),
    weight: randomValues(4, shapes.weight),
    bias: randomValues(5, shapes.weight.slice(0, 1)),
  };
  return {
    result: apply('Conv', [of('data', feeds.data), of('weight', feeds.weight), of('bias', feeds.bias)], attributes),
    feeds,
  };
}

function reduction(operator: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin'): Case[] {
  const data = apart(6, [2, 3, 4]);
  return [0, 1, -1].map((axis) => ({ result: apply(operator, [of('data', data)], { axis }), feeds: { data } }));
}

function layout<Name extends 'Reshape' | 'Transpose' | 'Slice' | 'Pad' | 'Expand' | 'DepthToSpace'>(
  operator: Name,
  shape: readonly number[],
  attributes: Parameters<typeof apply<Name>>[2],
): Case {
  const data = randomValues(7, shape);
  return { result: apply(operator, [of('data', data)], attributes), feeds: { data } };
}

function gathered(shape: readonly number[], axis: number, indices: readonly number[], known: boolean): Case {
  const data = randomValues(8, shape);
  const picked = Int32Array.from(indices);
  if (known) return { result: gather(of('data', data), constant(picked, [indices.length]), axis), feeds: { data } };
  const positions = { shape: [indices.length / 2, 2], data: Float32Array.from(picked) };
  return {
    result: gather(of('data', data), cast(of('positions', positions), 'int32'), axis),
    feeds: { data, positions },
    names: ['data'],
  };
}

const matrices = (left: readonly number[], right: readonly number[]): Case => {
  const feeds = { left: randomValues(9, left), right: randomValues(10, right) };
  return { result: apply('MatMul', [of('left', feeds.left), of('right', feeds.right)], {}), feeds };
};

const plain = { stride: 1, padding: 1, groups: 1 };
const seven = apart(11, [7]);
const flags = { shape: [3, 1], data: Float32Array.of(1, -1, 1) };

/** Null for operators that pass no gradient on. */
const cases: Record<OperatorName, Case[] | null> = {
  Add: pairs('Add'),
  Sub: pairs('Sub'),
  Mul: pairs('Mul'),
  Div: pairs('Div'),
  Abs: oneByOne('Abs', apart(12, [3, 4])),
  Sqrt: oneByOne('Sqrt', randomValues(13, [3, 4], 0.5, 2)),
  Exp: oneByOne('Exp', randomValues(14, [3, 4])),
  Log: oneByOne('Log', randomValues(15, [3, 4], 0.5, 2)),
  Floor: null,
  LeakyRelu: [0.2, 0].map((slope) => ({
    result: apply('LeakyRelu', [of('seven', seven)], { slope }),
    feeds: { seven },
  })),
  Clip: [
    { minimum: -0.2, maximum: 0.2 },
    { minimum: null, maximum: 0 },
    { minimum: -0.1, maximum: null },
  ].map((bounds) => ({ result: apply('Clip', [of('seven', seven)], bounds), feeds: { seven } })),
  Cast: null,
  Greater: null,
  GreaterOrEqual: null,
  Where: [
    {
      result: apply(
        'Where',
        [
          apply('Greater', [of('flags', flags), constant(Float32Array.of(0), [])], {}),
          input('then', [3, 4]),
          input('otherwise', [4]),
        ],
        {},
      ),
      feeds: { flags, then: randomValues(16, [3, 4]), otherwise: randomValues(17, [4]) },
      names: ['then', 'otherwise'],
    },
  ],
  Identity: null,
  Reshape: [layout('Reshape', [2, 6], { shape: [3, 4] })],
  Transpose: [
    layout('Transpose', [2, 3, 4], { order: [2, 0, 1] }),
    layout('Transpose', [2, 3, 2, 2], { order: [3, 1, 0, 2] }),
  ],
  Concat: [0, 1].map((axis) => {
    const feeds = { first: randomValues(18, [2, 2]), second: randomValues(19, axis === 0 ? [3, 2] : [2, 3]) };
    const [first, second] = [of('first', feeds.first), of('second', feeds.second)];
    return { result: apply('Concat', [first, second, first], { axis }), feeds };
  }),
  Slice: [
    layout('Slice', [4, 5], { axes: [0], starts: [1], ends: [3] }),
    layout('Slice', [4, 3, 5], { axes: [2, 0], starts: [0, 3], ends: [2, 4] }),
  ],
  Pad: [
    layout('Pad', [1, 2, 3, 4], { mode: 'constant', before: [0, 1, 2, 0], after: [0, 0, 1, 3] }),
    layout('Pad', [1, 2, 3, 4], { mode: 'edge', before: [0, 0, 2, 1], after: [0, 0, 1, 3] }),
    layout('Pad', [1, 2, 3, 4], { mode: 'reflect', before: [0, 0, 2, 3], after: [0, 0, 1, 0] }),
  ],
  Gather: [
    gathered([4, 3], 0, [2, 0, 3, 1], true),
    gathered([4, 3], 0, [0, 1, 2, 3], true),
    gathered([2, 4, 3], 1, [3, 1], true),
    gathered([2, 3, 4], 2, [1, 1, 3, 1, 1, 0], true),
    gathered([2, 3, 4], 1, [1, 1, 1, 1, 1, 1, 0, 1], true),
    gathered([5, 3], 0, [4, 4, 0, 4, 2, 2], false),
    gathered([2, 3, 2], -2, [1, 1, 0, 1], false),
  ],
  Expand: [layout('Expand', [3, 1], { shape: [2, 3, 4] }), layout('Expand', [], { shape: [2, 2] })],
  ScatterElements: null,
  DepthToSpace: [
    layout('DepthToSpace', [2, 8, 2, 3], { block: 2 }),
    layout('DepthToSpace', [1, 9, 2, 1], { block: 3 }),
  ],
  Conv: [
    convolution({ data: [2, 3, 4, 5], weight: [4, 3, 3, 3] }, plain),
    convolution({ data: [2, 2, 4, 3], weight: [6, 2, 1, 1] }, { ...plain, padding: 0 }),
    convolution({ data: [1, 2, 6, 7], weight: [3, 2, 5, 5] }, { ...plain, padding: 2 }),
    convolution({ data: [1, 2, 5, 5], weight: [3, 2, 3, 3] }, { ...plain, padding: 0 }),
    convolution({ data: [2, 2, 6, 7], weight: [3, 2, 3, 3] }, { ...plain, stride: 2 }),
    convolution({ data: [1, 2, 8, 8], weight: [2, 2, 5, 5] }, { stride: 4, padding: 2, groups: 1 }),
    convolution({ data: [1, 2, 7, 5], weight: [2, 2, 2, 2] }, { stride: 2, padding: 0, groups: 1 }),
    convolution({ data: [1, 2, 5, 4], weight: [2, 2, 1, 3] }, plain),
    convolution({ data: [1, 1, 4, 4], weight: [2, 1, 3, 2] }, { stride: 3, padding: 0, groups: 1 }),
    convolution({ data: [2, 4, 4, 5], weight: [6, 2, 3, 3] }, { ...plain, groups: 2 }),
    convolution({ data: [1, 3, 5, 5], weight: [3, 1, 3, 3] }, { stride: 1, padding: 0, groups: 3 }),
    convolution({ data: [1, 2, 5, 7], weight: [8, 1, 2, 2] }, { stride: 2, padding: 0, groups: 2 }),
    convolution({ data: [1, 2, 5, 6], weight: [4, 1, 3, 3] }, { stride: 2, padding: 1, groups: 2 }),
  ],
  ConvTranspose: null,
  MatMul: [
    matrices([2, 3], [3, 4]),
    matrices([2, 2, 3], [2, 3, 2]),
    matrices([3, 2], [2, 2, 3]),
    matrices([2, 1, 2, 3], [3, 3, 1]),
  ],
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  ReduceMax: reduction('ReduceMax'),
  ReduceMin: reduction('ReduceMin'),
  ArgMax: null,
};

describe('the derivative of every operator', () => {
  it.each(Object.keys(operators) as OperatorName[])('%s agrees with finite differences', async (name) => {
    const listed = cases[name];
    expect(isDifferentiable(name)).toBe(listed !== null);
    for (const { result, feeds, names } of listed ?? []) {
      expect(await gradientError(result, feeds, names), `of ${result.shape.join(' x ')}`).toBeLessThan(2e-3);
    }
  });

  const gradientOf = async (result: Expression, data: Values): Promise<number[]> => {
    const [gradient] = await analyticGradients(result, { data }, ['data'], filled(1, result.shape));
    // A zero has no sign here.
    return [...(gradient?.data ?? [])].map((value) => value + 0);
  };
  const data = { shape: [5], data: Float32Array.of(-1, 0, 0, 0.5, 0.5) };

  it('at kinks and ties it is PyTorch’s', async () => {
    const x = of('data', data);
    expect(await gradientOf(apply('Abs', [x], {}), data)).toEqual([-1, 0, 0, 1, 1]);
    expect(await gradientOf(apply('Clip', [x], { minimum: 0, maximum: 0.5 }), data)).toEqual([0, 1, 1, 1, 1]);
    expect(await gradientOf(apply('ReduceMax', [x], { axis: 0 }), data)).toEqual([0, 0, 0, 0.5, 0.5]);
    expect(await gradientOf(apply('ReduceMin', [reshape(multiply(x, -1), 1, 5)], { axis: 1 }), data)).toEqual([
      0, 0, 0, -0.5, -0.5,
    ]);
    const leaky = await gradientOf(apply('LeakyRelu', [x], { slope: 0.25 }), data);
    expect(leaky).toEqual([0.25, 0.25, 0.25, 1, 1]);
  });

  it('a square root of 0 passes nothing on', async () => {
    const squares = { shape: [2], data: Float32Array.of(0, 4) };
    expect(await gradientOf(apply('Sqrt', [of('data', squares)], {}), squares)).toEqual([0, 0.25]);
  });

  it('refuses a leaky slope it has no rule for', async () => {
    await expect(gradientOf(apply('LeakyRelu', [of('data', data)], { slope: -0.5 }), data)).rejects.toThrow(RangeError);
  });
});
