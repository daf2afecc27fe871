import { constant, type Expression } from '../graph/expression.ts';
import { add, cast, clip, floor, gather, multiply, reshape, subtract, sum, transpose } from '../graph/operations.ts';

/** Pixels of planes, one row of channels each, ready to be gathered. */
export interface PixelTable {
  /** [B · H · W, C] */
  readonly rows: Expression;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Lays [B, C, H, W] out for sampling. */
export function pixelTable(planes: Expression): PixelTable {
  const [batch = 0, channels = 0, height = 0, width = 0] = planes.shape;
  const rows = reshape(transpose(planes, 0, 2, 3, 1), batch * height * width, channels);
  return { rows, batch, height, width, channels };
}

/**
 * Bilinear samples at x, y, both [B, N], counted from the centre of the first pixel; outside, the nearest border pixel.
 * Gives [B, N, C].
 */
export function sampleBilinear(table: PixelTable, x: Expression, y: Expression): Expression {
  const { batch, height, width } = table;
  const count = x.shape[1] ?? 0;
  const horizontal = neighbours(x, width);
  const vertical = neighbours(y, height);
  const batchStarts = constant(
    Int32Array.from({ length: batch }, (_, index) => index * height * width),
    [batch, 1],
  );
  const corner = (row: Expression, column: Expression, weight: Expression): Expression => {
    const indices = add(add(multiply(cast(row, 'int32'), width), cast(column, 'int32')), batchStarts);
    return multiply(gather(table.rows, indices, 0), reshape(weight, batch, count, 1));
  };
  return sum(
    corner(vertical.first, horizontal.first, multiply(vertical.firstWeight, horizontal.firstWeight)),
    corner(vertical.first, horizontal.second, multiply(vertical.firstWeight, horizontal.secondWeight)),
    corner(vertical.second, horizontal.first, multiply(vertical.secondWeight, horizontal.firstWeight)),
    corner(vertical.second, horizontal.second, multiply(vertical.secondWeight, horizontal.secondWeight)),
  );
}

interface Neighbours {
  readonly first: Expression;
  readonly second: Expression;
  readonly firstWeight: Expression;
  readonly secondWeight: Expression;
}

function neighbours(position: Expression, size: number): Neighbours {
  const inside = clip(position, 0, size - 1);
  const first = floor(inside);
  const secondWeight = subtract(inside, first);
  const firstWeight = add(multiply(secondWeight, -1), 1);
  return { first, second: clip(add(first, 1), null, size - 1), firstWeight, secondWeight };
}
