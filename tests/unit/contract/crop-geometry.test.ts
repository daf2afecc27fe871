import { describe, expect, it } from 'vitest';
import {
  cropCorners,
  fitInside,
  isInsidePhoto,
  largestCrop,
  outputHomography,
  teleCrop,
  turnHomography,
  uprightBounds,
} from '#contract/crop-geometry';
import { applyHomography, type Rectangle } from '#contract/geometry';

const photo = { width: 4032, height: 3024 };
const grown = ({ x, y, width, height }: Rectangle, by: number): Rectangle => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

describe('a photo is turned', () => {
  it('clockwise around its middle', () => {
    const turn = turnHomography(photo, 90);
    const middle = applyHomography(turn, { x: 2016, y: 1512 });
    expect(Math.hypot(middle.x - 2016, middle.y - 1512)).toBeLessThan(1e-9);
    const right = applyHomography(turn, { x: 2116, y: 1512 });
    expect(right.x).toBeCloseTo(2016, 9);
    expect(right.y).toBeCloseTo(1612, 9);
  });

  it('and doubled from the corner of the crop on', () => {
    const crop = { x: 100, y: 50, width: 10, height: 10 };
    expect(applyHomography(outputHomography(photo, crop, 0), { x: 105, y: 51 })).toEqual({ x: 10, y: 2 });
  });
});

describe('the largest crop', () => {
  it('of a photo that is not turned is all of it', () => {
    expect(largestCrop(photo, 0)).toEqual({ x: 0, y: 0, ...photo });
    expect(largestCrop({ width: 33, height: 17 }, 0)).toEqual({ x: 0, y: 0, width: 33, height: 17 });
  });

  it.each([0.1, 1, -3.7, 10, 30, 44.9, -45])('at %d degrees lies inside, and hardly any larger one does', (degrees) => {
    for (const ratio of [photo.width / photo.height, 1, 9 / 16, 16 / 9]) {
      const crop = largestCrop(photo, degrees, ratio);
      expect(isInsidePhoto(photo, crop, degrees)).toBe(true);
      expect(isInsidePhoto(photo, grown(crop, 3), degrees)).toBe(false);
      expect(crop.width / crop.height).toBeCloseTo(ratio, 2);
    }
  });
});

describe('a crop', () => {
  it('that reaches outside is brought inside around its middle, one whose middle is outside is none', () => {
    const crop = { x: 3600, y: 100, width: 800, height: 200 };
    const fitting = fitInside(photo, crop, 0);
    expect(fitting).toMatchObject({ width: 64, height: 16 });
    expect(fitInside(photo, { ...crop, x: 4100 }, 0)).toBeNull();
    expect(fitInside(photo, { ...crop, x: 3000 }, 0)).toEqual({ ...crop, x: 3000 });
  });

  it('needs the bounds of its corners in the upright photo, and never more than the photo', () => {
    const crop = largestCrop(photo, 12);
    const bounds = uprightBounds(photo, crop, 12, 2);
    for (const { x, y } of cropCorners(photo, crop, 12)) {
      expect(x).toBeGreaterThanOrEqual(bounds.x);
      expect(x).toBeLessThanOrEqual(bounds.x + bounds.width);
      expect(y).toBeGreaterThanOrEqual(bounds.y);
      expect(y).toBeLessThanOrEqual(bounds.y + bounds.height);
    }
    expect(uprightBounds(photo, { x: 0, y: 0, ...photo }, 0, 9)).toEqual({ x: 0, y: 0, ...photo });
  });

  it('shows exactly what the tele saw', () => {
    const overlap = [
      { x: 966.4, y: 742.9 },
      { x: 3027.2, y: 741.1 },
      { x: 3030.1, y: 2289.3 },
      { x: 968, y: 2290.5 },
    ];
    expect(teleCrop(photo, overlap, 0)).toEqual({ x: 966, y: 741, width: 2065, height: 1550 });
    expect(teleCrop(photo, [], 0)).toBeNull();
    const turned = teleCrop(photo, overlap, 10);
    expect(turned && isInsidePhoto(photo, turned, 10)).toBe(true);
  });
});
