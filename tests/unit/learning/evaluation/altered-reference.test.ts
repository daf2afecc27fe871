import { describe, expect, it } from 'vitest';
import { applyHomography, type Homography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import {
  leftHalfBlurred,
  leftHalfFilled,
  leftHalfMoved,
  leftHalfOf,
  quartersExchanged,
  registrationMoved,
  turnedRound,
} from '#core/learning/evaluation/altered-reference';
import type { PixelImage } from '#core/photos/pixel-image';

const [width, height] = [23, 17];

function picture(valueAt: (x: number, y: number, channel: number) => number): PixelImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return valueAt(pixel % width, Math.floor(pixel / width), index % 3);
  });
  return { width, height, depth: 8, data, profile: null };
}

const pattern = picture((x, y, c) => (x * (3 + c) + y * (5 - c) * 7 + x * y * (c + 1)) % 256);

function pixelAt({ data }: PixelImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function expectRightHalfKept(altered: PixelImage): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = leftHalfOf(pattern).width; x < width; x += 1)
      expect(pixelAt(altered, x, y)).toEqual(pixelAt(pattern, x, y));
  }
}

describe('a picture that shows something else', () => {
  it('turned round has every pixel at the opposite place, and the original is left alone', () => {
    const before = pattern.data.slice();
    const turned = turnedRound(pattern);
    expect(pixelAt(turned, 2, 5)).toEqual(pixelAt(pattern, width - 3, height - 6));
    expect(turnedRound(turned)).toEqual(pattern);
    expect(pattern.data).toEqual(before);
  });

  it('with its quarters exchanged has every pixel once, half the picture away', () => {
    const exchanged = quartersExchanged(pattern);
    expect(pixelAt(exchanged, 0, 0)).toEqual(pixelAt(pattern, 11, 8));
    expect(pixelAt(exchanged, 12, 9)).toEqual(pixelAt(pattern, 0, 0));
    expect([...exchanged.data].sort()).toEqual([...pattern.data].sort());
  });
});

describe('a damaged left half', () => {
  it.each([
    [0, 0],
    [0.5, 128],
    [1, 255],
  ])('filled with %d has that one value there and nothing changed elsewhere', (brightness, value) => {
    const filled = leftHalfFilled(pattern, brightness);
    for (let y = 0; y < height; y += 1) expect(pixelAt(filled, 10, y)).toEqual([value, value, value]);
    expectRightHalfKept(filled);
  });

  it('filled at 16 bits reaches their white', () => {
    const deep = { ...pattern, depth: 16 as const, data: Uint16Array.from(pattern.data) };
    expect(leftHalfFilled(deep, 1).data[0]).toBe(65535);
  });

  it('moved shows what lay further left, and wraps round inside the half', () => {
    const moved = leftHalfMoved(pattern, 4);
    expect(pixelAt(moved, 9, 3)).toEqual(pixelAt(pattern, 5, 3));
    expect(pixelAt(moved, 1, 3)).toEqual(pixelAt(pattern, 8, 3));
    expectRightHalfKept(moved);
  });

  /** SciPy: ndimage.gaussian_filter(channel, 2, truncate=3, mode='nearest') of each channel. */
  it.each([
    [0, 0, [30.1749, 26.1115, 22.048]],
    [5, 8, [121.6059, 119.4947, 130.0668]],
    [10, 16, [141.4902, 114.2547, 135.7402]],
  ] as const)('blurred gives the numbers of SciPy at %d, %d', (x, y, expected) => {
    const found = pixelAt(leftHalfBlurred(pattern, 2), x, y);
    expect(Math.max(...found.map((value, channel) => Math.abs(value - (expected[channel] ?? NaN))))).toBeLessThan(0.51);
  });

  it('blurred keeps the right half', () => {
    expectRightHalfKept(leftHalfBlurred(pattern, 2));
  });
});

describe('registrationMoved', () => {
  const homography: Homography = [0.5, 0.01, 20, -0.01, 0.5, 12, 1e-5, 0, 1];
  const corners = [
    { x: 20, y: 12 },
    { x: 70, y: 12 },
    { x: 70, y: 52 },
    { x: 20, y: 52 },
  ];
  const registration: Registration = {
    verdict: 'good',
    reason: { raw: '' },
    homography,
    corners,
    overlap: corners,
    overlapShare: 0.4,
    zoom: 2,
    rotation: 0,
    detector: 'akaze',
    matches: 9,
    inliers: 9,
    residual: 0.1,
    milliseconds: 1,
  };

  it('leaves a registration without a place as it is', () => {
    const none = { ...registration, homography: null };
    expect(registrationMoved(none, { x: 5, y: 3 }, { width: 100, height: 80 })).toBe(none);
  });

  it('moves every point, and clips the overlap to the photo', () => {
    const moved = registrationMoved(registration, { x: 50, y: 3 }, { width: 100, height: 80 });
    for (const point of [
      { x: 0, y: 0 },
      { x: 90, y: 33 },
    ]) {
      const [before, after] = [
        applyHomography(homography, point),
        applyHomography(moved.homography ?? homography, point),
      ];
      expect(after.x - before.x).toBeCloseTo(50, 9);
      expect(after.y - before.y).toBeCloseTo(3, 9);
    }
    expect(moved.corners[1]).toEqual({ x: 120, y: 15 });
    expect(moved.overlap.map(({ x }) => x)).toEqual(expect.arrayContaining([70, 100]));
    expect(Math.max(...moved.overlap.map(({ x }) => x))).toBe(100);
  });
});
