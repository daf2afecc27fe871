import { encodeFine } from '../dcsr/match-reference.ts';
import type { NetworkConfiguration } from '../dcsr/network.ts';
import type { Expression } from '../graph/expression.ts';
import { stopGradient } from '../graph/operations.ts';
import { substitute } from '../graph/substitute.ts';

/** φ as a measure of likeness: the features [B, F, H, W] of an image [B, 3, H, W], whose parameters get no gradient. */
export function frozenEncoder(configuration: NetworkConfiguration): (image: Expression) => Expression {
  return (image) =>
    substitute(encodeFine(image, configuration), (expression) =>
      expression.kind === 'parameter' ? stopGradient(expression) : null,
    );
}
