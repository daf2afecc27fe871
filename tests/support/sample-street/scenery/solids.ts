import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Material, Shape } from '../rendering/surface.ts';
import { add, normalise, scale, squareOn, subtract, type Vector } from '../rendering/vector.ts';
import type { Place } from './place.ts';

export interface Box {
  /** The corner with the least x, y and z, in the place's axes. */
  x: number;
  y: number;
  z: number;
  width: number;
  height: number;
  depth: number;
}

/** A solid box; on every face u runs along the longer edge. */
export function box(
  scene: SceneBuilder,
  place: Place,
  { x, y, z, width, height, depth }: Box,
  material: Material,
): void {
  const alongX = place.along(width, 0, 0);
  const alongY = place.along(0, height, 0);
  const alongZ = place.along(0, 0, depth);
  const corner = place.at(x, y, z);
  const opposite = place.at(x + width, y + height, z + depth);
  const faces: [Vector, Vector, number, Vector, number, Vector][] = [
    [corner, alongX, width, alongY, height, place.along(0, 0, -1)],
    [corner, alongX, width, alongZ, depth, place.along(0, -1, 0)],
    [corner, alongZ, depth, alongY, height, place.along(-1, 0, 0)],
    [opposite, scale(alongX, -1), width, scale(alongY, -1), height, place.along(0, 0, 1)],
    [opposite, scale(alongX, -1), width, scale(alongZ, -1), depth, place.along(0, 1, 0)],
    [opposite, scale(alongZ, -1), depth, scale(alongY, -1), height, place.along(1, 0, 0)],
  ];
  for (const [origin, first, firstLength, second, secondLength, facing] of faces) {
    const [edgeU, edgeV] = firstLength >= secondLength ? [first, second] : [second, first];
    scene.patch({ origin, edgeU, edgeV, material, facing });
  }
}

export interface Panel {
  x: number;
  y: number;
  z: number;
  width: number;
  height: number;
  shape?: Shape;
  /** Let the material's texture continue from panel to panel of one place. */
  isContinuous?: boolean;
}

/** A flat upright rectangle that faces out of its place, u to the right and v up. */
export function panel(scene: SceneBuilder, place: Place, options: Panel, material: Material): void {
  const { x, y, z, width, height, shape = 'parallelogram', isContinuous = false } = options;
  scene.patch({
    origin: place.at(x, y, z),
    edgeU: place.along(width, 0, 0),
    edgeV: place.along(0, height, 0),
    facing: place.along(0, 0, 1),
    material,
    shape,
    ...(isContinuous ? { texture: [x, y] as const } : {}),
  });
}

/** A round rod or cone between two points; u runs round it and v along it. */
export function rod(
  scene: SceneBuilder,
  from: Vector,
  to: Vector,
  radii: readonly [number, number],
  material: Material,
  sides = 10,
): void {
  const axis = subtract(to, from);
  const [first, second] = squareOn(normalise(axis));
  const spoke = (side: number): Vector => {
    const angle = (2 * Math.PI * side) / sides;
    return add(scale(first, Math.cos(angle)), scale(second, Math.sin(angle)));
  };
  const girth = (2 * Math.PI * radii[0]) / sides;
  for (let side = 0; side < sides; side++) {
    const [a, b] = [spoke(side), spoke(side + 1)];
    const corners: Quad = [
      add(from, scale(a, radii[0])),
      add(from, scale(b, radii[0])),
      add(to, scale(a, radii[1])),
      add(to, scale(b, radii[1])),
    ];
    roundedQuad(scene, corners, [a, b, a, b], material, [side * girth, 0]);
  }
}

/** A turned thing such as a pot: radius and height along its outline, from the foot upwards. */
export function turnedOnLathe(
  scene: SceneBuilder,
  place: Place,
  outline: readonly (readonly [radius: number, height: number])[],
  material: Material,
  sides = 20,
): void {
  for (let step = 0; step + 1 < outline.length; step++) {
    const [lowRadius, low] = outline[step] ?? [0, 0];
    const [highRadius, high] = outline[step + 1] ?? [0, 0];
    const slope = lowRadius - highRadius;
    for (let side = 0; side < sides; side++) {
      const spoke = (at: number, radius: number, height: number): Vector => {
        const angle = (2 * Math.PI * at) / sides;
        return place.at(radius * Math.cos(angle), height, radius * Math.sin(angle));
      };
      const normal = (at: number): Vector => {
        const angle = (2 * Math.PI * at) / sides;
        const rise = high - low;
        return normalise(place.along(Math.cos(angle) * rise, slope, Math.sin(angle) * rise));
      };
      if (high === low) continue;
      roundedQuad(
        scene,
        [
          spoke(side, lowRadius, low),
          spoke(side + 1, lowRadius, low),
          spoke(side, highRadius, high),
          spoke(side + 1, highRadius, high),
        ],
        [normal(side), normal(side + 1), normal(side), normal(side + 1)],
        material,
        [side * 0.1, low],
      );
    }
  }
}

type Quad = readonly [Vector, Vector, Vector, Vector];

/** Corners at (0, 0), (1, 0), (0, 1) and (1, 1). */
function roundedQuad(
  scene: SceneBuilder,
  [a, b, c, d]: Quad,
  [na, nb, nc, nd]: Quad,
  material: Material,
  texture: readonly [number, number],
): void {
  const triangle = (corners: [Vector, Vector, Vector], normals: readonly [Vector, Vector, Vector]): void => {
    scene.patch({
      origin: corners[0],
      edgeU: subtract(corners[1], corners[0]),
      edgeV: subtract(corners[2], corners[0]),
      facing: normals[0],
      shape: 'triangle',
      material,
      cornerNormals: normals,
      texture,
    });
  };
  triangle([a, b, c], [na, nb, nc]);
  triangle([d, c, b], [nd, nc, nb]);
}
