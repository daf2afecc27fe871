import { apply, constant, type Expression } from './expression.ts';
import { sameShape, type DataType } from './tensor-type.ts';

/** A number becomes a constant of the other operand's type. */
type Operand = Expression | number;

export function add(left: Expression, right: Operand): Expression {
  return apply('Add', [left, asExpression(right, left)], {});
}

export function subtract(left: Expression, right: Operand): Expression {
  return apply('Sub', [left, asExpression(right, left)], {});
}

export function multiply(left: Expression, right: Operand): Expression {
  return apply('Mul', [left, asExpression(right, left)], {});
}

export function divide(left: Expression, right: Operand): Expression {
  return apply('Div', [left, asExpression(right, left)], {});
}

/** The sum of one or more expressions, from left to right. */
export function sum(first: Expression, ...others: readonly Expression[]): Expression {
  return others.reduce((total, other) => add(total, other), first);
}

export function absolute(data: Expression): Expression {
  return apply('Abs', [data], {});
}

export function squareRoot(data: Expression): Expression {
  return apply('Sqrt', [data], {});
}

export function exponential(data: Expression): Expression {
  return apply('Exp', [data], {});
}

export function logarithm(data: Expression): Expression {
  return apply('Log', [data], {});
}

/** Whether left > right: bool. */
export function isGreater(left: Expression, right: Operand): Expression {
  return apply('Greater', [left, asExpression(right, left)], {});
}

/** Whether left >= right: bool. */
export function isAtLeast(left: Expression, right: Operand): Expression {
  return apply('GreaterOrEqual', [left, asExpression(right, left)], {});
}

/** `then` where the bool `condition` is true, else `otherwise`. */
export function choose(condition: Expression, then: Expression, otherwise: Operand): Expression {
  return apply('Where', [condition, then, asExpression(otherwise, then)], {});
}

/** The same values, for which no gradient is asked. */
export function stopGradient(data: Expression): Expression {
  return apply('Identity', [data], {});
}

export function floor(data: Expression): Expression {
  return apply('Floor', [data], {});
}

export function leakyRelu(data: Expression): Expression {
  return apply('LeakyRelu', [data], { slope: 0.2 });
}

/** Null leaves that side open. */
export function clip(data: Expression, minimum: number | null, maximum: number | null): Expression {
  return apply('Clip', [data], { minimum, maximum });
}

export function cast(data: Expression, to: DataType): Expression {
  return data.dtype === to ? data : apply('Cast', [data], { to });
}

export function reshape(data: Expression, ...shape: readonly number[]): Expression {
  return apply('Reshape', [data], { shape });
}

export function transpose(data: Expression, ...order: readonly number[]): Expression {
  return apply('Transpose', [data], { order });
}

export function concat(axis: number, ...parts: readonly Expression[]): Expression {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : apply('Concat', parts, { axis });
}

/** From `start` up to, not including, `end` along one dimension. */
export function slice(data: Expression, axis: number, start: number, end: number): Expression {
  if (start === 0 && end === data.shape[axis]) return data;
  return apply('Slice', [data], { axes: [axis], starts: [start], ends: [end] });
}

/** Pads the last two dimensions of [B, C, H, W] by `width` on every side. */
export function padPlanes(data: Expression, width: number, mode: 'edge' | 'reflect'): Expression {
  const paddings = [0, 0, width, width];
  return apply('Pad', [data], { mode, before: paddings, after: paddings });
}

export function gather(data: Expression, indices: Expression, axis: number): Expression {
  return apply('Gather', [data, indices], { axis });
}

export function expand(data: Expression, shape: readonly number[]): Expression {
  return sameShape(data.shape, shape) ? data : apply('Expand', [data], { shape });
}

/** Channels c·4 + y·2 + x become the pixels (x, y) of channel c: [B, 4C, H, W] to [B, C, 2H, 2W]. */
export function depthToSpace(data: Expression): Expression {
  return apply('DepthToSpace', [data], { block: 2 });
}

/** The inverse of `depthToSpace`: [B, C, 2H, 2W] to [B, 4C, H, W]. */
export function spaceToDepth(data: Expression): Expression {
  const [batch = 0, channels = 0, height = 0, width = 0] = data.shape;
  const cells = reshape(data, batch, channels, height / 2, 2, width / 2, 2);
  return reshape(transpose(cells, 0, 1, 3, 5, 2, 4), batch, channels * 4, height / 2, width / 2);
}

export function matMul(left: Expression, right: Expression): Expression {
  return apply('MatMul', [left, right], {});
}

/** The reductions keep the dimension, with size 1. */
export function reduceSum(data: Expression, axis: number): Expression {
  return apply('ReduceSum', [data], { axis });
}

export function reduceMean(data: Expression, axis: number): Expression {
  return apply('ReduceMean', [data], { axis });
}

export function reduceMax(data: Expression, axis: number): Expression {
  return apply('ReduceMax', [data], { axis });
}

export function reduceMin(data: Expression, axis: number): Expression {
  return apply('ReduceMin', [data], { axis });
}

export function argMax(data: Expression, axis: number): Expression {
  return apply('ArgMax', [data], { axis });
}

function asExpression(operand: Operand, other: Expression): Expression {
  if (typeof operand !== 'number') return operand;
  return constant(other.dtype === 'int32' ? Int32Array.of(operand) : Float32Array.of(operand), []);
}
