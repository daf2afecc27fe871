import { clipPolygon, type Point, type Size } from '#contract/geometry';
import type { View } from './view-transform.ts';

/** The part of a convex piece of the frame, in device pixels, that shows the scene; empty where they do not meet. */
export function clipToScene(part: readonly Point[], { x, y, scale }: View, { width, height }: Size): Point[] {
  const moved = part.map((point) => ({ x: point.x - x, y: point.y - y }));
  const inside = clipPolygon(moved, { width: width * scale, height: height * scale });
  return inside.map((point) => ({ x: point.x + x, y: point.y + y }));
}
