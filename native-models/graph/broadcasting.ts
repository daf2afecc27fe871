import { constant, type Expression } from './expression.ts';
import { expand, multiply, reduceSum, reshape } from './operations.ts';
import { dimension, elementCount, sameShape } from './tensor-type.ts';

/** Undoes broadcasting: sums `data` over every dimension along which `shape` was copied to make its own. */
export function sumToShape(data: Expression, shape: readonly number[]): Expression {
  if (sameShape(data.shape, shape)) return data;
  const missing = data.shape.length - shape.length;
  const copied = [...data.shape.keys()].filter((axis) => {
    const before = axis < missing ? 1 : dimension(shape, axis - missing);
    return before === 1 && data.shape[axis] !== 1;
  });
  return reshape(sumOver(data, copied), ...shape);
}

/** The sum over some dimensions, which become 1. Neighbouring dimensions are summed at once. */
export function sumOver(data: Expression, axes: readonly number[]): Expression {
  let result = data;
  for (const [first, last] of runsOf(axes).toReversed()) {
    const { shape } = result;
    const length = elementCount(shape.slice(first, last + 1));
    const merged = reshape(result, ...shape.toSpliced(first, last + 1 - first, length));
    const kept = shape.map((size, axis) => (axis >= first && axis <= last ? 1 : size));
    result = reshape(reduceSum(merged, first), ...kept);
  }
  return result;
}

/** The sum of all elements, of shape []. */
export function sumOfAll(data: Expression): Expression {
  return reshape(reduceSum(reshape(data, elementCount(data.shape)), 0));
}

/** The mean of all elements, of shape []. */
export function meanOfAll(data: Expression): Expression {
  return multiply(sumOfAll(data), 1 / elementCount(data.shape));
}

/** A float32 tensor of zeros that takes no room in a model file. */
export function zeros(shape: readonly number[]): Expression {
  return expand(constant(Float32Array.of(0), []), shape);
}

/** Runs of numbers that follow each other, each as its first and last. */
function runsOf(axes: readonly number[]): (readonly [first: number, last: number])[] {
  const runs: (readonly [number, number])[] = [];
  for (const axis of axes) {
    const previous = runs.at(-1);
    if (previous?.[1] === axis - 1) runs[runs.length - 1] = [previous[0], axis];
    else runs.push([axis, axis]);
  }
  return runs;
}
