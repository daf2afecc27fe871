import { inferType, type OperatorAttributes, type OperatorName } from './operators.ts';
import { elementCount, type TensorType } from './tensor-type.ts';

/** How a parameter starts before training. */
export type InitialValues =
  | { readonly kind: 'constant'; readonly value: number }
  /** Normal, standard deviation scale · sqrt(2 / fanIn). */
  | { readonly kind: 'he'; readonly fanIn: number; readonly scale: number };

/** A tensor that a run of the model is given. */
export interface Input extends TensorType {
  readonly kind: 'input';
  readonly name: string;
}

/** A tensor that is learned. Two parameters of one name are the same parameter. */
export interface Parameter extends TensorType {
  readonly kind: 'parameter';
  readonly name: string;
  readonly initial: InitialValues;
}

/** A tensor written into the model. */
export interface Constant extends TensorType {
  readonly kind: 'constant';
  readonly values: Float32Array | Int32Array;
}

/** An operator applied to expressions. */
export interface Application<Name extends OperatorName = OperatorName> extends TensorType {
  readonly kind: 'application';
  readonly operator: Name;
  readonly inputs: readonly Expression[];
  readonly attributes: OperatorAttributes[Name];
}

/** A value to be computed. Immutable; an expression used twice is computed once. */
export type Expression = Input | Parameter | Constant | Application;

/** Named results, and with them everything they are computed from. */
export interface Graph {
  readonly name: string;
  readonly outputs: Readonly<Record<string, Expression>>;
}

export function input(name: string, shape: readonly number[]): Input {
  return { kind: 'input', name, dtype: 'float32', shape };
}

export function parameter(name: string, shape: readonly number[], initial: InitialValues): Parameter {
  return { kind: 'parameter', name, dtype: 'float32', shape, initial };
}

/** A constant of the given shape. Throws a RangeError when the number of values differs from it. */
export function constant(values: Float32Array | Int32Array, shape: readonly number[]): Constant {
  if (elementCount(shape) !== values.length)
    throw new RangeError(`Expected ${elementCount(shape)} values for [${shape.join(', ')}], received ${values.length}`);
  return { kind: 'constant', dtype: values instanceof Float32Array ? 'float32' : 'int32', shape, values };
}

/** Applies an operator; its type is inferred at once, so a wrong shape is an error where it was written. */
export function apply<Name extends OperatorName>(
  operator: Name,
  inputs: readonly Expression[],
  attributes: OperatorAttributes[Name],
): Application<Name> {
  const { dtype, shape } = inferType(operator, inputs, attributes);
  return { kind: 'application', operator, inputs, attributes, dtype, shape };
}

/** Every expression the outputs need, operands before what is made of them, in an order that depends on the graph alone. */
export function expressionsOf(graph: Graph): Expression[] {
  const ordered = new Set<Expression>();
  const pending: { expression: Expression; isExpanded: boolean }[] = [];
  for (const output of Object.values(graph.outputs)) {
    pending.push({ expression: output, isExpanded: false });
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { expression, isExpanded } = next;
      if (ordered.has(expression)) continue;
      if (isExpanded || expression.kind !== 'application') {
        ordered.add(expression);
        continue;
      }
      pending.push({ expression, isExpanded: true });
      for (const operand of expression.inputs.toReversed()) pending.push({ expression: operand, isExpanded: false });
    }
  }
  return [...ordered];
}
