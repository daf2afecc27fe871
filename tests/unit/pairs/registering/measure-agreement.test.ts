import { describe, expect, it } from 'vitest';
import { greyOf } from '#core/pairs/registering/grey-image';
import { matchPatches } from '#core/pairs/registering/match-patches';
import { measureAgreement } from '#core/pairs/registering/measure-agreement';
import { boxBlur, planeOf, shrinkPlane, warpPlane } from '#core/pairs/registering/planes';
import type { Plane } from '#native-models/planes';
import { paintScene, photograph, randomNumbers } from '../../../support/simulated-pair.ts';

const size = { width: 480, height: 360 };
const scene = paintScene(size, 3);
const grey = greyOf(scene);
const plane = planeOf(grey);
const other = planeOf(greyOf(paintScene(size, 4)));

function changed(from: Plane, change: (value: number, index: number) => number): Plane {
  return { ...from, data: from.data.map(change) };
}

describe('measureAgreement', () => {
  it('finds nothing to compare in flat or missing pictures', () => {
    const flat = changed(plane, () => 128);
    expect(measureAgreement(flat, flat)).toEqual({ share: 0, blocks: 0, likeness: 0 });
    expect(
      measureAgreement(
        plane,
        changed(plane, () => NaN),
      ),
    ).toEqual({ share: 0, blocks: 0, likeness: 0 });
  });

  it('tells unrelated and displaced pictures', () => {
    expect(measureAgreement(plane, other).share).toBeLessThan(0.05);
    const displaced = warpPlane(grey, [1, 0, 25, 0, 1, 13, 0, 0, 1], size);
    expect(measureAgreement(plane, displaced).share).toBeLessThan(0.1);
    const mirrored = changed(plane, (_, index) => plane.data[Math.floor(index / 480) * 480 + 479 - (index % 480)] ?? 0);
    expect(measureAgreement(plane, mirrored).share).toBeLessThan(0.1);
  });

  it('counts structure on one side only as disagreement', () => {
    expect(
      measureAgreement(
        plane,
        changed(plane, () => 128),
      ).share,
    ).toBe(0);
  });

  it('forgives exposure, contrast, noise and a pixel of displacement', () => {
    const random = randomNumbers(1);
    const look = changed(plane, (value) => 20 + 200 * (value / 255) ** 1.5 + 12 * (random() - 0.5));
    expect(measureAgreement(plane, look).share).toBeGreaterThan(0.95);
    expect(measureAgreement(plane, warpPlane(grey, [1, 0, 1, 0, 1, -0.7, 0, 0, 1], size)).share).toBeGreaterThan(0.9);
  });

  it('counts the right half of a half-right picture', () => {
    const half = changed(plane, (value, index) => (index % 480 < 240 ? value : (other.data[index] ?? 0)));
    expect(measureAgreement(plane, half).share).toBeGreaterThan(0.4);
    expect(measureAgreement(plane, half).share).toBeLessThan(0.6);
  });
});

describe('matchPatches', () => {
  it('finds nothing in flat, missing or unrelated pictures', () => {
    expect(
      matchPatches(
        changed(plane, () => 90),
        plane,
        10,
        4,
      ),
    ).toEqual([]);
    expect(
      matchPatches(
        changed(plane, () => NaN),
        plane,
        10,
        4,
      ),
    ).toEqual([]);
    expect(matchPatches(plane, other, 10, 4).length).toBeLessThan(4);
  });

  it('finds nothing in a pattern that slides along itself', () => {
    const stripes = changed(plane, (_, index) => 128 + 90 * Math.sin((index % 480) / 5));
    expect(matchPatches(stripes, stripes, 10, 4)).toEqual([]);
  });

  it.each([
    [0, 0],
    [2, -3],
    [1.4, 0.7],
    [-2.3, -1.6],
  ])('measures an offset of (%d, %d) to a tenth of a pixel', (x, y) => {
    const moved = planeOf(greyOf(photograph(scene, size, [1, 0, -x, 0, 1, -y, 0, 0, 1])));
    const still = planeOf(greyOf(photograph(scene, size, [1, 0, 0, 0, 1, 0, 0, 0, 1])));
    const matches = matchPatches(still, moved, 10, 5);
    expect(matches.length).toBeGreaterThan(100);
    const errors = matches.map(({ offset }) => Math.hypot(offset.x - x, offset.y - y)).sort((one, next) => one - next);
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.1);
  });
});

describe('planes', () => {
  it('blurs by the mean of the known neighbours', () => {
    const small: Plane = { width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, NaN, 6) };
    const blurred = boxBlur(small, 1).data;
    const expected = [7 / 3, 16 / 5, 11 / 3, 7 / 3, 16 / 5, 11 / 3];
    expected.forEach((value, index) => expect(blurred[index]).toBeCloseTo(value, 5));
    expect(boxBlur({ width: 2, height: 1, data: Float32Array.of(NaN, NaN) }, 1).data).toEqual(
      Float32Array.of(NaN, NaN),
    );
  });

  it('shrinks by the mean of squares and drops the rest', () => {
    const small: Plane = { width: 5, height: 3, data: Float32Array.from({ length: 15 }, (_, index) => index) };
    expect(shrinkPlane(small, 2)).toEqual({ width: 2, height: 1, data: Float32Array.of(3, 5) });
  });

  it('warps pixel centres onto pixel centres', () => {
    expect(warpPlane(grey, [1, 0, 0, 0, 1, 0, 0, 0, 1], size).data).toEqual(plane.data);
    const shifted = warpPlane(grey, [1, 0, 10, 0, 1, 5, 0, 0, 1], size);
    expect(shifted.data[20 * 480 + 30]).toBe(plane.data[15 * 480 + 20]);
    expect(shifted.data[4 * 480 + 30]).toBeNaN();
    const doubled = warpPlane(grey, [2, 0, 0, 0, 2, 0, 0, 0, 1], size);
    // The corner shared by four large pixels lies on the large grid's point (20, 20): its pixels mix 9 : 3 : 3 : 1.
    const [a, b, c, d] = [
      plane.data[9 * 480 + 9],
      plane.data[9 * 480 + 10],
      plane.data[10 * 480 + 9],
      plane.data[10 * 480 + 10],
    ];
    expect(doubled.data[19 * 480 + 19]).toBeCloseTo((9 * (a ?? 0) + 3 * (b ?? 0) + 3 * (c ?? 0) + (d ?? 0)) / 16, 3);
  });
});

describe('greyOf', () => {
  it('is the same for one picture in 8 and 16 bit and at another exposure', () => {
    const sixteen = { ...scene, depth: 16 as const, data: Uint16Array.from(scene.data, (value) => value * 257) };
    const dark = { ...scene, data: scene.data.map((value) => Math.round(value / 2)) };
    const difference = (one: Uint8Array, two: Uint8Array): number =>
      Math.max(
        ...Array.from({ length: 2000 }, (_, index) => Math.abs((one[index * 80] ?? 0) - (two[index * 80] ?? 0))),
      );
    expect(difference(greyOf(sixteen).data, grey.data)).toBeLessThanOrEqual(1);
    expect(difference(greyOf(dark).data, grey.data)).toBeLessThanOrEqual(4);
  });

  it('survives a picture of one colour', () => {
    const data = new Uint8Array(30).fill(77);
    const flat = greyOf({ width: 5, height: 2, depth: 8, profile: null, data }).data;
    expect(new Set(flat).size).toBe(1);
  });
});
