import { sumToShape } from './broadcasting.ts';
import { apply, constant, type Expression } from './expression.ts';
import { gatherGradient } from './gather-gradient.ts';
import { operandOf, type GradientRule } from './gradient-rule.ts';
import { matMul, reshape, slice, transpose } from './operations.ts';
import type { LayoutAttributes } from './operators-layout.ts';
import { dimension, elementCount } from './tensor-type.ts';

export const layoutGradients: { [Name in keyof LayoutAttributes]: GradientRule<Name> | null } = {
  Reshape: (node, gradient) => [() => reshape(gradient, ...operandOf(node, 0).shape)],
  Transpose: (node, gradient) => {
    const { order } = node.attributes;
    return [() => transpose(gradient, ...order.map((_, axis) => order.indexOf(axis)))];
  },
  Concat: (node, gradient) => {
    const { axis } = node.attributes;
    let end = 0;
    return node.inputs.map((part) => {
      const start = end;
      end += dimension(part.shape, axis);
      const stop = end;
      return () => slice(gradient, axis, start, stop);
    });
  },
  Slice: (node, gradient) => {
    const { axes, starts } = node.attributes;
    const { shape } = operandOf(node, 0);
    const before = shape.map((_, axis) => starts[axes.indexOf(axis)] ?? 0);
    const after = shape.map((size, axis) => size - (before[axis] ?? 0) - dimension(gradient.shape, axis));
    return [() => apply('Pad', [gradient], { mode: 'constant', before, after })];
  },
  Pad: (node, gradient) => {
    const { mode, before, after } = node.attributes;
    const { shape } = operandOf(node, 0);
    const inside = (data: Expression): Expression =>
      shape.reduce((part, size, axis) => slice(part, axis, before[axis] ?? 0, (before[axis] ?? 0) + size), data);
    if (mode === 'constant') return [() => inside(gradient)];
    const isPadded = (axis: number): boolean => (before[axis] ?? 0) + (after[axis] ?? 0) > 0;
    const padded = [...shape.keys()].filter(isPadded);
    return [
      () => padded.reduce((part, axis) => foldAxis(part, axis, shape[axis] ?? 0, before[axis] ?? 0, mode), gradient),
    ];
  },
  Gather: (node, gradient) => [() => gatherGradient(node, gradient), null],
  Expand: (node, gradient) => [() => sumToShape(gradient, operandOf(node, 0).shape)],
  // Made by Gather's rule only, and no derivative of a derivative is needed.
  ScatterElements: null,
  DepthToSpace: (node, gradient) => {
    const { block } = node.attributes;
    const { shape } = operandOf(node, 0);
    const [batch = 0, channels = 0, height = 0, width = 0] = shape;
    const cells = reshape(gradient, batch, channels / block ** 2, height, block, width, block);
    return [() => reshape(transpose(cells, 0, 1, 3, 5, 2, 4), ...shape)];
  },
};

/** Adds what lies in the padding of one dimension to the places it was copied from, as a product with a matrix of ones. */
function foldAxis(data: Expression, axis: number, size: number, before: number, mode: 'edge' | 'reflect'): Expression {
  const { shape } = data;
  const grown = dimension(shape, axis);
  const [outer, inner] = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis + 1))];
  const isLast = inner === 1;
  const values = new Float32Array(size * grown);
  for (let position = 0; position < grown; position += 1) {
    const source = sourceOf(position - before, size, mode);
    values[isLast ? position * size + source : source * grown + position] = 1;
  }
  const folded = isLast
    ? matMul(reshape(data, outer, grown), constant(values, [grown, size]))
    : matMul(constant(values, [size, grown]), reshape(data, outer, grown, inner));
  return reshape(folded, ...shape.with(axis, size));
}

function sourceOf(position: number, size: number, mode: 'edge' | 'reflect'): number {
  if (mode === 'edge') return Math.min(size - 1, Math.max(0, position));
  const mirrored = Math.abs(position);
  return mirrored < size ? mirrored : 2 * (size - 1) - mirrored;
}
