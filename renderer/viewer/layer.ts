import type { Homography } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';

/** A picture in a scene. Later layers of a list cover earlier ones. */
export interface Layer {
  pyramid: Pyramid;
  /** Picture pixels to scene pixels. */
  toScene: Homography;
  /** The part of the frame it is drawn in, as shares of the frame's width; the whole frame when absent. */
  between?: readonly [left: number, right: number];
  opacity?: number;
}

/** A small picture stretched over part of a scene, its pixels as blocks. */
export interface BlockMap {
  picture: CanvasImageSource;
  /** Where its corners lie, in scene pixels. */
  width: number;
  height: number;
  opacity: number;
  /** As of a layer. */
  between: readonly [left: number, right: number];
}
