import { describe, expect, it } from 'vitest';
import { applyHomography, type Point } from '#contract/geometry';
import {
  directionThrough,
  homographyOfInfinity,
  homographyOfPlane,
  project,
} from '../../support/sample-street/camera/pinhole-camera.ts';
import { createSamplePhone, truthOfPair } from '../../support/sample-street/phone-pair.ts';
import type { Vector } from '../../support/sample-street/rendering/vector.ts';

const viewpoint: Vector = [0, 1.55, 0];
const phone = createSamplePhone(2000, 1500, viewpoint);
const planeDistance = 10.5;

describe('pinhole cameras', () => {
  it('see nothing that lies behind them', () => {
    expect(project(phone.wide, [0, 1.55, -2])).toBeNull();
  });

  it('have the focal lengths of their 35 mm equivalents', () => {
    // A 26 mm lens before a 43.2666 mm diagonal, on a photo whose diagonal is 2500 pixels.
    expect(phone.wide.focalLength).toBeCloseTo(1502.3, 1);
    expect(phone.tele.focalLength / phone.wide.focalLength).toBeCloseTo(2, 10);
  });

  it('look through a pixel in the direction that is projected back onto it', () => {
    for (const camera of [phone.wide, phone.tele]) {
      const [x, y, z] = directionThrough(camera, 312.5, 1170.25);
      const [px, py, pz] = camera.position;
      const seen = project(camera, [px + 7 * x, py + 7 * y, pz + 7 * z]);
      expect(seen?.x).toBeCloseTo(312.5, 6);
      expect(seen?.y).toBeCloseTo(1170.25, 6);
    }
  });

  it('see higher things higher up and things to the right further right', () => {
    const middle = seenBy('wide', [0, 2, 9]);
    expect(seenBy('wide', [0, 3, 9]).y).toBeLessThan(middle.y);
    expect(seenBy('wide', [1, 2, 9]).x).toBeGreaterThan(middle.x);
  });
});

describe('the homographies of a pair', () => {
  const onPlane = homographyOfPlane(phone.tele, phone.wide, [0, 0, 1], planeDistance);

  it('take every point of the plane from where the tele sees it to where the wide does', () => {
    for (const point of [
      [-2, 0.4, planeDistance],
      [0.3, 2.1, planeDistance],
      [2.7, 4.4, planeDistance],
    ] as const) {
      expectNear(applyHomography(onPlane, seenBy('tele', point)), seenBy('wide', point), 1e-6);
    }
  });

  it('are off by focal length x baseline x (1/near - 1/plane) for a nearer thing', () => {
    const near = 3;
    const point: Vector = [0, 1.55, near];
    const mapped = applyHomography(onPlane, seenBy('tele', point));
    const seen = seenBy('wide', point);
    const expected = 1502.3 * Math.hypot(0.0115, 0.0035) * (1 / near - 1 / planeDistance);
    expect(Math.hypot(mapped.x - seen.x, mapped.y - seen.y)).toBeCloseTo(expected, 1);
    expect(expected).toBeGreaterThan(4);
  });

  it('agree at infinity with a thing a thousand kilometres away', () => {
    const point: Vector = [2e5, 1e5, 1e6];
    expectNear(
      applyHomography(homographyOfInfinity(phone.tele, phone.wide), seenBy('tele', point)),
      seenBy('wide', point),
      1e-3,
    );
  });

  it('put the tele into the middle of the wide, half its size and a degree askew', () => {
    const truth = truthOfPair(phone, planeDistance);
    expect(truth.zoom).toBeCloseTo(2, 10);
    expect(truth.rotation).toBeCloseTo(1.1, 1);
    const xs = truth.referencePlane.corners.map(({ x }) => x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(980);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(1060);
  });
});

function seenBy(role: 'wide' | 'tele', point: Vector): Point {
  const seen = project(phone[role], point);
  if (seen === null) throw new Error('Expected a point before the camera');
  return seen;
}

function expectNear(actual: Point, expected: Point, tolerance: number): void {
  expect(Math.hypot(actual.x - expected.x, actual.y - expected.y)).toBeLessThan(tolerance);
}
