import type { Homography, Point } from '#contract/geometry';
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
