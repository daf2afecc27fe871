import { apply, input } from '../graph/expression.ts';
import { depthToSpace } from '../graph/operations.ts';
import { emitModel } from '../onnx/emit-model.ts';

/** Side of the linear kernel, in wide pixels. */
export const linearSide = 7;

/**
 * What stands in for the network where it is linear: one convolution, whose weights are asked of the network, as an ONNX model. Inputs: `wide` [1, 3, H, W],
 * `weight` [12, 3, side, side] and `bias` [12], channel c·4 + y·2 + x; output: `enhanced` [1, 3, 2H, 2W].
 */
export function buildLinearModel({ width, height }: { width: number; height: number }): Uint8Array {
  const wide = input('wide', [1, 3, height, width]);
  const weight = input('weight', [12, 3, linearSide, linearSide]);
  const cells = apply('Conv', [wide, weight, input('bias', [12])], {
    stride: 1,
    padding: (linearSide - 1) / 2,
    groups: 1,
  });
  return emitModel({ name: `linear-${width}x${height}`, outputs: { enhanced: depthToSpace(cells) } }, 'inputs');
}
