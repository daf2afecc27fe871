import type { Application, Expression } from './expression.ts';
import type { GradientRule } from './gradient-rule.ts';
import { elementwiseGradients } from './gradients-elementwise.ts';
import { layoutGradients } from './gradients-layout.ts';
import { windowGradients } from './gradients-window.ts';
import type { OperatorName } from './operators.ts';

/** The derivative of every operator, made of the same operators; null where a result has no gradient to pass on. */
const gradients: { readonly [Name in OperatorName]: GradientRule<Name> | null } = {
  ...elementwiseGradients,
  ...layoutGradients,
  ...windowGradients,
};

/** Whether a gradient passes through the operator at all. */
export function isDifferentiable(operator: OperatorName): boolean {
  return gradients[operator] !== null;
}

/** For each operand of `node`, how to build the gradient with respect to it; null where it has none. */
export function gradientsOf<Name extends OperatorName>(
  node: Application<Name>,
  gradient: Expression,
): ReturnType<GradientRule<Name>> {
  const rule: GradientRule<Name> | null = gradients[node.operator];
  return rule === null ? node.inputs.map(() => null) : rule(node, gradient);
}
