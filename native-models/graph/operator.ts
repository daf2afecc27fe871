import { describeType, type TensorType } from './tensor-type.ts';

/** A value of an ONNX node attribute. */
export type OnnxAttribute = { int: number } | { ints: readonly number[] } | { float: number } | { string: string };

/** A small constant that ONNX wants as an input of the node: int64 numbers, or one float. Null skips an optional input. */
export type OnnxConstant = { int64s: readonly number[] } | { float: number } | null;

/** How one node is written: its attributes, and the constant inputs that follow the operands. */
export interface OnnxForm {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly constants?: readonly OnnxConstant[];
}

/**
 * One operator: how many operands it takes (null for one or more), which type comes out of which types, and how it is
 * written to ONNX. `infer` throws a RangeError or a TypeError that says what was expected.
 */
export interface Operator<Attributes> {
  readonly operands: readonly string[] | null;
  infer(inputs: readonly TensorType[], attributes: Attributes): TensorType;
  write(attributes: Attributes): OnnxForm;
}

/** The operand at `index`. The caller has checked how many there are. */
export function operand(inputs: readonly TensorType[], index: number): TensorType {
  const type = inputs[index];
  if (type === undefined) throw new RangeError(`Expected at least ${index + 1} operands, received ${inputs.length}`);
  return type;
}

export function expectFloat(...types: readonly TensorType[]): void {
  for (const type of types)
    if (type.dtype !== 'float32') throw new TypeError(`Expected float32 operands, received ${describeType(type)}`);
}

/** Floats of either precision, all of one. */
export function expectFloatsAlike(first: TensorType, ...others: readonly TensorType[]): void {
  if (first.dtype !== 'float16') expectFloat(first);
  for (const other of others) expectSameType(first, other);
}

export function expectIndices(type: TensorType): void {
  if (type.dtype !== 'int32' && type.dtype !== 'int64')
    throw new TypeError(`Expected int32 or int64 indices, received ${describeType(type)}`);
}

export function expectSameType(a: TensorType, b: TensorType): void {
  if (a.dtype !== b.dtype)
    throw new TypeError(`Expected operands of one type, received ${describeType(a)} and ${describeType(b)}`);
}

export function expectRank(type: TensorType, rank: number): void {
  if (type.shape.length !== rank) throw new RangeError(`Expected ${rank} dimensions, received ${describeType(type)}`);
}
