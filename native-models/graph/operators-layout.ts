import { expectIndices, expectRank, expectSameType, operand, type Operator } from './operator.ts';
import { broadcastShapes, describeType, dimension, elementCount, sameShape, type TensorType } from './tensor-type.ts';

export interface LayoutAttributes {
  Reshape: { readonly shape: readonly number[] };
  Transpose: { readonly order: readonly number[] };
  Concat: { readonly axis: number };
  /** From `starts` up to, not including, `ends`, on `axes`. */
  Slice: { readonly axes: readonly number[]; readonly starts: readonly number[]; readonly ends: readonly number[] };
  /** `before` and `after` have one number per dimension. */
  Pad: {
    readonly mode: 'constant' | 'edge' | 'reflect';
    readonly before: readonly number[];
    readonly after: readonly number[];
  };
  /** Rows of `data` along `axis`, picked by whole-number `indices`; their shape takes the place of that dimension. */
  Gather: { readonly axis: number };
  /** Copies along dimensions that have size 1 or are missing at the front, until the shape is this one. */
  Expand: { readonly shape: readonly number[] };
  /** `data` with `updates` added along `axis` at the positions `indices` give; all three of the updates' rank. */
  ScatterElements: { readonly axis: number };
  /** Channel c·b² + y·b + x of a cell becomes channel c of its pixel (x, y), b the block size. */
  DepthToSpace: { readonly block: number };
}

export const layoutOperators: { [Name in keyof LayoutAttributes]: Operator<LayoutAttributes[Name]> } = {
  Reshape: {
    operands: ['data'],
    infer(inputs, { shape }) {
      const data = operand(inputs, 0);
      if (elementCount(shape) !== elementCount(data.shape))
        throw new RangeError(
          `Expected a shape for the elements of ${describeType(data)}, received [${shape.join(', ')}]`,
        );
      return { dtype: data.dtype, shape };
    },
    write: ({ shape }) => ({ constants: [{ int64s: shape }] }),
  },
  Transpose: {
    operands: ['data'],
    infer(inputs, { order }) {
      const data = operand(inputs, 0);
      if (
        !sameShape(
          [...order].sort((a, b) => a - b),
          [...data.shape.keys()],
        )
      )
        throw new RangeError(
          `Expected an order of ${data.shape.length} dimensions, received [${order.join(', ')}] for ${describeType(data)}`,
        );
      return { dtype: data.dtype, shape: order.map((axis) => dimension(data.shape, axis)) };
    },
    write: ({ order }) => ({ attributes: { perm: { ints: order } } }),
  },
  Concat: { operands: null, infer: concatenatedType, write: ({ axis }) => ({ attributes: { axis: { int: axis } } }) },
  Slice: {
    operands: ['data'],
    infer(inputs, { axes, starts, ends }) {
      const data = operand(inputs, 0);
      const shape = [...data.shape];
      axes.forEach((axis, index) => {
        const [start, end, size] = [starts[index] ?? -1, ends[index] ?? -1, dimension(data.shape, axis)];
        if (!(start >= 0 && start < end && end <= size))
          throw new RangeError(
            `Expected a range within 0 to ${size} of dimension ${axis}, received ${start} to ${end}`,
          );
        shape[axis] = end - start;
      });
      return { dtype: data.dtype, shape };
    },
    write: ({ axes, starts, ends }) => ({ constants: [{ int64s: starts }, { int64s: ends }, { int64s: axes }] }),
  },
  Pad: {
    operands: ['data'],
    infer(inputs, { mode, before, after }) {
      const data = operand(inputs, 0);
      const rank = data.shape.length;
      if (before.length !== rank || after.length !== rank)
        throw new RangeError(
          `Expected ${rank} paddings for ${describeType(data)}, received ${before.length} and ${after.length}`,
        );
      const shape = data.shape.map((size, axis) => {
        const [left, right] = [before[axis] ?? 0, after[axis] ?? 0];
        if (left < 0 || right < 0 || (mode === 'reflect' && Math.max(left, right) >= size))
          throw new RangeError(
            `Expected a ${mode} padding that dimension ${axis} of ${describeType(data)} allows, received ${left} and ${right}`,
          );
        return left + size + right;
      });
      return { dtype: data.dtype, shape };
    },
    write: ({ mode, before, after }) => ({
      attributes: { mode: { string: mode } },
      constants: [{ int64s: [...before, ...after] }],
    }),
  },
  Gather: {
    operands: ['data', 'indices'],
    infer(inputs, { axis }) {
      const [data, indices] = [operand(inputs, 0), operand(inputs, 1)];
      expectIndices(indices);
      dimension(data.shape, axis);
      return { dtype: data.dtype, shape: data.shape.toSpliced(axis, 1, ...indices.shape) };
    },
    write: ({ axis }) => ({ attributes: { axis: { int: axis } } }),
  },
  Expand: {
    operands: ['data'],
    infer(inputs, { shape }) {
      const data = operand(inputs, 0);
      if (!sameShape(broadcastShapes(data.shape, shape), shape))
        throw new RangeError(
          `Expected data that copies fill [${shape.join(', ')}] with, received ${describeType(data)}`,
        );
      return { dtype: data.dtype, shape };
    },
    write: ({ shape }) => ({ constants: [{ int64s: shape }] }),
  },
  ScatterElements: {
    operands: ['data', 'indices', 'updates'],
    infer: scatteredType,
    write: ({ axis }) => ({ attributes: { axis: { int: axis }, reduction: { string: 'add' } } }),
  },
  DepthToSpace: {
    operands: ['data'],
    infer(inputs, { block }) {
      const data = operand(inputs, 0);
      expectRank(data, 4);
      const [batch = 0, channels = 0, height = 0, width = 0] = data.shape;
      if (channels % (block * block) !== 0)
        throw new RangeError(`Expected a multiple of ${block * block} channels, received ${describeType(data)}`);
      return { dtype: data.dtype, shape: [batch, channels / (block * block), height * block, width * block] };
    },
    write: ({ block }) => ({ attributes: { blocksize: { int: block }, mode: { string: 'CRD' } } }),
  },
};

function scatteredType(inputs: readonly TensorType[], { axis }: { axis: number }): TensorType {
  const [data, indices, updates] = [operand(inputs, 0), operand(inputs, 1), operand(inputs, 2)];
  expectIndices(indices);
  expectSameType(data, updates);
  dimension(data.shape, axis);
  if (
    !sameShape(indices.shape, updates.shape) ||
    !sameShape(updates.shape.toSpliced(axis, 1), data.shape.toSpliced(axis, 1))
  )
    throw new RangeError(
      `Expected indices and updates of one shape that differs from the data's in dimension ${axis} alone, received ${describeType(data)}, ${describeType(indices)} and ${describeType(updates)}`,
    );
  return data;
}

function concatenatedType(inputs: readonly TensorType[], { axis }: { axis: number }): TensorType {
  const first = operand(inputs, 0);
  let size = 0;
  for (const input of inputs) {
    expectSameType(first, input);
    if (!sameShape(input.shape.toSpliced(axis, 1), first.shape.toSpliced(axis, 1)))
      throw new RangeError(
        `Expected shapes that differ in dimension ${axis} alone, received ${describeType(first)} and ${describeType(input)}`,
      );
    size += dimension(input.shape, axis);
  }
  return { dtype: first.dtype, shape: first.shape.with(axis, size) };
}
