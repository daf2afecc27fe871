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
  const shift = valuesAcross(field, field.shift, rectangle, scale);
  for (let index = 0; index < shift.length; index += 1) shift[index] = scale * (shift[index] ?? 0);
  return shift;
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
  const nodes = columns * rows;
  const count = values.length / nodes;
  const result = new Float32Array(count * width * height);
  const left = new Int32Array(width);
  const share = new Float64Array(width);
  for (let column = 0; column < width; column += 1) {
    const place = placeAlong((rectangle.x + column + 0.5) / scale, origin.x, spacing, columns);
    left[column] = Math.floor(place);
    share[column] = place - Math.floor(place);
  }
  for (let which = 0, target = 0; which < count; which += 1) {
    for (let row = 0; row < height; row += 1) {
      const down = placeAlong((rectangle.y + row + 0.5) / scale, origin.y, spacing, rows);
      const below = down - Math.floor(down);
      const start = which * nodes + Math.floor(down) * columns;
      for (let column = 0; column < width; column += 1, target += 1)
        result[target] = between(values, start + (left[column] ?? 0), columns, share[column] ?? 0, below);
    }
  }
  return result;
}

/** The field at a point of the wide, in wide pixels. */
export function shiftAt({ origin, spacing, columns, rows, shift }: ShiftField, { x, y }: Point): Point {
  const across = placeAlong(x, origin.x, spacing, columns);
  const down = placeAlong(y, origin.y, spacing, rows);
  const [left, above] = [Math.floor(across), Math.floor(down)];
  const along = (start: number): number =>
    between(shift, start + above * columns + left, columns, across - left, down - above);
  return { x: along(0), y: along(columns * rows) };
}

/** Where a coordinate lies between the nodes, in nodes from the first; never outside them. */
function placeAlong(coordinate: number, first: number, spacing: number, count: number): number {
  return Math.min(Math.max((coordinate - first) / spacing, 0), count - 1);
}

/** `right` and `below`, 0 to below 1, say how far from a node towards those beside and under it. */
function between(shift: Float32Array, node: number, columns: number, right: number, below: number): number {
  const beside = right > 0 ? 1 : 0;
  const under = below > 0 ? columns : 0;
  const upper = (shift[node] ?? 0) * (1 - right) + (shift[node + beside] ?? 0) * right;
  const lower = (shift[node + under] ?? 0) * (1 - right) + (shift[node + under + beside] ?? 0) * right;
  return upper * (1 - below) + lower * below;
}
