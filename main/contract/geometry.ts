/**
 * Coordinates, once for the whole program.
 *
 * - All images are upright: EXIF orientation is applied when a photo is read, and never again.
 * - x runs right, y runs down. Pixel (i, j) covers [i, i+1) x [j, j+1); its centre is (i + 0.5, j + 0.5).
 * - A `Homography` maps points of the upright tele image to points of the upright wide image.
 * - The "2x grid" is the wide image at twice its width and height: point (x, y) of the wide is (2x, 2y) of the grid.
 */

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Whole pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** 3x3, row by row, scaled so that the last entry is 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export function applyHomography(h: Homography, { x, y }: Point): Point {
  const w = h[6] * x + h[7] * y + h[8];
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
}

/** `second` after `first`. */
export function composeHomographies(second: Homography, first: Homography): Homography {
  const entry = (row: number, column: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + (second[row * 3 + k] ?? 0) * (first[k * 3 + column] ?? 0), 0);
  const [a, b, c, d, e, f, g, h, i] = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => entry(row, column)));
  return normalise([a, b, c, d, e, f, g, h, i] as Homography);
}

/** Throws a RangeError when the homography has no inverse. */
export function invertHomography([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (Math.abs(determinant) < 1e-12) throw new RangeError('Expected an invertible homography, received a singular one');
  return normalise([
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ]);
}

export function scaleHomography(x: number, y: number): Homography {
  return [x, 0, 0, 0, y, 0, 0, 0, 1];
}

/** The corners of an image, clockwise from the top left. */
export function cornersOf({ width, height }: Size): [Point, Point, Point, Point] {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
}

/** Area of a simple polygon in square pixels, positive whichever way round it runs. */
export function polygonArea(polygon: readonly Point[]): number {
  let twice = 0;
  polygon.forEach((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    twice += point.x * next.y - next.x * point.y;
  });
  return Math.abs(twice) / 2;
}

/** The part of a convex polygon inside the rectangle (0, 0, width, height); empty when they do not meet. */
export function clipPolygon(polygon: readonly Point[], { width, height }: Size): Point[] {
  const sides: ((point: Point) => number)[] = [
    (point) => point.x,
    (point) => width - point.x,
    (point) => point.y,
    (point) => height - point.y,
  ];
  return sides.reduce<Point[]>((kept, distance) => clipBySide(kept, distance), [...polygon]);
}

/** The smallest whole-pixel rectangle around a polygon. */
export function boundsOf(polygon: readonly Point[]): Rectangle {
  const x = Math.floor(Math.min(...polygon.map((point) => point.x)));
  const y = Math.floor(Math.min(...polygon.map((point) => point.y)));
  return {
    x,
    y,
    width: Math.ceil(Math.max(...polygon.map((point) => point.x))) - x,
    height: Math.ceil(Math.max(...polygon.map((point) => point.y))) - y,
  };
}

/** The share of a picture that lies in one of these convex polygons, 0 to 1, as `steps` times as many places of it tell. */
export function shareInside({ width, height }: Size, polygons: readonly (readonly Point[])[], steps = 160): number {
  let inside = 0;
  for (let row = 0; row < steps; row += 1) {
    for (let column = 0; column < steps; column += 1) {
      const place = { x: ((column + 0.5) * width) / steps, y: ((row + 0.5) * height) / steps };
      if (polygons.some((polygon) => isInsidePolygon(polygon, place))) inside += 1;
    }
  }
  return inside / steps ** 2;
}

/** Whether a point lies inside a convex polygon, its border included. */
export function isInsidePolygon(polygon: readonly Point[], { x, y }: Point): boolean {
  let sign = 0;
  for (const [index, point] of polygon.entries()) {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    const cross = (next.x - point.x) * (y - point.y) - (next.y - point.y) * (x - point.x);
    if (cross === 0) continue;
    if (sign !== 0 && Math.sign(cross) !== sign) return false;
    sign = Math.sign(cross);
  }
  return polygon.length >= 3;
}

function normalise(h: Homography): Homography {
  return h.map((entry) => entry / h[8]) as unknown as Homography;
}

/** The part of a polygon where the distance, linear over the plane, is not negative. */
export function clipBySide(polygon: Point[], distance: (point: Point) => number): Point[] {
  return polygon.flatMap((point, index) => {
    const previous = polygon.at(index - 1) ?? point;
    const [before, here] = [distance(previous), distance(point)];
    const crossing = before < 0 !== here < 0 ? [mix(previous, point, before / (before - here))] : [];
    return here >= 0 ? [...crossing, point] : crossing;
  });
}

function mix(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
