import type { Homography, Point, Size } from '#contract/geometry';

/** How a scene lies in its frame: frame point = scene point * scale + (x, y). The frame counts device pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Device pixels per scene pixel, at most: 32 is 3200 %. */
export const largestScale = 32;

/** The whole scene, centred in what the margin leaves of the frame; `below` is free at the bottom beside it. */
export function fitView(scene: Size, frame: Size, margin: number, below = 0): View {
  const room = { width: Math.max(1, frame.width - 2 * margin), height: Math.max(1, frame.height - 2 * margin - below) };
  const scale = Math.min(room.width / scene.width, room.height / scene.height, largestScale);
  return { scale, x: (frame.width - scene.width * scale) / 2, y: margin + (room.height - scene.height * scale) / 2 };
}

/** The same scene point stays under `point` of the frame while the scale changes. */
export function zoomAt(view: View, point: Point, scale: number): View {
  const factor = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * factor, y: point.y - (point.y - view.y) * factor };
}

export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/**
 * Keeps the scene in reach: an axis on which it is smaller than the frame is centred, on the other its edges
 * stay outside the frame but for `margin`. The scale stays between `smallest` and the largest.
 */
export function clampView(view: View, scene: Size, frame: Size, smallest: number, margin: number): View {
  const scale = clamp(view.scale, smallest, Math.max(smallest, largestScale));
  const centre = { x: frame.width / 2, y: frame.height / 2 };
  const scaled = scale === view.scale ? view : zoomAt(view, centre, scale);
  return {
    scale,
    x: clampAxis(scaled.x, scene.width * scale, frame.width, margin),
    y: clampAxis(scaled.y, scene.height * scale, frame.height, margin),
  };
}

export function toFrame(view: View, { x, y }: Point): Point {
  return { x: x * view.scale + view.x, y: y * view.scale + view.y };
}

export function toScene(view: View, { x, y }: Point): Point {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

export function viewHomography({ scale, x, y }: View): Homography {
  return [scale, 0, x, 0, scale, y, 0, 0, 1];
}

/** Between two views, `share` 0 to 1: the scale changes evenly to the eye, and no point of the scene swings about. */
export function mixViews(from: View, to: View, share: number): View {
  const scale = from.scale * (to.scale / from.scale) ** share;
  const way = from.scale === to.scale ? share : (scale - from.scale) / (to.scale - from.scale);
  return { scale, x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way };
}

function clampAxis(offset: number, length: number, room: number, margin: number): number {
  if (length <= room) return (room - length) / 2;
  return clamp(offset, room - length - margin, margin);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
