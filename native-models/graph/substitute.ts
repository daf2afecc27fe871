import { apply, expressionsOf, type Expression } from './expression.ts';

/**
 * The expression with some of what it is made of replaced: `replacementOf` gives what takes an expression's place, or null to
 * keep it. What follows is made again, so a replacement may have another shape where the operators allow it.
 */
export function substitute(
  result: Expression,
  replacementOf: (expression: Expression) => Expression | null,
): Expression {
  const replaced = new Map<Expression, Expression>();
  for (const expression of expressionsOf({ name: 'substitute', outputs: { result } })) {
    const replacement = replacementOf(expression);
    if (replacement !== null) replaced.set(expression, replacement);
    else if (expression.kind === 'application') {
      const inputs = expression.inputs.map((operand) => replaced.get(operand) ?? operand);
      const isKept = inputs.every((operand, index) => operand === expression.inputs[index]);
      replaced.set(expression, isKept ? expression : apply(expression.operator, inputs, expression.attributes));
    }
  }
  return replaced.get(result) ?? result;
}
