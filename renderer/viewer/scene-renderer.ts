import type { Homography, Point, Size } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';
import type { View } from './view-transform.ts';

/** A picture in a scene. Later layers of a list cover earlier ones. */
export interface Layer {
  pyramid: Pyramid;
  /** Picture pixels to scene pixels. */
  toScene: Homography;
  opacity?: number;
  /** The convex part of the frame it is drawn in, in device pixels, clockwise; the whole frame when absent. */
  clip?: readonly Point[];
  /** How the scene lies in the frame for this layer; as for all others when absent. */
  view?: View;
}

/** Draws scenes onto one canvas. */
export interface SceneRenderer {
  /** Draws the layers as far as their tiles are there, and loads those that are missing. */
  draw(frame: Size, view: View, layers: readonly Layer[]): void;
  close(): void;
}

export interface RendererOptions {
  canvas: HTMLCanvasElement;
  /** Of decoded tiles. */
  byteBudget: number;
  /** Called when a tile has come, which makes the picture another one. */
  onChange: () => void;
}
