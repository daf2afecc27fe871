import type { BoundingVolumes } from './bounding-volumes.ts';
import type { Sky } from './sky.ts';
import type { AmbientLight, Geometry } from './surface.ts';

/** Surfaces, light and air: all that a camera needs to see. */
export interface Scene {
  readonly geometry: Geometry;
  readonly volumes: BoundingVolumes;
  readonly sky: Sky;
  /** Light that arrives at every patch from the sky and from other surfaces. */
  readonly ambient: AmbientLight;
}
