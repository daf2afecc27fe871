import type { Point, Rectangle } from '#contract/geometry';

/** Nodes at equal distances over the wide photo. */
export interface NodeGrid {
  readonly columns: number;
  readonly rows: number;
  /** The first node, and the distance between nodes, in wide pixels. */
  readonly origin: Point;
  readonly spacing: number;
}

/**
 * What a homography leaves: how far the tele's content lies from where the homography puts it, smoothly over the wide photo. What the
 * wide shows at p, the homography's inverse finds in the tele at p + shift(p).
 */
export interface ShiftField extends NodeGrid {
  /** [2, rows, columns] in wide pixels, x before y. */
  readonly shift: Float32Array;
}

/**
 * The field for every pixel centre of a rectangle of a grid with `scale` pixels to one of the wide: [2, height, width] in that grid's
 * pixels.
 */
export function shiftAcross(field: ShiftField, rectangle: Rectangle, scale: number): Float32Array {
  return valuesAcross(field, field.shift, rectangle, scale).map((value) => scale * value);
}

/**
 * Values at the nodes, [N, rows, columns], for every pixel centre of a rectangle of a grid with `scale` pixels to one of the wide:
 * [N, height, width]. Linear between the nodes, constant outside them; it depends on the place alone, so rectangles that meet agree.
 */
export function valuesAcross(
  { origin, spacing, columns, rows }: NodeGrid,
  values: Float32Array,
  rectangle: Rectangle,
  scale: number,
): Float32Array {
  const { width, height } = rectangle;
  const plane = width * height;
  const nodes = columns * rows;
  const count = values.length / nodes;
  const result = new Float32Array(count * plane);
  const across = Float64Array.from({ length: width }, (_, index) =>
    placeAlong((rectangle.x + index + 0.5) / scale, origin.x, spacing, columns),
  );
  for (let row = 0, index = 0; row < height; row += 1) {
    const down = placeAlong((rectangle.y + row + 0.5) / scale, origin.y, spacing, rows);
    for (let column = 0; column < width; column += 1, index += 1) {
      const place = across[column] ?? 0;
      for (let which = 0; which < count; which += 1)
        result[which * plane + index] = between(values, which * nodes, columns, place, down);
    }
  }
  return result;
}

/** The field at a point of the wide, in wide pixels. */
export function shiftAt({ origin, spacing, columns, rows, shift }: ShiftField, { x, y }: Point): Point {
  const across = placeAlong(x, origin.x, spacing, columns);
  const down = placeAlong(y, origin.y, spacing, rows);
  return { x: between(shift, 0, columns, across, down), y: between(shift, columns * rows, columns, across, down) };
}

/** Where a coordinate lies between the nodes, in nodes from the first; never outside them. */
function placeAlong(coordinate: number, first: number, spacing: number, count: number): number {
  return Math.min(Math.max((coordinate - first) / spacing, 0), count - 1);
}

function between(shift: Float32Array, start: number, columns: number, across: number, down: number): number {
  const left = Math.floor(across);
  const above = Math.floor(down);
  const right = across - left;
  const below = down - above;
  const node = start + above * columns + left;
  const beside = right > 0 ? 1 : 0;
  const under = below > 0 ? columns : 0;
  const upper = (shift[node] ?? 0) * (1 - right) + (shift[node + beside] ?? 0) * right;
  const lower = (shift[node + under] ?? 0) * (1 - right) + (shift[node + under + beside] ?? 0) * right;
  return upper * (1 - below) + lower * below;
}
