import { describe, expect, it } from 'vitest';
import { sumOfAll } from '#native-models/graph/broadcasting';
import { differentiate } from '#native-models/graph/differentiate';
import { constant, expressionsOf, input, parameter, type Expression } from '#native-models/graph/expression';
import { add, cast, exponential, floor, matMul, multiply, stopGradient } from '#native-models/graph/operations';
import { evaluate, randomValues, type Feeds, type Values } from './support/run-graph.ts';

const three = { shape: [3], data: Float32Array.of(1, 2, 3) };
const x = input('x', [3]);

async function gradients(loss: Expression, of: readonly Expression[], feeds: Feeds): Promise<number[][]> {
  const results = differentiate(loss, of);
  const outputs = Object.fromEntries(results.map((result, index) => [`g${index}`, multiply(result, 1)]));
  const values = await evaluate(outputs, feeds);
  return results.map((_, index) => [...(values[`g${index}`]?.data ?? [])]);
}

describe('differentiate', () => {
  it('refuses a loss that is no float32 scalar', () => {
    expect(() => differentiate(x, [x])).toThrow(/scalar loss, received float32 \[3\]/);
    expect(() => differentiate(cast(sumOfAll(x), 'int32'), [x])).toThrow(TypeError);
  });

  it('adds up what comes back over several ways', async () => {
    const loss = sumOfAll(add(multiply(x, x), add(exponential(x), x)));
    const [gradient] = await gradients(loss, [x], { x: three });
    [1, 2, 3].forEach((value, index) => {
      expect(gradient?.[index]).toBeCloseTo(2 * value + Math.exp(value) + 1, 4);
    });
  });

  it('takes parameters of one name for one parameter', () => {
    const weight = (): Expression => parameter('weight', [3], { kind: 'constant', value: 0 });
    const loss = sumOfAll(add(multiply(weight(), x), multiply(weight(), 2)));
    const [gradient] = differentiate(loss, [weight()]);
    expect(gradient?.kind === 'application' && gradient.operator).toBe('Add');
  });

  it('gives the loss’s own gradient, and those of what lies between', async () => {
    const squares = multiply(x, x);
    const loss = sumOfAll(squares);
    expect(await gradients(loss, [loss, squares, x], { x: three })).toEqual([[1], [1, 1, 1], [2, 4, 6]]);
  });

  it('gives zeros where nothing leads, or nothing passes', async () => {
    const other: Values = randomValues(1, [2, 2]);
    const y = input('y', [2, 2]);
    const loss = sumOfAll(add(floor(x), add(stopGradient(x), exponential(constant(Float32Array.of(1), [])))));
    expect(await gradients(loss, [x, y], { x: three, y: other })).toEqual([
      [0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('computes no gradient that was not asked for', () => {
    const [a, b] = [input('a', [4, 4]), input('b', [4, 4])];
    const loss = sumOfAll(matMul(a, b));
    const [gradient] = differentiate(loss, [b]);
    const used = gradient === undefined ? [] : expressionsOf({ name: 'test', outputs: { gradient } });
    expect(used).toContain(a);
    expect(used).not.toContain(b);
  });
});
