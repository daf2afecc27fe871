import type { Point } from '#contract/geometry';

/** Gives the sum of the values in a square, in four steps. */
export function sumsUpTo(
  width: number,
  height: number,
  values: ArrayLike<number>,
): (corner: Point, side: number) => number {
  const line = width + 1;
  const sums = new Float64Array(line * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * line + x + 1] = (sums[y * line + x + 1] ?? 0) + row;
    }
  }
  const at = (x: number, y: number): number => sums[y * line + x] ?? 0;
  return ({ x, y }, side) => at(x + side, y + side) - at(x, y + side) - at(x + side, y) + at(x, y);
}
