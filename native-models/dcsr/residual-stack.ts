import type { Expression } from '../graph/expression.ts';
import { residualBlocks, residualGroup } from '../layers/residual-block.ts';

/** A run of residual blocks, grouped or plain, as a configuration says. */
export function residualStack(data: Expression, name: string, count: number, isGrouped: boolean): Expression {
  return isGrouped ? residualGroup(data, name, count) : residualBlocks(data, name, count);
}
