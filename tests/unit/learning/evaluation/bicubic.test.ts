import { describe, expect, it } from 'vitest';
import { enlargeByTwo, shrinkByTwo } from '#core/learning/evaluation/bicubic';
import type { PixelImage } from '#core/photos/pixel-image';

function picture(
  width: number,
  height: number,
  valueAt: (x: number, y: number, channel: number) => number,
): PixelImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return valueAt(pixel % width, Math.floor(pixel / width), index % 3);
  });
  return { width, height, depth: 8, data, profile: null };
}

const pattern = picture(52, 36, (x, y, c) => (x * (3 + c) + y * (5 - c) + Math.floor((x * y * (c + 1)) / 7)) % 256);

function pixelsAt({ width, data }: PixelImage, x: number, y: number, count: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x + count) * 3)];
}

/** Pillow rounds once more between rows and columns. */
function expectNear(found: number[], expected: number[]): void {
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, index) => Math.abs(value - (expected[index] ?? NaN))))).toBeLessThanOrEqual(1);
}

describe('shrinkByTwo', () => {
  it.each([
    [51, 36],
    [52, 35],
  ])('refuses odd sides: %d x %d', (width, height) => {
    expect(() => shrinkByTwo(picture(width, height, () => 0))).toThrow(/even width and height.*51x36|52x35/);
  });

  /** Pillow 12: Image.fromarray(pattern).resize((26, 18), Image.BICUBIC). */
  it('gives the numbers of Pillow', () => {
    const small = shrinkByTwo(pattern);
    expect([small.width, small.height]).toEqual([26, 18]);
    expectNear(pixelsAt(small, 6, 5, 4), [108, 130, 150, 117, 143, 169, 126, 157, 188, 135, 171, 207]);
    expectNear(pixelsAt(small, 6, 6, 4), [123, 145, 167, 132, 160, 188, 141, 175, 208, 151, 189, 240]);
  });
});

describe('enlargeByTwo', () => {
  /** Pillow 12: Image.fromarray(pattern).resize((104, 72), Image.BICUBIC). */
  it('gives the numbers of Pillow', () => {
    const large = enlargeByTwo(pattern);
    expect([large.width, large.height]).toEqual([104, 72]);
    expectNear(pixelsAt(large, 30, 20, 3), [113, 138, 165, 115, 142, 169, 117, 145, 174]);
    expectNear(pixelsAt(large, 30, 21, 3), [117, 142, 169, 119, 146, 173, 121, 149, 178]);
  });

  it('keeps 16 bits and never leaves their range', () => {
    const steps = Uint16Array.from({ length: 8 * 8 * 3 }, (_, index) => (index % 6 < 3 ? 0 : 65535));
    const large = enlargeByTwo({ width: 8, height: 8, depth: 16, data: steps, profile: null });
    expect(large.data).toBeInstanceOf(Uint16Array);
    expect([Math.min(...large.data), Math.max(...large.data)]).toEqual([0, 65535]);
  });
});
