import { sumOver } from './broadcasting.ts';
import { apply, constant, type Application, type Expression } from './expression.ts';
import { operandOf } from './gradient-rule.ts';
import { concat, gather, matMul, reshape, slice, transpose } from './operations.ts';
import { zeros } from './broadcasting.ts';
import { dimension } from './tensor-type.ts';

/**
 * Conv's gradient with respect to its data. Where it can be, it is a convolution with the kernel mirrored and its channels
 * exchanged: faster than ConvTranspose, which takes the rest.
 */
export function convolutionDataGradient(node: Application<'Conv'>, gradient: Expression): Expression {
  const [data, weight] = [operandOf(node, 0), operandOf(node, 1)];
  const { stride, padding, groups } = node.attributes;
  const [, , height = 0, width = 0] = data.shape;
  const [, , kernelHeight = 0, kernelWidth = 0] = weight.shape;
  const isMirrorable = kernelHeight === kernelWidth && padding < kernelHeight;
  const channels = dimension(gradient.shape, 1);
  if (groups === 1 && (stride > 1 || !isMirrorable || isMixedUpOnWebgpu(channels))) {
    const reached = (count: number, size: number): number => (count - 1) * stride + size - 2 * padding;
    const [, , rows = 0, columns = 0] = gradient.shape;
    const outputPadding = [height - reached(rows, kernelHeight), width - reached(columns, kernelWidth)] as const;
    return apply('ConvTranspose', [gradient, weight], { stride, padding, outputPadding });
  }
  if (!isMirrorable) throw new RangeError('Expected a square kernel wider than its padding in a convolution by groups');
  const spread = spreadOut(
    gradient,
    stride,
    height + 2 * padding - kernelHeight + 1,
    width + 2 * padding - kernelWidth + 1,
  );
  const bias = constant(new Float32Array(dimension(data.shape, 1)), [dimension(data.shape, 1)]);
  return apply('Conv', [spread, mirrored(weight, groups), bias], {
    stride: 1,
    padding: kernelHeight - 1 - padding,
    groups,
  });
}

/**
 * Conv's gradient with respect to its weight: for every offset of the kernel, the product of the gradient with the data
 * shifted by it. Rows of shifted data are made once for a whole row of the kernel.
 */
export function convolutionWeightGradient(node: Application<'Conv'>, gradient: Expression): Expression {
  const [data, weight] = [operandOf(node, 0), operandOf(node, 1)];
  const { groups } = node.attributes;
  const [outputs = 0, , kernelHeight = 0, kernelWidth = 0] = weight.shape;
  const inputs = dimension(data.shape, 1);
  const part = (whole: Expression, channels: number, group: number): Expression =>
    slice(whole, 1, (group * channels) / groups, ((group + 1) * channels) / groups);
  const parts = Array.from({ length: groups }, (_, group) =>
    ungroupedWeightGradient(part(data, inputs, group), part(gradient, outputs, group), {
      ...node.attributes,
      kernelHeight,
      kernelWidth,
    }),
  );
  return concat(0, ...parts);
}

interface Kernel {
  readonly stride: number;
  readonly padding: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
}

function ungroupedWeightGradient(data: Expression, gradient: Expression, kernel: Kernel): Expression {
  const { kernelHeight, kernelWidth } = kernel;
  const [batch = 0, channels = 0] = data.shape;
  const [, outputs = 0, rows = 0, columns = 0] = gradient.shape;
  const byKernelRow =
    kernel.stride === 1 ? shiftedByOne(data, gradient, kernel) : shiftedByStride(data, gradient, kernel);
  const matrix = reshape(gradient, batch, outputs, rows * columns);
  const products = byKernelRow.map((shifted) => matMul(matrix, transpose(shifted, 0, 2, 1)));
  const total = sumOver(concat(2, ...products), [0]);
  return transpose(reshape(total, outputs, kernelHeight, kernelWidth, channels), 0, 3, 1, 2);
}

/** For each row of the kernel, the data under every element of it: [B, kernelWidth · C, pixels of the result]. */
function shiftedByOne(data: Expression, gradient: Expression, kernel: Kernel): Expression[] {
  const { padding, kernelHeight, kernelWidth } = kernel;
  const [batch = 0, channels = 0, height = 0] = data.shape;
  const [, , rows = 0, columns = 0] = gradient.shape;
  const padded = pad(data, [padding, padding], [padding, padding]);
  const shifted = concat(1, ...range(kernelWidth).map((x) => slice(padded, 3, x, x + columns)));
  const lines = reshape(shifted, batch, kernelWidth * channels, (height + 2 * padding) * columns);
  return range(kernelHeight).map((y) => slice(lines, 2, y * columns, (y + rows) * columns));
}

/** The same for larger strides: the data is cut into cells of stride x stride, and each element picks one pixel of a cell. */
function shiftedByStride(data: Expression, gradient: Expression, kernel: Kernel): Expression[] {
  const { stride, padding, kernelHeight, kernelWidth } = kernel;
  const [batch = 0, channels = 0, height = 0, width = 0] = data.shape;
  const [, , rows = 0, columns = 0] = gradient.shape;
  const cellRows = rows + Math.floor((kernelHeight - 1) / stride);
  const cellColumns = columns + Math.floor((kernelWidth - 1) / stride);
  const [usedHeight, usedWidth] = [cellRows * stride - padding, cellColumns * stride - padding];
  const used = slice(slice(data, 2, 0, Math.min(height, usedHeight)), 3, 0, Math.min(width, usedWidth));
  const padded = pad(used, [padding, padding], [Math.max(0, usedHeight - height), Math.max(0, usedWidth - width)]);
  const cells = reshape(padded, batch, channels, cellRows, stride, cellColumns, stride);
  const under = (y: number, x: number): Expression => {
    const [firstRow, firstColumn] = [Math.floor(y / stride), Math.floor(x / stride)];
    const picked = apply('Slice', [cells], {
      axes: [2, 3, 4, 5],
      starts: [firstRow, y % stride, firstColumn, x % stride],
      ends: [firstRow + rows, (y % stride) + 1, firstColumn + columns, (x % stride) + 1],
    });
    return reshape(picked, batch, channels, rows * columns);
  };
  return range(kernelHeight).map((y) => concat(1, ...range(kernelWidth).map((x) => under(y, x))));
}

/** A kernel turned by half a turn, its inputs and outputs exchanged within each group. */
function mirrored(weight: Expression, groups: number): Expression {
  const [outputs = 0, inputs = 0, height = 0, width = 0] = weight.shape;
  const area = height * width;
  const byGroup = reshape(weight, groups, outputs / groups, inputs, area);
  const exchanged = transpose(byGroup, 0, 2, 1, 3);
  const backwards = constant(
    Int32Array.from({ length: area }, (_, index) => area - 1 - index),
    [area],
  );
  const turned = area === 1 ? exchanged : gather(exchanged, backwards, 3);
  return reshape(turned, groups * inputs, outputs / groups, height, width);
}

/** Puts stride − 1 zeros between neighbouring pixels, and as many behind the last as are missing to height x width. */
function spreadOut(data: Expression, stride: number, height: number, width: number): Expression {
  if (stride === 1) return data;
  const [batch = 0, channels = 0, rows = 0, columns = 0] = data.shape;
  const pixels = reshape(data, batch, channels, rows, 1, columns, 1);
  const right = concat(5, pixels, zeros([batch, channels, rows, 1, columns, stride - 1]));
  const below = concat(3, right, zeros([batch, channels, rows, stride - 1, columns, stride]));
  const spread = reshape(below, batch, channels, rows * stride, columns * stride);
  const used = slice(slice(spread, 2, 0, Math.min(height, rows * stride)), 3, 0, Math.min(width, columns * stride));
  return pad(used, [0, 0], [Math.max(0, height - rows * stride), Math.max(0, width - columns * stride)]);
}

function pad(data: Expression, before: readonly [number, number], after: readonly [number, number]): Expression {
  if ([...before, ...after].every((width) => width === 0)) return data;
  return apply('Pad', [data], { mode: 'constant', before: [0, 0, ...before], after: [0, 0, ...after] });
}

/** See layers/convolution.ts: onnxruntime 1.30 mixes up the channels of such data on WebGPU. */
function isMixedUpOnWebgpu(channels: number): boolean {
  return channels > 3 && channels % 3 === 0 && channels % 4 !== 0;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
