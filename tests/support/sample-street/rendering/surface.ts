import type { Vector } from './vector.ts';

/** Where on a surface a ray arrived. Lengths in metres. */
export interface SurfacePoint {
  /** Position on the surface, along its two edges. */
  u: number;
  v: number;
  /** Position on the surface as a share of its edges, 0 to 1. */
  shareU: number;
  shareV: number;
  /** How much of the surface one sample stands for. */
  footprint: number;
  /** Belongs to the patch, 0 to 1: tells one leaf or stone from the next. */
  variation: number;
}

/** How a surface looks at one point, in linear light. */
export interface SurfaceLook {
  red: number;
  green: number;
  blue: number;
  /** Slope of the surface's relief along u and v. */
  bumpU: number;
  bumpV: number;
  /** Reflectance seen straight on, 0 matt to about 0.06 varnished. */
  gloss: number;
  /** Share of the light that shines through, as through a leaf. */
  translucency: number;
  /** Light that the surface gives by itself, as a multiple of its colour. */
  glow: number;
}

export interface Material {
  /** Sets the look at a point; everything but the colour is 0 when it is called. */
  readonly paint: (point: SurfacePoint, look: SurfaceLook) => void;
  /** Seen through and mirrored in, never painted. */
  readonly isGlass?: boolean;
}

/**
 * All surfaces, as flat arrays with one entry per patch. A patch is a parallelogram, a triangle, a shape cut from
 * a parallelogram, or a sphere.
 */
export interface Geometry {
  readonly count: number;
  /** Per patch 12 numbers: normal and distance of its plane, then the two planes that measure u and v. Spheres: centre, radius. */
  readonly planes: Float64Array;
  readonly shapes: Uint8Array;
  readonly bounds: Float64Array;
  readonly materials: readonly Material[];
  /** Per patch: a corner and both edges, 9 numbers. */
  readonly frames: Float64Array;
  readonly lengths: Float64Array;
  readonly textureOffsets: Float64Array;
  readonly variations: Float64Array;
  /** Nine numbers where a patch is part of a rounded thing, null where it is flat. */
  readonly cornerNormals: readonly (Float64Array | null)[];
}

export const shapeCodes = { parallelogram: 0, triangle: 1, leaf: 2, disc: 3, sphere: 4 } as const;
export type Shape = keyof typeof shapeCodes;

/** Mean arriving radiance on a small grid over every patch; for spheres from six directions. */
export interface AmbientLight {
  readonly columns: Uint16Array;
  readonly rows: Uint16Array;
  readonly starts: Uint32Array;
  readonly values: Float32Array;
}

export type Colour = Vector;
