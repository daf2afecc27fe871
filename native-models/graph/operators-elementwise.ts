import { expectFloat, expectSameType, operand, type Operator } from './operator.ts';
import { broadcastShapes, type DataType } from './tensor-type.ts';

type None = Readonly<Record<string, never>>;

export interface ElementwiseAttributes {
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Abs: None;
  Sqrt: None;
  Exp: None;
  Floor: None;
  LeakyRelu: { readonly slope: number };
  Clip: { readonly minimum: number | null; readonly maximum: number | null };
  Cast: { readonly to: DataType };
}

/** ONNX's numbers for element types. */
export const onnxDataType: Record<DataType, number> = { float32: 1, int32: 6, int64: 7 };

const pairwise: Operator<None> = {
  operands: ['left', 'right'],
  infer(inputs) {
    const [left, right] = [operand(inputs, 0), operand(inputs, 1)];
    expectSameType(left, right);
    return { dtype: left.dtype, shape: broadcastShapes(left.shape, right.shape) };
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
  Floor: oneByOne,
  LeakyRelu: {
    operands: ['data'],
    infer: floatLike,
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
};

function floatLike(inputs: Parameters<Operator<None>['infer']>[0]): ReturnType<Operator<None>['infer']> {
  const data = operand(inputs, 0);
  expectFloat(data);
  return data;
}
