import type { Expression } from '../graph/expression.ts';
import { add } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';
import { convolution, twoConvolutions } from './convolution.ts';

/** Residual blocks start as small corrections of their input: a full-sized second layer made training diverge. */
const secondLayerScale = 0.3;

/** data + convolution(leaky ReLU(convolution(data))), the size and the channels kept. */
export function residualBlock(data: Expression, name: string): Expression {
  const outputs = dimension(data.shape, 1);
  return add(data, twoConvolutions(data, name, { outputs }, { outputs, initialScale: secondLayerScale }));
}

/** Residual blocks `<name>.1` to `<name>.<count>` in a row. */
export function residualBlocks(data: Expression, name: string, count: number): Expression {
  let result = data;
  for (let index = 1; index <= count; index += 1) result = residualBlock(result, `${name}.${index}`);
  return result;
}

/** Residual blocks, a closing convolution `<name>.closing`, and a skip around all of them. */
export function residualGroup(data: Expression, name: string, count: number): Expression {
  const outputs = dimension(data.shape, 1);
  const blocks = residualBlocks(data, name, count);
  return add(data, convolution(blocks, { name: `${name}.closing`, outputs, initialScale: secondLayerScale }));
}
