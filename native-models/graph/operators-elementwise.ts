import { expectFloat, expectFloatsAlike, expectSameType, operand, type Operator } from './operator.ts';
import { broadcastShapes, describeType, type DataType } from './tensor-type.ts';

type None = Readonly<Record<string, never>>;

export interface ElementwiseAttributes {
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Abs: None;
  Sqrt: None;
  Exp: None;
  Log: None;
  Floor: None;
  LeakyRelu: { readonly slope: number };
  Clip: { readonly minimum: number | null; readonly maximum: number | null };
  Cast: { readonly to: DataType };
  /** Comparisons give bool; with NaN they are false. */
  Greater: None;
  GreaterOrEqual: None;
  /** The second operand where the first, bool, is true, else the third. */
  Where: None;
  /** The operand as it is, through which no gradient passes. */
  Identity: None;
}

/** ONNX's numbers for element types. */
export const onnxDataType: Record<DataType, number> = { float32: 1, float16: 10, int32: 6, int64: 7, bool: 9 };

const pairwise: Operator<None> = {
  operands: ['left', 'right'],
  infer(inputs) {
    const [left, right] = [operand(inputs, 0), operand(inputs, 1)];
    expectSameType(left, right);
    return { dtype: left.dtype, shape: broadcastShapes(left.shape, right.shape) };
  },
  write: () => ({}),
};

const comparison: Operator<None> = {
  operands: ['left', 'right'],
  infer(inputs, attributes) {
    expectFloat(operand(inputs, 0), operand(inputs, 1));
    return { dtype: 'bool', shape: pairwise.infer(inputs, attributes).shape };
  },
  write: () => ({}),
};

const oneByOne: Operator<None> = { operands: ['data'], infer: floatLike, write: () => ({}) };

export const elementwiseOperators: { [Name in keyof ElementwiseAttributes]: Operator<ElementwiseAttributes[Name]> } = {
  Add: pairwise,
  Sub: pairwise,
  Mul: pairwise,
  Div: pairwise,
  Abs: oneByOne,
  Sqrt: oneByOne,
  Exp: oneByOne,
  Log: oneByOne,
  Floor: oneByOne,
  LeakyRelu: {
    operands: ['data'],
    infer(inputs) {
      const data = operand(inputs, 0);
      expectFloatsAlike(data);
      return data;
    },
    write: ({ slope }) => ({ attributes: { alpha: { float: slope } } }),
  },
  Clip: {
    operands: ['data'],
    infer: floatLike,
    write: ({ minimum, maximum }) => ({
      constants: [minimum === null ? null : { float: minimum }, maximum === null ? null : { float: maximum }],
    }),
  },
  Cast: {
    operands: ['data'],
    infer: (inputs, { to }) => ({ dtype: to, shape: operand(inputs, 0).shape }),
    write: ({ to }) => ({ attributes: { to: { int: onnxDataType[to] } } }),
  },
  Greater: comparison,
  GreaterOrEqual: comparison,
  Where: {
    operands: ['condition', 'then', 'otherwise'],
    infer(inputs) {
      const [condition, then, otherwise] = [operand(inputs, 0), operand(inputs, 1), operand(inputs, 2)];
      if (condition.dtype !== 'bool')
        throw new TypeError(`Expected a bool condition, received ${describeType(condition)}`);
      expectSameType(then, otherwise);
      const chosen = broadcastShapes(then.shape, otherwise.shape);
      return { dtype: then.dtype, shape: broadcastShapes(condition.shape, chosen) };
    },
    write: () => ({}),
  },
  Identity: oneByOne,
};

function floatLike(inputs: Parameters<Operator<None>['infer']>[0]): ReturnType<Operator<None>['infer']> {
  const data = operand(inputs, 0);
  expectFloat(data);
  return data;
}
