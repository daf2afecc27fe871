import { elementwiseOperators, type ElementwiseAttributes } from './operators-elementwise.ts';
import { layoutOperators, type LayoutAttributes } from './operators-layout.ts';
import { windowOperators, type WindowAttributes } from './operators-window.ts';
import type { Operator, OnnxForm } from './operator.ts';
import type { TensorType } from './tensor-type.ts';

/** What each operator is told besides its operands. */
export interface OperatorAttributes extends ElementwiseAttributes, LayoutAttributes, WindowAttributes {}

export type OperatorName = keyof OperatorAttributes;

type OperatorTable = { readonly [Name in OperatorName]: Operator<OperatorAttributes[Name]> };

/**
 * Every operator a network may use; the names are ONNX's, of operator set 20. All of them run natively on
 * onnxruntime's CPU and WebGPU providers, and each that passes a gradient on has a derivative made of these (gradients.ts).
 */
export const operators: OperatorTable = { ...elementwiseOperators, ...layoutOperators, ...windowOperators };

/** The type that comes out. Throws an error that names the operator, what was expected and what came. */
export function inferType<Name extends OperatorName>(
  name: Name,
  inputs: readonly TensorType[],
  attributes: OperatorAttributes[Name],
): TensorType {
  const operator: Operator<OperatorAttributes[Name]> = operators[name];
  const { operands } = operator;
  if (operands === null ? inputs.length === 0 : inputs.length !== operands.length)
    throw new RangeError(
      `${name}: expected the operands ${operands?.join(', ') ?? '(one or more)'}, received ${inputs.length}`,
    );
  try {
    return operator.infer(inputs, attributes);
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${name}: ${error.message}`, { cause: error });
    if (error instanceof RangeError) throw new RangeError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** How a node with these attributes is written to ONNX. */
export function writeOperator<Name extends OperatorName>(name: Name, attributes: OperatorAttributes[Name]): OnnxForm {
  const operator: Operator<OperatorAttributes[Name]> = operators[name];
  return operator.write(attributes);
}
