import { describe, expect, it } from 'vitest';
import { choosePlaces } from '#core/learning/adaptation/choose-places';
import type { PixelImage } from '#core/photos/pixel-image';
import type { Rectangle } from '#contract/geometry';

/** Texture on the left, nothing on the right. */
function photo(width: number, height: number): PixelImage {
  const data = new Uint8Array(width * height * 3).fill(128);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width / 2; x += 1) data[(y * width + x) * 3 + 1] = ((x * 31 + y * 17) % 7) * 30;
  }
  return { width, height, depth: 8, profile: null, data };
}

function square(left: number, top: number, right: number, bottom: number) {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function meets(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

describe('choosing places', () => {
  const wide = photo(1600, 1200);
  const overlap = square(200, 150, 1400, 1050);

  it('finds none in an overlap that is too small', () => {
    expect(choosePlaces(wide, square(100, 100, 300, 180), false)).toEqual({ training: [], judging: [] });
  });

  it('keeps apart what is learned from and what is judged by, all of it inside the overlap', () => {
    const { training, judging } = choosePlaces(wide, overlap, false);
    expect(training.length).toBeGreaterThan(20);
    expect(judging.length).toBeGreaterThan(5);
    for (const place of [...training, ...judging]) {
      expect(place.x).toBeGreaterThanOrEqual(216);
      expect(place.x + place.width).toBeLessThanOrEqual(1384);
      expect(place.y).toBeGreaterThanOrEqual(166);
      expect(place.y + place.height).toBeLessThanOrEqual(1034);
    }
    expect(training.some((one) => judging.some((other) => meets(one, other)))).toBe(false);
  });

  it('learns rarely from what is flat', () => {
    const { training } = choosePlaces(wide, overlap, false);
    const flat = training.filter(({ x }) => x > 800);
    const textured = training.filter(({ x, width }) => x + width < 800);
    expect(flat.length).toBeLessThan(textured.length / 2 + 6);
    expect(textured.length).toBeGreaterThan(0);
  });

  it('judges by everything of a pair that is kept out', () => {
    const { training, judging } = choosePlaces(wide, overlap, true);
    expect(training).toEqual([]);
    expect(judging.length).toBe(12);
  });

  it('takes squares of 128 pixels, and needs room for four of them', () => {
    const room = photo(640, 640);
    const { training, judging } = choosePlaces(room, square(120, 120, 420, 420), false);
    expect([...training, ...judging].map(({ width, height }) => [width, height])).toEqual(Array(4).fill([128, 128]));
    expect(judging).toHaveLength(1);
    expect(choosePlaces(room, square(120, 120, 420, 400), false)).toEqual({ training: [], judging: [] });
  });
});
