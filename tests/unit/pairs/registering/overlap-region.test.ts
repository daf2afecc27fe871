import { describe, expect, it } from 'vitest';
import type { Homography } from '#contract/geometry';
import { describeOverlap } from '#core/pairs/registering/overlap-region';
import { cameraHomography } from '../../../support/simulated-pair.ts';

const wide = { width: 4000, height: 3000 };
const tele = { width: 2000, height: 1500 };

describe('describeOverlap', () => {
  it('calls a mirrored, folded or backward picture impossible', () => {
    const mirrored: Homography = [-0.5, 0, 3000, 0, 0.5, 500, 0, 0, 1];
    const folded: Homography = [0.5, 0, 500, 0, 0.5, 500, 0.0006, 0.0006, -0.8];
    const backward: Homography = [-0.5, 0, -500, 0, -0.5, -500, 0, 0, -1];
    for (const homography of [mirrored, folded, backward]) {
      const region = describeOverlap(homography, wide, tele);
      expect(region.isPossible).toBe(false);
      expect(region.overlap).toEqual([]);
      expect(region.teleShare).toBe(0);
    }
  });

  it('measures a plain placement', () => {
    const region = describeOverlap([0.5, 0, 1500, 0, 0.5, 1000, 0, 0, 1], wide, tele);
    expect(region.corners).toEqual([
      { x: 1500, y: 1000 },
      { x: 2500, y: 1000 },
      { x: 2500, y: 1750 },
      { x: 1500, y: 1750 },
    ]);
    expect(region).toMatchObject({
      zoom: 2,
      fieldZoom: 4,
      rotation: 0,
      perspective: 1,
      teleShare: 1,
      isPossible: true,
    });
    expect(region.overlapShare).toBeCloseTo((1000 * 750) / (4000 * 3000), 10);
  });

  it.each([-170, -90, -15, 0, 15, 90, 179])('tells a turn of %i degrees, clockwise positive', (rotation) => {
    const region = describeOverlap(cameraHomography(wide, { size: tele, zoom: 3, rotation }), wide, tele);
    expect(region.rotation).toBeCloseTo(rotation, 6);
    expect(region.zoom).toBeCloseTo(3, 6);
    const [topLeft, topRight] = region.corners;
    const angle = Math.atan2((topRight?.y ?? 0) - (topLeft?.y ?? 0), (topRight?.x ?? 0) - (topLeft?.x ?? 0));
    expect((angle * 180) / Math.PI).toBeCloseTo(rotation, 6);
  });

  it('counts only what lies inside the wide', () => {
    const region = describeOverlap([1, 0, -1000, 0, 1, 0, 0, 0, 1], wide, tele);
    expect(region.teleShare).toBeCloseTo(0.5, 10);
    expect(region.overlapShare).toBeCloseTo((1000 * 1500) / (4000 * 3000), 10);
    expect(describeOverlap([1, 0, -5000, 0, 1, 0, 0, 0, 1], wide, tele).teleShare).toBe(0);
  });

  it('measures perspective as the spread of magnification', () => {
    const camera = { size: tele, zoom: 2, rotation: 0, tilt: { x: 0.2, y: 0 } };
    const region = describeOverlap(cameraHomography(wide, camera), wide, tele);
    // Area magnification falls with the cube of the depth, 0.9 at the left edge and 1.1 at the right.
    expect(region.perspective).toBeCloseTo((1.1 / 0.9) ** 1.5, 6);
  });
});
