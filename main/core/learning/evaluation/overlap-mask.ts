import { clipBySide, type Point, type Size } from '#contract/geometry';

/** 1 for every pixel whose centre lies inside the convex polygon, else 0. */
export function overlapMask({ width, height }: Size, polygon: readonly Point[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const crossings = polygon.flatMap((point, index) =>
      crossing(point, polygon[(index + 1) % polygon.length] ?? point, y + 0.5),
    );
    if (crossings.length < 2) continue;
    const first = Math.max(0, Math.ceil(Math.min(...crossings) - 0.5));
    const last = Math.min(width, Math.ceil(Math.max(...crossings) - 0.5));
    if (last > first) mask.fill(1, y * width + first, y * width + last);
  }
  return mask;
}

/** Where the side from `a` to `b` crosses the height `y`, if it does. */
function crossing(a: Point, b: Point, y: number): number[] {
  return a.y <= y === b.y <= y ? [] : [a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)];
}

/** The convex polygon without what lies nearer than `distance` to one of its sides; empty when nothing is left. */
export function insetPolygon(polygon: readonly Point[], distance: number): Point[] {
  const middle = {
    x: polygon.reduce((sum, { x }) => sum + x, 0) / polygon.length,
    y: polygon.reduce((sum, { y }) => sum + y, 0) / polygon.length,
  };
  return polygon.reduce<Point[]>(
    (kept, from, index) => {
      const to = polygon[(index + 1) % polygon.length] ?? from;
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      if (length === 0) return kept;
      const depth = ({ x, y }: Point): number =>
        ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) / length;
      const inwards = Math.sign(depth(middle));
      return clipBySide(kept, (point) => inwards * depth(point) - distance);
    },
    [...polygon],
  );
}
