import { sumToShape } from './broadcasting.ts';
import { constant, type Application, type Expression } from './expression.ts';
import { operandOf, type GradientRule } from './gradient-rule.ts';
import { choose, clip, divide, isAtLeast, isGreater, multiply } from './operations.ts';
import type { ElementwiseAttributes } from './operators-elementwise.ts';

const zero = constant(Float32Array.of(0), []);

/**
 * `below` where data is under 0 and `above` where it is over 0; onnxruntime computes it several times as fast as a comparison
 * and a choice. At 0 it is 0 or the bound next to it.
 */
function steepClip(data: Expression, below: number, above: number): Expression {
  return clip(multiply(data, 1e30), below, above);
}

/** A rule for an operator of one operand: the gradient with respect to it. */
function ofOne<Name extends keyof ElementwiseAttributes>(
  rule: (data: Expression, gradient: Expression, node: Application<Name>) => Expression,
): GradientRule<Name> {
  return (node, gradient) => [() => rule(operandOf(node, 0), gradient, node)];
}

/** A rule for two operands that broadcast: the gradients of the shape they have together. */
function ofTwo<Name extends keyof ElementwiseAttributes>(
  left: (gradient: Expression, right: Expression) => Expression,
  right: (gradient: Expression, left: Expression, right: Expression, node: Expression) => Expression,
): GradientRule<Name> {
  return (node, gradient) => {
    const [a, b] = [operandOf(node, 0), operandOf(node, 1)];
    return [() => sumToShape(left(gradient, b), a.shape), () => sumToShape(right(gradient, a, b, node), b.shape)];
  };
}

export const elementwiseGradients: { [Name in keyof ElementwiseAttributes]: GradientRule<Name> | null } = {
  Add: ofTwo(
    (gradient) => gradient,
    (gradient) => gradient,
  ),
  Sub: ofTwo(
    (gradient) => gradient,
    (gradient) => multiply(gradient, -1),
  ),
  Mul: ofTwo(multiply, multiply),
  Div: ofTwo(divide, (gradient, _left, right, node) => multiply(divide(multiply(gradient, node), right), -1)),
  Abs: ofOne((data, gradient) => multiply(gradient, steepClip(data, -1, 1))),
  // At 0, where the slope has no bound, 0: a plane of zeros must not make the whole step infinite.
  Sqrt: ofOne((_data, gradient, node) => choose(isGreater(node, 0), divide(multiply(gradient, 0.5), node), 0)),
  Exp: ofOne((_data, gradient, node) => multiply(gradient, node)),
  Log: ofOne((data, gradient) => divide(gradient, data)),
  Floor: null,
  // The result has the operand's sign, and asking for the result leaves onnxruntime free to join it with a convolution.
  LeakyRelu: ofOne((_data, gradient, node) => {
    const { slope } = node.attributes;
    if (slope < 0 || slope > 1) throw new RangeError(`Expected a slope of 0 to 1, received ${slope}`);
    return multiply(gradient, steepClip(node, slope, 1));
  }),
  // At the bounds, that of what is between them.
  Clip: ofOne((data, gradient, node) => {
    const { minimum, maximum } = node.attributes;
    const above = minimum === null ? gradient : choose(isAtLeast(data, minimum), gradient, 0);
    return maximum === null ? above : choose(isGreater(data, maximum), zero, above);
  }),
  Cast: null,
  Greater: null,
  GreaterOrEqual: null,
  Where: (node, gradient) => {
    const [condition, then, otherwise] = [operandOf(node, 0), operandOf(node, 1), operandOf(node, 2)];
    return [
      null,
      () => sumToShape(choose(condition, gradient, 0), then.shape),
      () => sumToShape(choose(condition, zero, gradient), otherwise.shape),
    ];
  },
  Identity: null,
};
