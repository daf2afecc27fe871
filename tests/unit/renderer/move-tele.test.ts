import { describe, expect, it } from 'vitest';
import { applyHomography } from '#contract/geometry';
import type { Correction } from '#contract/project-edits';
import {
  addPin,
  dragAround,
  dragPartner,
  middleOf,
  moveBy,
  removePin,
  turnAround,
} from '../../../renderer/features/overlap-editor/move-tele.ts';

const tele = { width: 4000, height: 3000 };
const start: Correction = { homography: [0.5, 0, 1000, 0, 0.5, 800, 0, 0, 1], pins: [], origin: 'refined' };
const pinned: Correction = { ...start, pins: [{ wide: { x: 1500, y: 1200 }, tele: { x: 1000, y: 800 } }] };

describe('the telephoto', () => {
  it('is moved with its pins, and is then placed by hand', () => {
    const moved = moveBy(pinned, { x: 7, y: -3 });
    expect(moved).toMatchObject({ origin: 'hand', pins: [{ wide: { x: 1507, y: 1197 }, tele: { x: 1000, y: 800 } }] });
    expect(middleOf(moved.homography, tele)).toEqual({ x: 2007, y: 1547 });
  });

  it('is turned clockwise and scaled around a point that stays', () => {
    const centre = middleOf(start.homography, tele);
    const turned = turnAround(start, centre, 90, 2);
    expect(middleOf(turned.homography, tele).x).toBeCloseTo(centre.x, 9);
    const corner = applyHomography(turned.homography, { x: 0, y: 0 });
    expect(corner.x).toBeCloseTo(centre.x + 1500, 6);
    expect(corner.y).toBeCloseTo(centre.y - 2000, 6);
  });

  it('follows a corner that is dragged, and stands still when that is at the middle', () => {
    const centre = middleOf(start.homography, tele);
    const to = { x: 950, y: 830 };
    const dragged = dragAround(start, centre, { x: 1000, y: 800 }, to);
    const corner = applyHomography(dragged.homography, { x: 0, y: 0 });
    expect(Math.hypot(corner.x - to.x, corner.y - to.y)).toBeLessThan(1e-6);
    expect(dragAround(start, centre, { x: 1000, y: 800 }, centre)).toBe(start);
  });
});

describe('a pin', () => {
  it('beside the telephoto has its partner on the telephoto, towards the pin, and moves nothing', () => {
    const added = addPin(start, { x: 1000, y: 50 }, tele);
    expect(added).toMatchObject({ homography: start.homography, pins: [{ wide: { x: 1000, y: 50 } }] });
    const { x = NaN, y = NaN } = added?.pins[0]?.tele ?? {};
    expect(y).toBe(750);
    expect(x).toBeGreaterThan(1000);
    expect(x).toBeLessThan(2000);
  });

  it('is refused as the fifth', () => {
    const four = { ...start, pins: Array.from({ length: 4 }, () => ({ wide: { x: 1, y: 1 }, tele: { x: 1, y: 1 } })) };
    expect(addPin(four, { x: 1500, y: 1200 }, tele)).toBeNull();
  });

  it('begins where the telephoto lies, and moves nothing', () => {
    const added = addPin(start, { x: 1500, y: 1200 }, tele);
    expect(added).toEqual({ ...start, pins: pinned.pins });
  });

  it('pulls what its partner was dropped on to its own place', () => {
    const seen = applyHomography([2, 0, -2000, 0, 2, -1600, 0, 0, 1], { x: 1512, y: 1190 });
    const dropped = dragPartner(pinned, 0, { x: 1512, y: 1190 });
    const now = applyHomography(dropped.homography, seen);
    expect(now.x).toBeCloseTo(1500, 9);
    expect(now.y).toBeCloseTo(1200, 9);
    expect(removePin(dropped, 0).pins).toEqual([]);
  });
});
