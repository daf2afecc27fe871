import { expressionsOf, type Expression, type Graph } from '../graph/expression.ts';
import { stopGradient } from '../graph/operations.ts';
import { substitute } from '../graph/substitute.ts';

/** Where φ's features on the grid of its image end. */
const lastWeight = 'matching.fine.3.weight';

/**
 * φ, as a forward graph applies it to its input `wide`, for any other image [B, 3, H, W]: a function that gives its features
 * [B, F, H, W]. Its parameters are the graph's own, but get no gradient. Throws a RangeError for a graph without φ.
 */
export function frozenEncoder(forward: Graph): (image: Expression) => Expression {
  const features = expressionsOf(forward).find(
    (expression) => isEncoded(expression) && wideOf(expression) !== undefined,
  );
  const wide = features === undefined ? undefined : wideOf(features);
  if (features === undefined || wide === undefined)
    throw new RangeError(`Expected features of "wide" made with "${lastWeight}" in ${forward.name}`);
  return (image) =>
    substitute(features, (expression) => {
      if (expression === wide) return image;
      return expression.kind === 'parameter' ? stopGradient(expression) : null;
    });
}

function isEncoded(expression: Expression): boolean {
  if (expression.kind !== 'application' || expression.operator !== 'Conv') return false;
  const weight = expression.inputs[1];
  return weight?.kind === 'parameter' && weight.name === lastWeight;
}

function wideOf(features: Expression): Expression | undefined {
  const leaves = expressionsOf({ name: 'encoder', outputs: { features } });
  return leaves.find((expression) => expression.kind === 'input' && expression.name === 'wide');
}
