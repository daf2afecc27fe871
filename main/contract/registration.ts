import type { Homography, Point } from './geometry.ts';
import type { Said } from './messages.ts';

/** A place of the wide photo and the place of the tele that shows the same thing, in upright pixels of each. */
export interface MatchedPoint {
  wide: Point;
  tele: Point;
}

/** `good`: use it. `doubtful`: used, but look. `failed`: the wide photo can still be enhanced without reference. */
export type Verdict = 'good' | 'doubtful' | 'failed';

/** Where the tele photo lies in the wide one. Everything is in upright wide pixels, see geometry.ts. */
export interface Registration {
  verdict: Verdict;
  /** Why, in one sentence for a person. */
  reason: Said;
  /** Tele to wide; null when registration failed before one was found. */
  homography: Homography | null;
  /** The tele's corners in the wide, clockwise from its top left; empty without a homography. */
  corners: Point[];
  /** The tele's corners clipped to the wide picture. */
  overlap: Point[];
  /** Area of the overlap over the area of the wide, 0 to 1. */
  overlapShare: number;
  /** How many tele pixels cover one wide pixel, along one axis. */
  zoom: number | null;
  /** Of the tele against the wide, degrees, clockwise positive. */
  rotation: number | null;
  /** `hand`: a person put it there. */
  detector: 'akaze' | 'orb' | 'hand';
  matches: number;
  inliers: number;
  /** Median distance of the inliers, in wide pixels; null without a homography. */
  residual: number | null;
  milliseconds: number;
  /** Whether the one given as tele shows more of the scene than the one given as wide; absent when it does not. */
  areSwapped?: true;
  /** Some of the points that agree, to be looked at; absent where nobody looks. */
  points?: MatchedPoint[];
}
