import { encodeFine } from '../dcsr/match-reference.ts';
import type { NetworkConfiguration } from '../dcsr/network.ts';
import { type Expression, apply, expressionsOf } from '../graph/expression.ts';
import { stopGradient } from '../graph/operations.ts';

/** φ as a measure of likeness: the features [B, F, H, W] of an image [B, 3, H, W], whose parameters get no gradient. */
export function frozenEncoder(configuration: NetworkConfiguration): (image: Expression) => Expression {
  return (image) =>
    substitute(encodeFine(image, configuration), (expression) =>
      expression.kind === 'parameter' ? stopGradient(expression) : null,
    );
}

/**
 * The expression with some of what it is made of replaced: `replacementOf` gives what takes an expression's place, or null to
 * keep it. What follows is made again, so a replacement may have another shape where the operators allow it.
 */
function substitute(result: Expression, replacementOf: (expression: Expression) => Expression | null): Expression {
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
