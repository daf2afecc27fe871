import { clipPolygon, cornersOf, type Point, type Size } from '#contract/geometry';
import type { Layer } from './scene-renderer.ts';
import type { View } from './view-transform.ts';

/** A straight line across a frame. */
export interface Division {
  /** 0 to 1 across the frame, along the line's normal: 0.5 runs through the middle. */
  readonly at: number;
  /** Degrees by which the line is turned clockwise; at 0 it is upright with `before` on its left. */
  readonly angle: number;
}

/** The line's point nearest to the frame's middle, and the direction in which `after` lies. */
export function lineOf({ at, angle }: Division, { width, height }: Size): { middle: Point; normal: Point } {
  const normal = { x: Math.cos((angle * Math.PI) / 180), y: Math.sin((angle * Math.PI) / 180) };
  const distance = (2 * at - 1) * reachOf(normal, { width, height });
  return { middle: { x: width / 2 + normal.x * distance, y: height / 2 + normal.y * distance }, normal };
}

/** Which division of that angle runs through a point. */
export function divisionThrough(point: Point, angle: number, frame: Size): Division {
  const { normal } = lineOf({ at: 0.5, angle }, frame);
  const distance = (point.x - frame.width / 2) * normal.x + (point.y - frame.height / 2) * normal.y;
  return { at: Math.min(1, Math.max(0, (distance / reachOf(normal, frame) + 1) / 2)), angle };
}

/** The part of a convex polygon on one side of the line; empty when there is none. */
export function partOf(
  polygon: readonly Point[],
  side: 'before' | 'after',
  division: Division,
  frame: Size,
): readonly Point[] {
  const { middle, normal } = lineOf(division, frame);
  const sign = side === 'after' ? 1 : -1;
  const distance = ({ x, y }: Point): number => sign * ((x - middle.x) * normal.x + (y - middle.y) * normal.y);
  if (polygon.every((point) => distance(point) < 1e-6)) return [];
  return polygon.flatMap((point, index) => {
    const previous = polygon.at(index - 1) ?? point;
    const [before, here] = [distance(previous), distance(point)];
    if (before < 0 === here < 0) return here >= 0 ? [point] : [];
    const share = before / (before - here);
    const crossing = {
      x: previous.x + (point.x - previous.x) * share,
      y: previous.y + (point.y - previous.y) * share,
    };
    return here >= 0 ? [crossing, point] : [crossing];
  });
}

/** Layers in a convex part of the frame, which end where the scene does; none where that part shows nothing of it. */
export function layersIn(
  layers: readonly Layer[],
  part: readonly Point[],
  { view, scene }: { view: View; scene: Size },
): Layer[] {
  const clip = clipToScene(part, view, scene);
  return clip.length < 3 ? [] : layers.map((layer) => ({ ...layer, clip, view }));
}

/** Some layers on one side of the line, others on the other. */
export function splitLayers(
  before: readonly Layer[],
  after: readonly Layer[],
  division: Division,
  frames: { canvas: Size; view: View; scene: Size },
): Layer[] {
  const whole = cornersOf(frames.canvas);
  return [
    ...layersIn(before, partOf(whole, 'before', division, frames.canvas), frames),
    ...layersIn(after, partOf(whole, 'after', division, frames.canvas), frames),
  ];
}

/** The part of a convex piece of the frame, in device pixels, that shows the scene; empty where they do not meet. */
export function clipToScene(part: readonly Point[], { x, y, scale }: View, { width, height }: Size): Point[] {
  const moved = part.map((point) => ({ x: point.x - x, y: point.y - y }));
  const inside = clipPolygon(moved, { width: width * scale, height: height * scale });
  return inside.map((point) => ({ x: point.x + x, y: point.y + y }));
}

/** How far the frame reaches from its middle along a direction. */
function reachOf(normal: Point, { width, height }: Size): number {
  return (Math.abs(normal.x) * width + Math.abs(normal.y) * height) / 2;
}
