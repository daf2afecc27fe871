import { add, dot, scale, subtract, type Vector } from '../rendering/vector.ts';

/** An ideal camera. Image coordinates: x right, y down, the centre of pixel (i, j) at (i + 0.5, j + 0.5). */
export interface PinholeCamera {
  readonly width: number;
  readonly height: number;
  /** In pixels. */
  readonly focalLength: number;
  readonly position: Vector;
  /** Unit vectors of the scene: to the right of the picture, to its bottom, and where the camera looks. */
  readonly right: Vector;
  readonly down: Vector;
  readonly forward: Vector;
}

/** 3x3, row by row, last entry 1: maps points of one image to points of another. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export interface CameraOptions {
  width: number;
  height: number;
  /** Millimetres, as if the picture's diagonal were that of 35 mm film. */
  focalLength35: number;
  position: Vector;
  /** Degrees: to the right, upwards, and clockwise about the line of sight (the camera's own turn). */
  yaw?: number;
  pitch?: number;
  roll?: number;
}

const filmDiagonal = 43.2666;

export function createCamera(options: CameraOptions): PinholeCamera {
  const { width, height, focalLength35, position, yaw = 0, pitch = 0, roll = 0 } = options;
  const [sinYaw, cosYaw] = sinCos(yaw);
  const [sinPitch, cosPitch] = sinCos(pitch);
  const [sinRoll, cosRoll] = sinCos(roll);
  const forward: Vector = [sinYaw * cosPitch, sinPitch, cosYaw * cosPitch];
  const level: Vector = [cosYaw, 0, -sinYaw];
  const below: Vector = [sinYaw * sinPitch, -cosPitch, cosYaw * sinPitch];
  return {
    width,
    height,
    focalLength: (focalLength35 / filmDiagonal) * Math.hypot(width, height),
    position,
    forward,
    right: add(scale(level, cosRoll), scale(below, sinRoll)),
    down: add(scale(level, -sinRoll), scale(below, cosRoll)),
  };
}

/** Where a point of the scene appears; null when it lies behind the camera. */
export function project(camera: PinholeCamera, point: Vector): { x: number; y: number; depth: number } | null {
  const relative = subtract(point, camera.position);
  const depth = dot(relative, camera.forward);
  if (depth <= 0) return null;
  return {
    x: camera.width / 2 + (camera.focalLength * dot(relative, camera.right)) / depth,
    y: camera.height / 2 + (camera.focalLength * dot(relative, camera.down)) / depth,
    depth,
  };
}

/** Unit direction of the scene that an image point looks along. */
export function directionThrough(camera: PinholeCamera, x: number, y: number): Vector {
  const across = (x - camera.width / 2) / camera.focalLength;
  const downwards = (y - camera.height / 2) / camera.focalLength;
  const { right, down, forward } = camera;
  const dx = across * right[0] + downwards * down[0] + forward[0];
  const dy = across * right[1] + downwards * down[1] + forward[1];
  const dz = across * right[2] + downwards * down[2] + forward[2];
  const size = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
  return [dx * size, dy * size, dz * size];
}

/**
 * The homography from one camera's image to another's that is exact for the scene's plane {P: normal·P = offset}.
 * With c the first camera's centre and t the step from it to the second, a viewing ray d meets the plane at c + s d with
 * s = (offset - normal·c) / normal·d, so the second camera sees d (normal·P-distance) - t (normal·d).
 */
export function homographyOfPlane(from: PinholeCamera, to: PinholeCamera, normal: Vector, offset: number): Homography {
  const step = subtract(to.position, from.position);
  const reach = offset - dot(normal, from.position);
  return homographyBetween(from, to, (ray) => subtract(scale(ray, reach), scale(step, dot(normal, ray))));
}

/** The homography that is exact for infinitely far things. */
export function homographyOfInfinity(from: PinholeCamera, to: PinholeCamera): Homography {
  return homographyBetween(from, to, (ray) => ray);
}

function homographyBetween(from: PinholeCamera, to: PinholeCamera, move: (ray: Vector) => Vector): Homography {
  const rays: Vector[] = [
    scale(from.right, 1 / from.focalLength),
    scale(from.down, 1 / from.focalLength),
    add(
      from.forward,
      scale(add(scale(from.right, from.width), scale(from.down, from.height)), -0.5 / from.focalLength),
    ),
  ];
  const columns = rays.map((ray) => {
    const moved = move(ray);
    const depth = dot(moved, to.forward);
    return [
      to.focalLength * dot(moved, to.right) + (to.width / 2) * depth,
      to.focalLength * dot(moved, to.down) + (to.height / 2) * depth,
      depth,
    ];
  });
  const last = columns[2]?.[2] ?? 1;
  const entry = (row: number, column: number): number => (columns[column]?.[row] ?? 0) / last;
  return [
    entry(0, 0),
    entry(0, 1),
    entry(0, 2),
    entry(1, 0),
    entry(1, 1),
    entry(1, 2),
    entry(2, 0),
    entry(2, 1),
    entry(2, 2),
  ];
}

function sinCos(degrees: number): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [Math.sin(angle), Math.cos(angle)];
}
