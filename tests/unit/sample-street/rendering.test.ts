import { describe, expect, it } from 'vitest';
import { directionThrough } from '../../support/sample-street/camera/pinhole-camera.ts';
import { createSamplePhone } from '../../support/sample-street/phone-pair.ts';
import { createRandom, type Random } from '#native-models/random';
import { BoundingVolumes } from '../../support/sample-street/rendering/bounding-volumes.ts';
import { createSceneBuilder } from '../../support/sample-street/rendering/scene-builder.ts';
import type { Geometry, Material } from '../../support/sample-street/rendering/surface.ts';
import { cross, dot, subtract, type Vector } from '../../support/sample-street/rendering/vector.ts';

const grey: Material = {
  paint: (_point, look) => {
    look.red = look.green = look.blue = 0.5;
  },
};

describe('bounding volumes', () => {
  it('find nothing in an empty scene', () => {
    const volumes = new BoundingVolumes(createSceneBuilder(1).finish());
    expect(volumes.closest(0, 0, 0, 0, 0, 1)).toBe(false);
    expect(volumes.isBlocked(0, 0, 0, 0, 0, 1, 100)).toBe(false);
  });

  it('find what asking every patch finds', () => {
    const random = createRandom(8);
    const patches = Array.from({ length: 300 }, () => randomPatch(random));
    const builder = createSceneBuilder(1);
    for (const patch of patches) builder.patch({ ...patch, material: grey });
    const volumes = new BoundingVolumes(builder.finish());
    let hits = 0;
    for (let ray = 0; ray < 400; ray++) {
      const origin: Vector = [random.between(-1, 1), random.between(-1, 1), -4];
      const direction = unit([random.between(-0.4, 0.4), random.between(-0.4, 0.4), 1]);
      const expected = Math.min(...patches.map((patch) => distanceTo(patch, origin, direction)));
      const isHit = volumes.closest(...origin, ...direction);
      expect(isHit).toBe(expected < Infinity);
      if (!isHit) continue;
      hits++;
      expect(volumes.hitDistance).toBeCloseTo(expected, 6);
      expect(volumes.isBlocked(...origin, ...direction, expected + 0.01)).toBe(true);
      expect(volumes.isBlocked(...origin, ...direction, expected - 0.01)).toBe(false);
    }
    expect(hits).toBeGreaterThan(100);
  });

  it('let light through glass, but see it', () => {
    const builder = createSceneBuilder(1);
    builder.patch({ ...pane(2), material: { isGlass: true, paint: () => undefined } });
    const volumes = new BoundingVolumes(builder.finish());
    expect(volumes.closest(0, 0, 0, 0, 0, 1)).toBe(true);
    expect(volumes.isBlocked(0, 0, 0, 0, 0, 1, 10)).toBe(false);
  });

  it('meet a sphere at its near side', () => {
    const volumes = new BoundingVolumes(withSphere([0, 0, 5], 1.5));
    expect(volumes.closest(0, 0, 0, 0, 0, 1)).toBe(true);
    expect(volumes.hitDistance).toBeCloseTo(3.5, 9);
    expect(volumes.closest(0, 1.6, 0, 0, 0, 1)).toBe(false);
  });
});

describe('a camera before a thing', () => {
  it('sees it where its rays meet it', () => {
    const { wide } = createSamplePhone(64, 48, [0, 0, 0]);
    const volumes = new BoundingVolumes(withSphere([0.4, 0.5, 6], 0.6));
    const meets = (x: number, y: number): boolean => volumes.closest(...wide.position, ...directionThrough(wide, x, y));
    // The line of sight is 3 degrees up, so the sphere's centre lies 0.4 right of it and 0.5 - 6 tan 3 above it.
    const centre = {
      x: 32 + (wide.focalLength * 0.4) / 6,
      y: 24 - (wide.focalLength * (0.5 - 6 * Math.tan(Math.PI / 60))) / 6,
    };
    expect(meets(centre.x, centre.y)).toBe(true);
    expect(meets(centre.x + wide.focalLength * 0.11, centre.y)).toBe(false);
    expect(meets(centre.x - wide.focalLength * 0.08, centre.y)).toBe(true);
  });
});

interface Corner {
  origin: Vector;
  edgeU: Vector;
  edgeV: Vector;
}

function pane(z: number): Corner {
  return { origin: [-1, -1, z], edgeU: [2, 0, 0], edgeV: [0, 2, 0] };
}

function randomPatch(random: Random): Corner {
  const vector = (size: number): Vector => [
    random.between(-size, size),
    random.between(-size, size),
    random.between(-size, size),
  ];
  return { origin: vector(2), edgeU: vector(0.7), edgeV: vector(0.7) };
}

function withSphere(centre: Vector, radius: number): Geometry {
  const builder = createSceneBuilder(1);
  builder.sphere(centre, radius, grey);
  return builder.finish();
}

/** Möller and Trumbore's test, by Cramer's rule: another way than the one under test. */
function distanceTo({ origin, edgeU, edgeV }: Corner, from: Vector, direction: Vector): number {
  const p = cross(direction, edgeV);
  const determinant = dot(edgeU, p);
  const away = subtract(from, origin);
  const u = dot(away, p) / determinant;
  const q = cross(away, edgeU);
  const v = dot(direction, q) / determinant;
  const distance = dot(edgeV, q) / determinant;
  return u >= 0 && u <= 1 && v >= 0 && v <= 1 && distance > 1e-5 ? distance : Infinity;
}

function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
