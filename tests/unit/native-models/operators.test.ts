import { describe, expect, it } from 'vitest';
import { apply, constant, input, type Expression } from '#native-models/graph/expression';
import { cast, reshape, spaceToDepth, depthToSpace } from '#native-models/graph/operations';
import { operators, type OperatorName } from '#native-models/graph/operators';
import { at, evaluateOne, largestDifference, randomValues, tabulate, type Values } from './support/run-graph.ts';

const a = randomValues(1, [2, 4, 6, 8]);
const row = randomValues(2, [8]);
const weight = randomValues(3, [6, 2, 3, 3]);
const backwards = randomValues(9, [4, 3, 3, 3]);
const bias = randomValues(4, [6]);
const left = randomValues(5, [2, 3, 4]);
const right = randomValues(6, [2, 4, 5]);
const updates = randomValues(8, [3, 2]);
const positive = randomValues(7, [3, 5], 0.1, 2);

const of = (name: string, { shape }: Values): Expression => input(name, shape);
const twice = (expression: Expression): Expression[] => [expression, expression];
const theRow = of('row', row);
const zero = constant(Float32Array.of(0), []);
const picked = constant(Int32Array.of(3, 0, 1), [3]);

interface Case {
  result: Expression;
  feeds: Record<string, Values>;
  expected: Values;
}

const elementwise = (operator: 'Add' | 'Sub' | 'Mul' | 'Div', compute: (x: number, y: number) => number): Case => ({
  result: apply(operator, [of('a', a), of('row', row)], {}),
  feeds: { a, row },
  expected: tabulate(a.shape, (p) => compute(at(a, ...p), at(row, p[3] ?? 0))),
});

const oneByOne = (
  operator: 'Abs' | 'Sqrt' | 'Exp' | 'Log' | 'Floor' | 'Identity',
  values: Values,
  compute: (x: number) => number,
): Case => ({
  result: apply(operator, [of('values', values)], {}),
  feeds: { values },
  expected: tabulate(values.shape, (p) => compute(at(values, ...p))),
});

/** Rounded, so that some elements are equal. */
const comparison = (operator: 'Greater' | 'GreaterOrEqual', compute: (x: number, y: number) => boolean): Case => {
  const halves = { shape: a.shape, data: a.data.map((x) => Math.round(2 * x)) };
  const others = { shape: row.shape, data: row.data.map((x) => Math.round(2 * x)) };
  return {
    result: cast(apply(operator, [of('halves', halves), of('others', others)], {}), 'float32'),
    feeds: { halves, others },
    expected: tabulate(a.shape, (p) => Number(compute(at(halves, ...p), at(others, p[3] ?? 0)))),
  };
};

const reduction = (
  operator: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin',
  compute: (values: number[]) => number,
): Case => ({
  result: apply(operator, [of('a', a)], { axis: 1 }),
  feeds: { a },
  expected: tabulate([2, 1, 6, 8], ([b = 0, , y = 0, x = 0]) => compute([0, 1, 2, 3].map((c) => at(a, b, c, y, x)))),
});

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);

/** One case per operator, computed here by plain loops. */
const cases: Record<OperatorName, Case> = {
  Add: elementwise('Add', (x, y) => x + y),
  Sub: elementwise('Sub', (x, y) => x - y),
  Mul: elementwise('Mul', (x, y) => x * y),
  Div: elementwise('Div', (x, y) => x / y),
  Abs: oneByOne('Abs', a, Math.abs),
  Sqrt: oneByOne('Sqrt', positive, Math.sqrt),
  Exp: oneByOne('Exp', a, Math.exp),
  Log: oneByOne('Log', positive, Math.log),
  Floor: oneByOne('Floor', a, Math.floor),
  Identity: oneByOne('Identity', a, (x) => x),
  Greater: comparison('Greater', (x, y) => x > y),
  GreaterOrEqual: comparison('GreaterOrEqual', (x, y) => x >= y),
  Where: {
    result: apply('Where', [apply('Greater', [theRow, zero], {}), of('a', a), theRow], {}),
    feeds: { a, row },
    expected: tabulate(a.shape, (p) => (at(row, p[3] ?? 0) > 0 ? at(a, ...p) : at(row, p[3] ?? 0))),
  },
  LeakyRelu: {
    result: apply('LeakyRelu', [of('a', a)], { slope: 0.2 }),
    feeds: { a },
    expected: tabulate(a.shape, (p) => Math.max(at(a, ...p), 0.2 * at(a, ...p))),
  },
  Clip: {
    result: apply('Clip', [apply('Clip', [of('a', a)], { minimum: -0.5, maximum: null })], {
      minimum: null,
      maximum: 0.25,
    }),
    feeds: { a },
    expected: tabulate(a.shape, (p) => Math.min(0.25, Math.max(-0.5, at(a, ...p)))),
  },
  Cast: {
    result: cast(cast(of('a', { ...a, shape: a.shape }), 'int32'), 'float32'),
    feeds: { a: { shape: a.shape, data: a.data.map((x) => x * 10) } },
    expected: tabulate(a.shape, (p) => Math.trunc(Math.fround(at(a, ...p) * 10))),
  },
  Reshape: {
    result: reshape(of('a', a), 8, 48),
    feeds: { a },
    expected: { shape: [8, 48], data: a.data },
  },
  Transpose: {
    result: apply('Transpose', [of('a', a)], { order: [3, 0, 2, 1] }),
    feeds: { a },
    expected: tabulate([8, 2, 6, 4], ([x = 0, b = 0, y = 0, c = 0]) => at(a, b, c, y, x)),
  },
  Concat: {
    result: apply('Concat', twice(of('a', a)), { axis: 2 }),
    feeds: { a },
    expected: tabulate([2, 4, 12, 8], ([b = 0, c = 0, y = 0, x = 0]) => at(a, b, c, y % 6, x)),
  },
  Slice: {
    result: apply('Slice', [of('a', a)], { axes: [1, 3], starts: [1, 2], ends: [3, 7] }),
    feeds: { a },
    expected: tabulate([2, 2, 6, 5], ([b = 0, c = 0, y = 0, x = 0]) => at(a, b, c + 1, y, x + 2)),
  },
  Pad: {
    result: apply('Pad', [of('a', a)], { mode: 'reflect', before: [0, 0, 2, 1], after: [0, 0, 0, 3] }),
    feeds: { a },
    expected: tabulate([2, 4, 8, 12], ([b = 0, c = 0, y = 0, x = 0]) => {
      const column = Math.abs(x - 1);
      return at(a, b, c, Math.abs(y - 2), column > 7 ? 14 - column : column);
    }),
  },
  Gather: {
    result: apply('Gather', [of('a', a), picked], { axis: 1 }),
    feeds: { a },
    expected: tabulate([2, 3, 6, 8], ([b = 0, c = 0, y = 0, x = 0]) => at(a, b, [3, 0, 1][c] ?? 0, y, x)),
  },
  Expand: {
    result: apply('Expand', [apply('Reshape', [of('row', row)], { shape: [8, 1] })], { shape: [3, 8, 2] }),
    feeds: { row },
    expected: tabulate([3, 8, 2], ([, y = 0]) => at(row, y)),
  },
  ScatterElements: {
    result: apply(
      'ScatterElements',
      [of('positive', positive), constant(Int32Array.of(2, 2, 0, 0, 2, 1), [3, 2]), of('updates', updates)],
      { axis: 1 },
    ),
    feeds: { positive, updates },
    expected: tabulate(positive.shape, ([y = 0, x = 0]) => {
      const here = [0, 1].filter((index) => [2, 2, 0, 0, 2, 1][2 * y + index] === x);
      return at(positive, y, x) + total(here.map((index) => at(updates, y, index)));
    }),
  },
  DepthToSpace: {
    result: apply('DepthToSpace', [of('a', a)], { block: 2 }),
    feeds: { a },
    expected: tabulate([2, 1, 12, 16], ([b = 0, , y = 0, x = 0]) =>
      at(a, b, (y % 2) * 2 + (x % 2), Math.floor(y / 2), Math.floor(x / 2)),
    ),
  },
  Conv: {
    result: apply('Conv', [of('a', a), of('weight', weight), of('bias', bias)], { stride: 2, padding: 1, groups: 2 }),
    feeds: { a, weight, bias },
    expected: tabulate([2, 6, 3, 4], ([b = 0, k = 0, y = 0, x = 0]) => {
      let sum = at(bias, k);
      for (let c = 0; c < 2; c += 1)
        for (let dy = 0; dy < 3; dy += 1)
          for (let dx = 0; dx < 3; dx += 1) {
            const [sourceY, sourceX] = [2 * y + dy - 1, 2 * x + dx - 1];
            if (sourceY < 0 || sourceX < 0 || sourceY >= 6 || sourceX >= 8) continue;
            sum += at(a, b, Math.floor(k / 3) * 2 + c, sourceY, sourceX) * at(weight, k, c, dy, dx);
          }
      return sum;
    }),
  },
  ConvTranspose: {
    result: apply('ConvTranspose', [of('a', a), of('backwards', backwards)], {
      stride: 2,
      padding: 1,
      outputPadding: [1, 0],
    }),
    feeds: { a, backwards },
    expected: tabulate([2, 3, 12, 15], ([b = 0, k = 0, y = 0, x = 0]) => {
      let sum = 0;
      for (let c = 0; c < 4; c += 1)
        for (let dy = 0; dy < 3; dy += 1)
          for (let dx = 0; dx < 3; dx += 1) {
            const [sourceY, sourceX] = [(y + 1 - dy) / 2, (x + 1 - dx) / 2];
            if (!Number.isInteger(sourceY) || !Number.isInteger(sourceX)) continue;
            if (sourceY < 0 || sourceX < 0 || sourceY >= 6 || sourceX >= 8) continue;
            sum += at(a, b, c, sourceY, sourceX) * at(backwards, c, k, dy, dx);
          }
      return sum;
    }),
  },
  MatMul: {
    result: apply('MatMul', [of('left', left), of('right', right)], {}),
    feeds: { left, right },
    expected: tabulate([2, 3, 5], ([b = 0, n = 0, m = 0]) =>
      total([0, 1, 2, 3].map((k) => at(left, b, n, k) * at(right, b, k, m))),
    ),
  },
  ReduceSum: reduction('ReduceSum', total),
  ReduceMean: reduction('ReduceMean', (values) => total(values) / 4),
  ReduceMax: reduction('ReduceMax', (values) => Math.max(...values)),
  ReduceMin: reduction('ReduceMin', (values) => Math.min(...values)),
  ArgMax: {
    result: cast(apply('ArgMax', [of('a', a)], { axis: 1 }), 'float32'),
    feeds: { a },
    expected: tabulate([2, 1, 6, 8], ([b = 0, , y = 0, x = 0]) => {
      const values = [0, 1, 2, 3].map((c) => at(a, b, c, y, x));
      return values.indexOf(Math.max(...values));
    }),
  },
};

describe('operators', () => {
  it.each(Object.keys(operators) as OperatorName[])('%s: the inferred shape and the numbers', async (name) => {
    const { result, feeds, expected } = cases[name];
    expect(result.shape).toEqual(expected.shape);
    expect(largestDifference(await evaluateOne(result, feeds), expected)).toBeLessThan(2e-6);
  });

  it('spaceToDepth undoes depthToSpace', async () => {
    const there = depthToSpace(input('a', a.shape));
    expect(largestDifference(await evaluateOne(spaceToDepth(there), { a }), a)).toBe(0);
  });
});
