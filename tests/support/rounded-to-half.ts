import {
  apply,
  constant,
  expressionsOf,
  type Application,
  type Expression,
  type Graph,
} from '#native-models/graph/expression';
import { add, multiply, slice, subtract } from '#native-models/graph/operations';
import { dimension } from '#native-models/graph/tensor-type';

/** How a device adds up the products of a convolution: `exact` in 32 bits, or `rounded` to 16 after every four products. */
export type Sums = 'exact' | 'rounded';

/**
 * A graph with 16-bit floats as one of 32-bit floats that are rounded wherever the other stores 16 bits. The processor's provider computes
 * in 32 bits and takes out the casts between, so that it would not show what is lost. Values beyond the range of 16 bits stay as they are.
 */
export function roundedToHalf(graph: Graph, sums: Sums): Graph {
  const made = new Map<Expression, Expression>();
  const remake = (expression: Application): Expression => {
    const inputs = expression.inputs.map((operand) => made.get(operand) ?? operand);
    const [first] = inputs;
    if (expression.operator === 'Cast' && first?.dtype === 'float32' && expression.dtype.startsWith('float'))
      return expression.dtype === 'float16' ? rounded(first) : first;
    if (sums === 'rounded' && expression.operator === 'Conv' && expression.dtype === 'float16')
      return summedInHalf(inputs, expression.attributes as Application<'Conv'>['attributes']);
    const same = apply(expression.operator, inputs, expression.attributes);
    return expression.dtype === 'float16' && rounding.has(expression.operator) ? rounded(same) : same;
  };
  for (const expression of expressionsOf(graph))
    if (expression.kind === 'application') made.set(expression, remake(expression));
  const outputs = Object.entries(graph.outputs).map(([name, output]) => [name, made.get(output) ?? output]);
  return { name: graph.name, outputs: Object.fromEntries(outputs) as Record<string, Expression> };
}

const rounding: ReadonlySet<string> = new Set(['Conv', 'LeakyRelu']);

/** The nearest number of eleven significant bits (Veltkamp's splitting). */
function rounded(data: Expression): Expression {
  const scaled = multiply(data, 2 ** 13 + 1);
  return subtract(scaled, subtract(scaled, data));
}

const channelsAtOnce = 4;

function summedInHalf(
  [data, weight, bias]: readonly Expression[],
  attributes: Application<'Conv'>['attributes'],
): Expression {
  if (data === undefined || weight === undefined || bias === undefined) throw new Error('Expected a convolution');
  const [outputs = 0, channels = 0, height = 0, width = 0] = weight.shape;
  const noBias = constant(new Float32Array(outputs), [outputs]);
  let sum: Expression | null = null;
  for (let tap = 0; tap < height * width; tap += 1) {
    const mask = constant(
      Float32Array.from({ length: height * width }, (_, other) => (other === tap ? 1 : 0)),
      [height, width],
    );
    for (let channel = 0; channel < channels; channel += channelsAtOnce) {
      const end = Math.min(channels, channel + channelsAtOnce);
      const part = apply(
        'Conv',
        [slice(data, 1, channel, end), multiply(slice(weight, 1, channel, end), mask), noBias],
        attributes,
      );
      sum = rounded(sum === null ? part : add(sum, part));
    }
  }
  if (sum === null) throw new Error('Expected a convolution with channels');
  const spread = apply('Reshape', [bias], { shape: [1, dimension(bias.shape, 0), 1, 1] });
  return rounded(add(sum, spread));
}
