import { apply, constant, type Expression } from '../graph/expression.ts';
import { depthToSpace, padPlanes } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';

/**
 * What the two new pixels of a cell weigh the old ones by, from the one `reach` before it to the one `reach` after it.
 * The centres of the new pixels lie a quarter of an old pixel before and after the old centre.
 */
interface Kernel {
  readonly reach: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const bilinear: Kernel = { reach: 1, before: [0.25, 0.75, 0], after: [0, 0.75, 0.25] };

/** Keys' cubic with a = -0.75 at distances 1.75, 0.75, 0.25, 1.25: the one of OpenCV and of PyTorch. */
const cubicTaps = [-0.03515625, 0.26171875, 0.87890625, -0.10546875] as const;
const cubic: Kernel = { reach: 2, before: [...cubicTaps, 0], after: [0, ...cubicTaps.toReversed()] };

/** Twice the size by bilinear interpolation, the border repeated: [B, C, H, W] to [B, C, 2H, 2W]. */
export function enlargeBilinear(data: Expression): Expression {
  return depthToSpace(enlargedCells(data, bilinear));
}

/** Twice the size by bicubic interpolation (a = -0.75), the border repeated: [B, C, H, W] to [B, C, 2H, 2W]. */
export function enlargeBicubic(data: Expression): Expression {
  return depthToSpace(bicubicCells(data));
}

/** `enlargeBicubic` before its pixels are spread: [B, 4C, H, W], channel c·4 + y·2 + x. */
export function bicubicCells(data: Expression): Expression {
  return enlargedCells(data, cubic);
}

function enlargedCells(data: Expression, { reach, before, after }: Kernel): Expression {
  const channels = dimension(data.shape, 1);
  const size = 2 * reach + 1;
  const perChannel = [before, after].flatMap((rows) =>
    [before, after].flatMap((columns) => rows.flatMap((row) => columns.map((column) => row * column))),
  );
  const weight = constant(Float32Array.from(Array.from({ length: channels }, () => perChannel).flat()), [
    channels * 4,
    1,
    size,
    size,
  ]);
  const bias = constant(new Float32Array(channels * 4), [channels * 4]);
  return apply('Conv', [padPlanes(data, reach, 'edge'), weight, bias], { stride: 1, padding: 0, groups: channels });
}
