import { add, normalise, scale, type Vector } from '../rendering/vector.ts';

/** Where a thing stands: its own axes in the scene. x runs to its right, y up, z out of it, towards who looks at it. */
export interface Place {
  at(x: number, y: number, z: number): Vector;
  /** A direction or edge, without the place's position. */
  along(x: number, y: number, z: number): Vector;
  moved(x: number, y: number, z: number): Place;
  /** Turned about its upright axis, degrees; positive brings its right side away from the viewer. */
  turned(degrees: number): Place;
  /** Leaned back about its right axis, degrees. */
  leaned(degrees: number): Place;
  /** Turned like a wheel seen from the front, degrees, anticlockwise. */
  rolled(degrees: number): Place;
}

export function createPlace(origin: Vector = [0, 0, 0]): Place {
  return placeWith(origin, [1, 0, 0], [0, 1, 0], [0, 0, -1]);
}

function placeWith(origin: Vector, right: Vector, up: Vector, out: Vector): Place {
  const along = (x: number, y: number, z: number): Vector => [
    x * right[0] + y * up[0] + z * out[0],
    x * right[1] + y * up[1] + z * out[1],
    x * right[2] + y * up[2] + z * out[2],
  ];
  const at = (x: number, y: number, z: number): Vector => add(origin, along(x, y, z));
  return {
    at,
    along,
    moved: (x, y, z) => placeWith(at(x, y, z), right, up, out),
    turned: (degrees) => placeWith(origin, ...inOrder(turn(right, out, -degrees), ([a, b]) => [a, up, b])),
    leaned: (degrees) => placeWith(origin, ...inOrder(turn(up, out, -degrees), ([a, b]) => [right, a, b])),
    rolled: (degrees) => placeWith(origin, ...inOrder(turn(right, up, degrees), ([a, b]) => [a, b, out])),
  };
}

function inOrder(
  pair: [Vector, Vector],
  order: (pair: [Vector, Vector]) => [Vector, Vector, Vector],
): [Vector, Vector, Vector] {
  return order(pair);
}

function turn(a: Vector, b: Vector, degrees: number): [Vector, Vector] {
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  return [normalise(add(scale(a, cosine), scale(b, sine))), normalise(add(scale(b, cosine), scale(a, -sine)))];
}
