import { describe, expect, it } from 'vitest';
import { checkGraph, largestTensor, parametersOf } from '#native-models/graph/check-graph';
import { apply, constant, expressionsOf, input, parameter, type Expression } from '#native-models/graph/expression';
import {
  add,
  concat,
  exponential,
  gather,
  matMul,
  multiply,
  reshape,
  slice,
  transpose,
} from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { evaluateOne, randomValues, runModel } from './support/run-graph.ts';

const image = input('image', [1, 3, 4, 4]);
const zero = { kind: 'constant', value: 0 } as const;

describe('a wrong shape or type is an error that says what was expected and what came', () => {
  const conv = (weightShape: number[], biasShape: number[]): Expression =>
    apply('Conv', [image, input('w', weightShape), input('b', biasShape)], { stride: 1, padding: 0, groups: 1 });
  it.each<[string, () => Expression, string]>([
    [
      'channels',
      () => conv([8, 4, 3, 3], [8]),
      'Conv: Expected a weight for 3 channels in 1 groups, received float32 [8, 4, 3, 3] for float32 [1, 3, 4, 4]',
    ],
    ['bias', () => conv([8, 3, 3, 3], [3]), 'Conv: Expected a bias of 8 numbers, received float32 [3]'],
    [
      'kernel',
      () => conv([8, 3, 5, 5], [8]),
      'Conv: Expected data no smaller than the kernel, received float32 [1, 3, 4, 4]',
    ],
    [
      'broadcast',
      () => add(image, input('b', [3])),
      'Add: Expected shapes that broadcast, received [1, 3, 4, 4] and [3]',
    ],
    [
      'mixed types',
      () => add(image, constant(Int32Array.of(1), [])),
      'Add: Expected operands of one type, received float32 [1, 3, 4, 4] and int32 []',
    ],
    [
      'product',
      () => matMul(image, input('b', [3, 4])),
      'MatMul: Expected [..., n, k] and [..., k, m], received float32 [1, 3, 4, 4] and float32 [3, 4]',
    ],
    [
      'reshape',
      () => reshape(image, 7, 7),
      'Reshape: Expected a shape for the elements of float32 [1, 3, 4, 4], received [7, 7]',
    ],
    [
      'transpose',
      () => transpose(image, 0, 1, 1, 2),
      'Transpose: Expected an order of 4 dimensions, received [0, 1, 1, 2] for float32 [1, 3, 4, 4]',
    ],
    ['slice', () => slice(image, 2, 1, 9), 'Slice: Expected a range within 0 to 4 of dimension 2, received 1 to 9'],
    [
      'concat',
      () => concat(1, image, input('b', [1, 3, 4, 5])),
      'Concat: Expected shapes that differ in dimension 1 alone, received float32 [1, 3, 4, 4] and float32 [1, 3, 4, 5]',
    ],
    [
      'indices',
      () => gather(image, input('i', [2]), 0),
      'Gather: Expected int32 or int64 indices, received float32 [2]',
    ],
    ['floats', () => exponential(constant(Int32Array.of(1), [])), 'Exp: Expected float32 operands, received int32 []'],
    [
      'depth',
      () => apply('DepthToSpace', [image], { block: 2 }),
      'DepthToSpace: Expected a multiple of 4 channels, received float32 [1, 3, 4, 4]',
    ],
    [
      'reflection',
      () => apply('Pad', [image], { mode: 'reflect', before: [0, 0, 4, 0], after: [0, 0, 0, 0] }),
      'Pad: Expected a reflect padding that dimension 2 of float32 [1, 3, 4, 4] allows, received 4 and 0',
    ],
    ['operands', () => apply('MatMul', [image], {}), 'MatMul: expected the operands left, right, received 1'],
    [
      'axis',
      () => apply('ReduceSum', [image], { axis: 4 }),
      'ReduceSum: Expected a dimension 4, received the shape [1, 3, 4, 4]',
    ],
    ['values', () => constant(new Float32Array(3), [2, 2]), 'Expected 4 values for [2, 2], received 3'],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

describe('checkGraph', () => {
  const check = (outputs: Record<string, Expression>): void => checkGraph({ name: 'test', outputs });
  it.each<[string, Record<string, Expression>, string]>([
    ['one name for two inputs', { y: add(image, input('image', [1])) }, 'Expected the name "image" for one tensor'],
    [
      'one name for two shapes of parameters',
      { y: add(parameter('p', [1], zero), parameter('p', [2], zero)) },
      'Expected the name "p" for one tensor',
    ],
    [
      'an output named like an input',
      { image: add(image, 1) },
      'Expected the name "image" for one tensor, received it for an output too',
    ],
    [
      'an output that is no computation',
      { y: image },
      'Expected the output "y" to be a computed float32, received input "image"',
    ],
    ['an output of another type', { y: apply('ArgMax', [image], { axis: 1 }) }, 'received ArgMax int64 [1, 1, 4, 4]'],
    [
      'a size of zero',
      { y: add(input('empty', [0]), 1) },
      'Expected sizes of at least 1, received input "empty" float32 [0]',
    ],
    [
      'a type that does not follow',
      { y: { ...apply('Exp', [image], {}), shape: [1, 3, 4, 5] } },
      'Expected Exp to give float32 [1, 3, 4, 4], received float32 [1, 3, 4, 5]',
    ],
  ])('refuses %s', (_, outputs, message) => {
    expect(() => check(outputs)).toThrow(message);
  });

  it('finds the parameters once each and the largest tensor', () => {
    const shared = parameter('p', [3, 1, 1], zero);
    const y = concat(1, multiply(image, shared), multiply(image, parameter('p', [3, 1, 1], zero)));
    const graph = { name: 'test', outputs: { y } };
    expect([...parametersOf(graph).keys()]).toEqual(['p']);
    expect(largestTensor(graph)).toEqual({ bytes: 6 * 16 * 4, description: 'Concat float32 [1, 6, 4, 4]' });
  });
});

describe('emitModel', () => {
  const scale = parameter('scale', [3, 1, 1], zero);
  const graph = { name: 'test', outputs: { y: add(multiply(image, scale), 1) } };
  const feeds = { image: randomValues(1, [1, 3, 4, 4]) };
  const scaleValues = randomValues(2, [3, 1, 1]);

  it('refuses weights that are missing or of another shape, and one result under two names', () => {
    expect(() => emitModel(graph, new Map())).toThrow('Expected a weight "scale" float32 [3, 1, 1], received none');
    expect(() => emitModel(graph, new Map([['scale', { shape: [3], data: new Float32Array(3) }]]))).toThrow(
      'Expected the weight "scale" to be float32 [3, 1, 1], received [3]',
    );
    const { y } = graph.outputs;
    expect(() => emitModel({ name: 'test', outputs: { y, z: y } }, 'inputs')).toThrow('one expression under two names');
  });

  it('gives the same bytes for the same graph built twice', () => {
    const again = { name: 'test', outputs: { y: add(multiply(input('image', [1, 3, 4, 4]), { ...scale }), 1) } };
    expect(emitModel(again, 'inputs')).toEqual(emitModel(graph, 'inputs'));
  });

  it('gives the same numbers with weights inside and as inputs', async () => {
    const inside = await runModel(emitModel(graph, new Map([['scale', scaleValues]])), feeds);
    const given = await runModel(emitModel(graph, 'inputs'), { ...feeds, scale: scaleValues });
    expect(given).toEqual(inside);
    expect(inside.y?.data[0]).toBeCloseTo((feeds.image.data[0] ?? 0) * (scaleValues.data[0] ?? 0) + 1, 6);
  });

  it('computes a shared expression once, however deep the sharing', async () => {
    let doubled: Expression = add(image, 0.5);
    for (let depth = 0; depth < 40; depth += 1) doubled = multiply(add(doubled, doubled), 0.5);
    expect(expressionsOf({ name: 'test', outputs: { y: doubled } }).length).toBeLessThan(200);
    const result = await evaluateOne(doubled, feeds);
    expect(result.data[5]).toBeCloseTo((feeds.image.data[5] ?? 0) + 0.5, 6);
  });
});
