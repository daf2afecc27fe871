import { expectFloat, expectFloatsAlike, expectRank, operand, type Operator } from './operator.ts';
import { broadcastShapes, describeType, dimension, type TensorType } from './tensor-type.ts';

interface Reduction {
  /** The dimension that becomes 1. */
  readonly axis: number;
}

export interface WindowAttributes {
  /** Cross-correlation of [B, C, H, W] with [K, C / groups, h, w], zero padding of the same width on all sides. */
  Conv: { readonly stride: number; readonly padding: number; readonly groups: number };
  /** What Conv without groups does to `data`, backwards: [B, K, …] and Conv's weight [K, C, h, w] to [B, C, …]. */
  ConvTranspose: {
    readonly stride: number;
    readonly padding: number;
    /** Rows and columns at the end that no window of Conv reached; fewer than the stride. */
    readonly outputPadding: readonly [rows: number, columns: number];
  };
  MatMul: Readonly<Record<string, never>>;
  ReduceSum: Reduction;
  ReduceMean: Reduction;
  ReduceMax: Reduction;
  ReduceMin: Reduction;
  /** Int64 position of the first largest element; the dimension becomes 1. */
  ArgMax: Reduction;
}

const reduction: Operator<Reduction> = {
  operands: ['data'],
  infer: reducedType,
  write: ({ axis }) => ({ attributes: { keepdims: { int: 1 } }, constants: [{ int64s: [axis] }] }),
};

export const windowOperators: { [Name in keyof WindowAttributes]: Operator<WindowAttributes[Name]> } = {
  Conv: {
    operands: ['data', 'weight', 'bias'],
    infer: convolvedType,
    write: ({ stride, padding, groups }) => ({
      attributes: {
        group: { int: groups },
        pads: { ints: [padding, padding, padding, padding] },
        strides: { ints: [stride, stride] },
      },
    }),
  },
  ConvTranspose: {
    operands: ['data', 'weight'],
    infer: backwardsConvolvedType,
    write: ({ stride, padding, outputPadding }) => ({
      attributes: {
        output_padding: { ints: outputPadding },
        pads: { ints: [padding, padding, padding, padding] },
        strides: { ints: [stride, stride] },
      },
    }),
  },
  MatMul: {
    operands: ['left', 'right'],
    infer(inputs) {
      const [left, right] = [operand(inputs, 0), operand(inputs, 1)];
      expectFloat(left, right);
      if (left.shape.length < 2 || right.shape.length < 2 || left.shape.at(-1) !== right.shape.at(-2))
        throw new RangeError(
          `Expected [..., n, k] and [..., k, m], received ${describeType(left)} and ${describeType(right)}`,
        );
      const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
      return { dtype: left.dtype, shape: [...batch, dimension(left.shape, -2), dimension(right.shape, -1)] };
    },
    write: () => ({}),
  },
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ArgMax: {
    operands: ['data'],
    infer: (inputs, attributes) => ({ dtype: 'int64', shape: reducedType(inputs, attributes).shape }),
    write: ({ axis }) => ({ attributes: { axis: { int: axis }, keepdims: { int: 1 } } }),
  },
};

function convolvedType(
  inputs: readonly TensorType[],
  { stride, padding, groups }: WindowAttributes['Conv'],
): TensorType {
  const [data, weight, bias] = [operand(inputs, 0), operand(inputs, 1), operand(inputs, 2)];
  expectFloatsAlike(data, weight, bias);
  expectRank(data, 4);
  expectRank(weight, 4);
  const [batch = 0, channels = 0, height = 0, width = 0] = data.shape;
  const [outputs = 0, perGroup = 0, kernelHeight = 0, kernelWidth = 0] = weight.shape;
  if (perGroup * groups !== channels || outputs % groups !== 0)
    throw new RangeError(
      `Expected a weight for ${channels} channels in ${groups} groups, received ${describeType(weight)} for ${describeType(data)}`,
    );
  expectRank(bias, 1);
  if (bias.shape[0] !== outputs)
    throw new RangeError(`Expected a bias of ${outputs} numbers, received ${describeType(bias)}`);
  const size = [
    windows(height + 2 * padding, kernelHeight, stride),
    windows(width + 2 * padding, kernelWidth, stride),
  ] as const;
  if (Math.min(...size) < 1)
    throw new RangeError(`Expected data no smaller than the kernel, received ${describeType(data)}`);
  return { dtype: data.dtype, shape: [batch, outputs, ...size] };
}

function backwardsConvolvedType(
  inputs: readonly TensorType[],
  { stride, padding, outputPadding }: WindowAttributes['ConvTranspose'],
): TensorType {
  const [data, weight] = [operand(inputs, 0), operand(inputs, 1)];
  expectFloat(data, weight);
  expectRank(data, 4);
  expectRank(weight, 4);
  const [batch = 0, channels = 0, rows = 0, columns = 0] = data.shape;
  const [kernels = 0, outputs = 0, kernelHeight = 0, kernelWidth = 0] = weight.shape;
  if (kernels !== channels)
    throw new RangeError(`Expected a weight for ${channels} channels, received ${describeType(weight)}`);
  const grown = (count: number, size: number): number => (count - 1) * stride + size - 2 * padding;
  const size = [grown(rows, kernelHeight) + outputPadding[0], grown(columns, kernelWidth) + outputPadding[1]];
  if (Math.max(...outputPadding) >= stride)
    throw new RangeError(`Expected an output padding under ${stride}, received ${outputPadding.join(', ')}`);
  return { dtype: 'float32', shape: [batch, outputs, ...size] };
}

function reducedType(inputs: readonly TensorType[], { axis }: Reduction): TensorType {
  const data = operand(inputs, 0);
  expectFloat(data);
  dimension(data.shape, axis);
  return { dtype: data.dtype, shape: data.shape.with(axis, 1) };
}

function windows(length: number, size: number, stride: number): number {
  return Math.floor((length - size) / stride) + 1;
}
