import { sumOver, zeros } from './broadcasting.ts';
import { apply, constant, type Application, type Expression } from './expression.ts';
import { operandOf } from './gradient-rule.ts';
import { concat, gather, matMul, reshape, slice, transpose } from './operations.ts';
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

/** Conv's gradient with respect to its weight: for every offset in the kernel, the gradient times the data at that offset. */
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
  return kernel.stride === 1 ? byShiftedRows(data, gradient, kernel) : byShiftedCells(data, gradient, kernel);
}

/**
 * One product for all: lines of data moved along x for each column of the kernel, with the gradient moved along y for each
 * of its rows. Moving the gradient copies less than moving the data would.
 */
function byShiftedRows(data: Expression, gradient: Expression, kernel: Kernel): Expression {
  const { padding, kernelHeight, kernelWidth } = kernel;
  const [batch = 0, channels = 0, height = 0] = data.shape;
  const [, outputs = 0, rows = 0, columns = 0] = gradient.shape;
  const lineRows = height + 2 * padding;
  const padded = padSpatially(data, [padding, padding], [padding, padding]);
  const alongX = range(kernelWidth).map((x) => slice(padded, 3, x, x + columns));
  const lines = reshape(concat(1, ...alongX), batch, kernelWidth * channels, lineRows * columns);
  const alongY = range(kernelHeight).map((y) => padSpatially(gradient, [y, 0], [lineRows - rows - y, 0]));
  const gradients = reshape(concat(1, ...alongY), batch, kernelHeight * outputs, lineRows * columns);
  const total = sumOver(matMul(gradients, transpose(lines, 0, 2, 1)), [0]);
  return transpose(reshape(total, kernelHeight, outputs, kernelWidth, channels), 1, 3, 0, 2);
}

/** For larger strides: the data is cut into cells of stride x stride, and each element of the kernel picks a pixel of each. */
function byShiftedCells(data: Expression, gradient: Expression, kernel: Kernel): Expression {
  const { stride, padding, kernelHeight, kernelWidth } = kernel;
  const [batch = 0, channels = 0, height = 0, width = 0] = data.shape;
  const [, outputs = 0, rows = 0, columns = 0] = gradient.shape;
  const cellRows = rows + Math.floor((kernelHeight - 1) / stride);
  const cellColumns = columns + Math.floor((kernelWidth - 1) / stride);
  const [usedHeight, usedWidth] = [cellRows * stride - padding, cellColumns * stride - padding];
  const used = slice(slice(data, 2, 0, Math.min(height, usedHeight)), 3, 0, Math.min(width, usedWidth));
  const missing = [Math.max(0, usedHeight - height), Math.max(0, usedWidth - width)] as const;
  const padded = padSpatially(used, [padding, padding], missing);
  const cells = reshape(padded, batch, channels, cellRows, stride, cellColumns, stride);
  const byPixel = transpose(cells, 0, 1, 3, 5, 2, 4);
  const under = (y: number, x: number): Expression => {
    const [firstRow, firstColumn] = [Math.floor(y / stride), Math.floor(x / stride)];
    const picked = apply('Slice', [byPixel], {
      axes: [2, 3, 4, 5],
      starts: [y % stride, x % stride, firstRow, firstColumn],
      ends: [(y % stride) + 1, (x % stride) + 1, firstRow + rows, firstColumn + columns],
    });
    return reshape(picked, batch, channels, rows * columns);
  };
  const all = concat(1, ...range(kernelHeight).flatMap((y) => range(kernelWidth).map((x) => under(y, x))));
  const matrix = reshape(gradient, batch, outputs, rows * columns);
  const total = sumOver(matMul(matrix, transpose(all, 0, 2, 1)), [0]);
  return transpose(reshape(total, outputs, kernelHeight, kernelWidth, channels), 0, 3, 1, 2);
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
  return padSpatially(used, [0, 0], [Math.max(0, height - rows * stride), Math.max(0, width - columns * stride)]);
}

function padSpatially(
  data: Expression,
  before: readonly [number, number],
  after: readonly [number, number],
): Expression {
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
