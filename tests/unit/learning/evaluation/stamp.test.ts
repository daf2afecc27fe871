import { describe, expect, it } from 'vitest';
import { liesOnStamp, stamped } from '#core/learning/evaluation/stamp';
import type { PixelImage } from '#core/photos/pixel-image';

const size = { width: 480, height: 320 };

function grey(depth: 8 | 16, value: number): PixelImage {
  const length = size.width * size.height * 3;
  return {
    ...size,
    depth,
    profile: null,
    data: (depth === 8 ? new Uint8Array(length) : new Uint16Array(length)).fill(value),
  };
}

describe('stamped', () => {
  it.each([
    [8, 100],
    [16, 25_700],
  ] as const)(
    'changes nothing beyond the places that it names, at %d bits, and leaves the photo alone',
    (depth, value) => {
      const photo = grey(depth, value);
      const marked = stamped(photo);
      expect(photo.data.every((one) => one === value)).toBe(true);
      const isOn = (['date-stamp', 'watermark'] as const).map((name) => liesOnStamp(name, size));
      let [changed, elsewhere] = [0, 0];
      for (let index = 0; index < size.width * size.height; index += 1) {
        if (marked.data[3 * index + 2] === value && marked.data[3 * index] === value) continue;
        changed += 1;
        const point = { x: (index % size.width) + 0.5, y: Math.floor(index / size.width) + 0.5 };
        if (!isOn.some((covers) => covers(point))) elsewhere += 1;
      }
      expect(changed).toBeGreaterThan(1000);
      expect(elsewhere).toBe(0);
    },
  );

  it('burns an opaque orange date into the lower right and a pale word into the middle', () => {
    const { data } = stamped(grey(8, 100));
    const colours = new Map<string, number>();
    for (let index = 0; index < data.length; index += 3) {
      const key = [...data.subarray(index, index + 3)].join();
      colours.set(key, (colours.get(key) ?? 0) + 1);
    }
    expect(colours.get('255,140,26')).toBeGreaterThan(50);
    expect(colours.get('154,154,154')).toBeGreaterThan(500);
  });
});
