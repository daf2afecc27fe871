import { zeros } from './broadcasting.ts';
import { apply, constant, type Application, type Expression } from './expression.ts';
import { operandOf } from './gradient-rule.ts';
import { add, cast, concat, gather, multiply, reshape, sum, transpose } from './operations.ts';
import { dimension, elementCount } from './tensor-type.ts';

/** Indices that repeat no more often than this are gathered back, pass by pass; more are scattered. */
const maxPasses = 4;

/**
 * What Gather's `data` is due: every row of the gradient added to the row it was picked from. Where the indices are known
 * beforehand that is again a Gather, or nothing at all; else a scatter.
 */
export function gatherGradient(node: Application<'Gather'>, gradient: Expression): Expression {
  const [{ shape }, indices] = [operandOf(node, 0), operandOf(node, 1)];
  const axis = node.attributes.axis < 0 ? shape.length + node.attributes.axis : node.attributes.axis;
  const rows = dimension(shape, axis);
  const picked = elementCount(indices.shape);
  const [outer, inner] = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis + 1))];
  const updates = reshape(gradient, outer, picked, inner);
  const known = knownIndices(indices);
  const passes = known === null ? null : passesBack(known, rows);
  return reshape(passes === null ? scatterRows(updates, indices, rows) : gatherBack(updates, passes, rows), ...shape);
}

/** Sums of rows of [outer, picked, inner] to [outer, rows, inner]. The number `picked` stands for a row of zeros. */
function gatherBack(updates: Expression, passes: readonly Int32Array[], rows: number): Expression {
  const [outer = 0, picked = 0, inner = 0] = updates.shape;
  const isCopy = (pass: Int32Array): boolean => picked === rows && pass.every((source, row) => source === row);
  const isMissing = passes.some((pass) => pass.includes(picked));
  const table = isMissing ? concat(1, updates, zeros([outer, 1, inner])) : updates;
  const [first = updates, ...others] = passes.map((pass) =>
    isCopy(pass) ? updates : gather(table, constant(pass, [rows]), 1),
  );
  return sum(first, ...others);
}

/**
 * Rows of [outer, picked, inner] added up at `indices`: [outer, rows, inner]. Element by element, because onnxruntime 1.30
 * adds whole rows (ScatterND) with several threads at once and loses some when an index repeats.
 */
function scatterRows(updates: Expression, indices: Expression, rows: number): Expression {
  const [outer = 0, picked = 0, inner = 0] = updates.shape;
  const length = outer * inner;
  const byRow = outer === 1 ? updates : transpose(updates, 1, 0, 2);
  const within = constant(
    Int32Array.from({ length }, (_, index) => index),
    [length],
  );
  const positions = add(multiply(reshape(cast(indices, 'int32'), picked, 1), length), within);
  const scattered = apply(
    'ScatterElements',
    [zeros([rows * length]), reshape(positions, picked * length), reshape(byRow, picked * length)],
    { axis: 0 },
  );
  return outer === 1 ? reshape(scattered, 1, rows, inner) : transpose(reshape(scattered, rows, outer, inner), 1, 0, 2);
}

/** For each pass, which picked row (or `picked`, none) goes to each of the rows; null when there were too many passes. */
function passesBack(indices: Int32Array, rows: number): Int32Array[] | null {
  const passes: Int32Array[] = [];
  const counts = new Int32Array(rows);
  for (const [position, row] of indices.entries()) {
    const count = counts[row] ?? 0;
    if (count === maxPasses) return null;
    const pass = (passes[count] ??= new Int32Array(rows).fill(indices.length));
    pass[row] = position;
    counts[row] = count + 1;
  }
  return passes;
}

/** The values of indices that do not depend on any input: a constant, or a constant and a number added to it. */
function knownIndices(indices: Expression): Int32Array | null {
  if (indices.kind === 'constant') return indices.values instanceof Int32Array ? indices.values : null;
  if (indices.kind !== 'application' || indices.operator !== 'Add') return null;
  const [left, right] = indices.inputs.map(knownIndices);
  const [offset] = right ?? [];
  if (offset === undefined || right?.length !== 1) return null;
  return left?.map((index) => index + offset) ?? null;
}
