import { createRandom } from '../../../../native-models/random.ts';
import { shapeCodes, type Geometry, type Material, type Shape } from './surface.ts';
import { add, cross, dot, lengthOf, normalise, scale, type Vector } from './vector.ts';

export interface PatchOptions {
  origin: Vector;
  edgeU: Vector;
  edgeV: Vector;
  material: Material;
  /** The side of the surface that looks this way is its front. */
  facing?: Vector;
  shape?: Shape;
  /** Metres added to u and v, so that neighbours share one texture. */
  texture?: readonly [number, number];
  /** Normals at the origin, at the end of edgeU and at the end of edgeV. */
  cornerNormals?: readonly [Vector, Vector, Vector];
}

/** Collects surfaces. */
export interface SceneBuilder {
  patch(options: PatchOptions): void;
  sphere(centre: Vector, radius: number, material: Material): void;
  finish(): Geometry;
}

interface StoredPatch extends PatchOptions {
  normal: Vector;
  variation: number;
}

export function createSceneBuilder(seed: number): SceneBuilder {
  const stored: StoredPatch[] = [];
  const random = createRandom(seed);
  return {
    patch: (options) => {
      const across = cross(options.edgeU, options.edgeV);
      if (dot(across, across) < 1e-18) return;
      const unit = normalise(across);
      const normal = options.facing !== undefined && dot(unit, options.facing) < 0 ? scale(unit, -1) : unit;
      stored.push({ ...options, normal, variation: random.next() });
    },
    sphere: (centre, radius, material) => {
      stored.push({
        origin: centre,
        edgeU: [radius, 0, 0],
        edgeV: [0, radius, 0],
        material,
        shape: 'sphere',
        normal: [0, 1, 0],
        variation: random.next(),
      });
    },
    finish: () => flatten(stored),
  };
}

function flatten(stored: readonly StoredPatch[]): Geometry {
  const count = stored.length;
  const geometry = {
    count,
    planes: new Float64Array(count * 12),
    shapes: new Uint8Array(count),
    bounds: new Float64Array(count * 6),
    materials: stored.map((one) => one.material),
    frames: new Float64Array(count * 9),
    lengths: new Float64Array(count * 2),
    textureOffsets: new Float64Array(count * 2),
    variations: new Float64Array(count),
    cornerNormals: stored.map((one) => (one.cornerNormals ? new Float64Array(one.cornerNormals.flat()) : null)),
  };
  stored.forEach((one, index) => {
    const shape = one.shape ?? 'parallelogram';
    geometry.shapes[index] = shapeCodes[shape];
    geometry.planes.set(shape === 'sphere' ? [...one.origin, one.edgeU[0]] : planesOf(one), index * 12);
    geometry.bounds.set(boundsOf(one), index * 6);
    geometry.frames.set([...one.origin, ...one.edgeU, ...one.edgeV], index * 9);
    geometry.lengths.set([lengthOf(one.edgeU), lengthOf(one.edgeV)], index * 2);
    geometry.textureOffsets.set(one.texture ?? [one.variation * 37, one.variation * 53], index * 2);
    geometry.variations[index] = one.variation;
  });
  return geometry;
}

/** u(P) = P·a + a0 is 0 at the origin and 1 at the end of edgeU, and likewise v. */
function planesOf({ origin, edgeU, edgeV, normal }: StoredPatch): number[] {
  const acrossV = cross(edgeV, normal);
  const acrossU = cross(normal, edgeU);
  const measureU = scale(acrossV, 1 / dot(edgeU, acrossV));
  const measureV = scale(acrossU, 1 / dot(edgeV, acrossU));
  return [...normal, dot(normal, origin), ...measureU, -dot(measureU, origin), ...measureV, -dot(measureV, origin)];
}

function boundsOf({ origin, edgeU, edgeV, shape }: StoredPatch): number[] {
  if (shape === 'sphere') {
    const radius = edgeU[0];
    return [...origin.map((value) => value - radius), ...origin.map((value) => value + radius)];
  }
  const corners = [origin, add(origin, edgeU), add(origin, edgeV), add(add(origin, edgeU), edgeV)];
  const along = (axis: 0 | 1 | 2): number[] => corners.map((corner) => corner[axis]);
  const margin = 1e-6;
  return [
    ...([0, 1, 2] as const).map((axis) => Math.min(...along(axis)) - margin),
    ...([0, 1, 2] as const).map((axis) => Math.max(...along(axis)) + margin),
  ];
}
