import { describe, expect, it } from 'vitest';
import { isInsidePhoto, largestCrop } from '#contract/crop-geometry';
import {
  grips,
  moveCrop,
  pullCrop,
  ratioValue,
  reshapeCrop,
  straightenBy,
  turnCrop,
} from '../../../renderer/features/crop-editor/pull-crop.ts';
import { randomNumbers } from '../../support/simulated-pair.ts';

const photo = { width: 1200, height: 900 };
const crop = { x: 300, y: 200, width: 400, height: 300 };

describe('a crop', () => {
  it('never leaves the turned photo, however it is pulled and moved', () => {
    const random = randomNumbers(5);
    for (let round = 0; round < 400; round += 1) {
      const degrees = random() < 0.3 ? 0 : random() * 90 - 45;
      const by = { x: random() * 3000 - 1500, y: random() * 3000 - 1500 };
      const start = reshapeCrop(photo, degrees, { ...crop, x: 450, y: 350, width: 200, height: 150 }, 0.5 + random());
      const ratio = random() < 0.5 ? null : 0.5 + random();
      for (const grip of grips) {
        expect(isInsidePhoto(photo, pullCrop(photo, degrees, start, { grip, by, ratio }), degrees)).toBe(true);
      }
      expect(isInsidePhoto(photo, moveCrop(photo, degrees, start, by), degrees)).toBe(true);
    }
  });

  it('is moved by whole pixels and slides along the edge', () => {
    expect(moveCrop(photo, 0, crop, { x: 10.4, y: -3.6 })).toEqual({ ...crop, x: 310, y: 196 });
    expect(moveCrop(photo, 0, crop, { x: 5000, y: 50 })).toEqual({ ...crop, x: 800, y: 250 });
    expect(moveCrop(photo, 0, crop, { x: -5000, y: -5000 })).toEqual({ ...crop, x: 0, y: 0 });
  });

  it.each([
    ['e', { x: 50, y: 9 }, { x: 300, y: 200, width: 450, height: 300 }],
    ['w', { x: 50, y: 9 }, { x: 350, y: 200, width: 350, height: 300 }],
    ['n', { x: 9, y: -20 }, { x: 300, y: 180, width: 400, height: 320 }],
    ['se', { x: 10, y: 20 }, { x: 300, y: 200, width: 410, height: 320 }],
    ['nw', { x: 10, y: 20 }, { x: 310, y: 220, width: 390, height: 280 }],
  ] as const)('pulled at %s by %o keeps the other side', (grip, by, expected) => {
    expect(pullCrop(photo, 0, crop, { grip, by, ratio: null })).toEqual(expected);
  });

  it('keeps its shape at corners and sides', () => {
    expect(pullCrop(photo, 0, crop, { grip: 'se', by: { x: 80, y: 0 }, ratio: 4 / 3 })).toEqual({
      ...crop,
      width: 480,
      height: 360,
    });
    expect(pullCrop(photo, 0, crop, { grip: 's', by: { x: 0, y: 60 }, ratio: 4 / 3 })).toEqual({
      x: 260,
      y: 200,
      width: 480,
      height: 360,
    });
  });

  it('does not become too small to be taken hold of', () => {
    expect(pullCrop(photo, 0, crop, { grip: 'e', by: { x: -900, y: 0 }, ratio: null }).width).toBe(16);
  });

  it('in another shape is as large as before, where there is room', () => {
    const square = reshapeCrop(photo, 0, crop, 1);
    expect(square.width).toBe(square.height);
    expect(Math.abs(square.width * square.height - 120_000)).toBeLessThan(700);
    expect(reshapeCrop(photo, 0, { x: 0, y: 0, ...photo }, 1)).toEqual({ x: 150, y: 0, width: 900, height: 900 });
  });

  it('stays on the same thing while the photo is turned, and comes back', () => {
    const turned = turnCrop(photo, crop, 0, 8);
    expect(turned).toMatchObject({ width: 400, height: 300 });
    const back = turnCrop(photo, turned, 8, 0);
    expect(Math.hypot(back.x - crop.x, back.y - crop.y)).toBeLessThan(1.5);
    expect(isInsidePhoto(photo, turnCrop(photo, largestCrop(photo, 0), 0, 20), 20)).toBe(true);
  });
});

describe('a line', () => {
  it.each([
    [0, { x: 100, y: 5 }, -2.86],
    [0, { x: -100, y: -5 }, -2.86],
    [0, { x: -5, y: 100 }, -2.86],
    [0, { x: 5, y: -100 }, -2.86],
    [3, { x: 100, y: 0 }, 3],
    [40, { x: 100, y: -100 }, 45],
  ])('at %d degrees towards %o asks for %d degrees', (degrees, to, expected) => {
    expect(straightenBy(degrees, { x: 0, y: 0 }, to)).toBeCloseTo(expected, 1);
  });
});

describe('the shapes', () => {
  it('are width over height', () => {
    expect([
      ratioValue('free', photo),
      ratioValue('original', photo),
      ratioValue('16:9', photo),
      ratioValue('2:3', photo),
    ]).toEqual([null, 4 / 3, 16 / 9, 2 / 3]);
  });
});
