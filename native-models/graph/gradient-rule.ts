import type { Application, Expression } from './expression.ts';
import type { OperatorName } from './operators.ts';

/**
 * The derivative of one operator: from a node and the gradient of the loss with respect to it, of the node's shape, one
 * function per operand that builds the gradient with respect to that operand, of the operand's shape. Only the functions
 * of operands whose gradient is asked for are called; null stands for an operand that has none.
 */
export type GradientRule<Name extends OperatorName> = (
  node: Application<Name>,
  gradient: Expression,
) => readonly ((() => Expression) | null)[];

/** The operand at `index`. Types were inferred when the node was made, so it is there. */
export function operandOf(node: Application, index: number): Expression {
  const operand = node.inputs[index];
  if (operand === undefined) throw new RangeError(`Expected at least ${index + 1} operands for ${node.operator}`);
  return operand;
}
