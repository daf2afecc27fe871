import { convolutionDataGradient, convolutionWeightGradient } from './convolution-gradients.ts';
import { sumOver, sumToShape } from './broadcasting.ts';
import type { Application, Expression } from './expression.ts';
import { operandOf, type GradientRule } from './gradient-rule.ts';
import { cast, divide, expand, isAtLeast, matMul, multiply, reduceSum, reshape, transpose } from './operations.ts';
import type { WindowAttributes } from './operators-window.ts';
import { dimension } from './tensor-type.ts';

export const windowGradients: { [Name in keyof WindowAttributes]: GradientRule<Name> | null } = {
  Conv: (node, gradient) => [
    () => convolutionDataGradient(node, gradient),
    () => convolutionWeightGradient(node, gradient),
    () => reshape(sumOver(gradient, [0, 2, 3]), ...operandOf(node, 2).shape),
  ],
  // Made by Conv's rule only, and no derivative of a derivative is needed.
  ConvTranspose: null,
  MatMul: (node, gradient) => {
    const [left, right] = [operandOf(node, 0), operandOf(node, 1)];
    return [
      () => sumToShape(matMul(gradient, swapLast(right)), left.shape),
      () => sumToShape(matMul(swapLast(left), gradient), right.shape),
    ];
  },
  ReduceSum: (node, gradient) => [() => expand(gradient, operandOf(node, 0).shape)],
  ReduceMean: (node, gradient) => {
    const { shape } = operandOf(node, 0);
    return [() => expand(multiply(gradient, 1 / dimension(shape, node.attributes.axis)), shape)];
  },
  ReduceMax: (node, gradient) => [() => shareAmong(isAtLeast(operandOf(node, 0), node), node, gradient)],
  ReduceMin: (node, gradient) => [() => shareAmong(isAtLeast(node, operandOf(node, 0)), node, gradient)],
  ArgMax: null,
};

function swapLast(matrices: Expression): Expression {
  const rank = matrices.shape.length;
  const axes = [...matrices.shape.keys()];
  return transpose(matrices, ...axes.slice(0, -2), rank - 1, rank - 2);
}

/** The gradient of an extreme, in equal shares to all elements that are one. */
function shareAmong(
  isExtreme: Expression,
  node: Application<'ReduceMax'> | Application<'ReduceMin'>,
  gradient: Expression,
): Expression {
  const extremes = cast(isExtreme, 'float32');
  return multiply(extremes, divide(gradient, reduceSum(extremes, node.attributes.axis)));
}
