import { apply, expressionsOf, type Application, type Expression, type Graph } from './expression.ts';
import { cast } from './operations.ts';
import type { OperatorName } from './operators.ts';

/**
 * The graph with the learned convolutions that `isHalved` names (`<name>` of `<name>.weight`) in 16-bit floats, their weights too, and
 * with them what only rectifies, joins or cuts their results. All else, every sum of features among it, stays in 32 bits, and so do
 * inputs, parameters and outputs.
 */
export function convolutionsInHalf(graph: Graph, isHalved: (layer: string) => boolean): Graph {
  const halved = new Map<Expression, Expression>();
  const casts = new Map<Expression, Expression>();
  const as = (dtype: 'float16' | 'float32', expression: Expression): Expression => {
    if (expression.dtype === dtype || (expression.dtype !== 'float16' && expression.dtype !== 'float32'))
      return expression;
    const known = casts.get(expression) ?? cast(expression, dtype);
    casts.set(expression, known);
    return known;
  };
  const rewrite = (expression: Application): Expression => {
    const inputs = expression.inputs.map((operand) => halved.get(operand) ?? operand);
    const follows = following.has(expression.operator) && inputs.every(({ dtype }) => dtype === 'float16');
    const layer = layerOf(expression);
    const dtype = follows || (layer !== null && isHalved(layer)) ? 'float16' : 'float32';
    return apply(
      expression.operator,
      inputs.map((operand) => as(dtype, operand)),
      expression.attributes,
    );
  };
  for (const expression of expressionsOf(graph))
    if (expression.kind === 'application') halved.set(expression, rewrite(expression));
  const outputs = Object.entries(graph.outputs).map(([name, output]) => [
    name,
    as('float32', halved.get(output) ?? output),
  ]);
  return { name: graph.name, outputs: Object.fromEntries(outputs) as Record<string, Expression> };
}

/** Operators that round nothing, or hardly anything. */
const following: ReadonlySet<OperatorName> = new Set(['LeakyRelu', 'Concat', 'Slice', 'DepthToSpace']);

/** The name of a learned convolution; null for everything else. */
function layerOf({ operator, inputs }: Application): string | null {
  const weight = inputs[1];
  return operator === 'Conv' && weight?.kind === 'parameter' ? weight.name.replace(/\.weight$/, '') : null;
}
