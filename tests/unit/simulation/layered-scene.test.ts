import { describe, expect, it } from 'vitest';
import { applyHomography, invertHomography, type Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { photographLayers } from '../../support/layered-scene.ts';
import { paintScene } from '../../support/simulated-pair.ts';
import type { SimulatedPhone } from '../../support/simulated-phones.ts';

const phone: SimulatedPhone = {
  name: 'plain',
  lens: [{ right: 0, down: 0, weight: 1 }],
  noise: { shot: 0, read: 0 },
  sharpening: null,
  tele: { gamma: 1, gains: [1, 1, 1], noise: 0 },
};
const textures = [1, 2, 3, 4].map((seed) => paintScene({ width: 360, height: 360 }, seed));
const options = { textures, side: 240, nearest: 8, phone, seed: 5 };
const pair = photographLayers(options);

function greenAt({ width, data }: PixelImage, { x, y }: Point): number {
  return data[3 * (Math.floor(y) * width + Math.floor(x)) + 1] ?? NaN;
}

describe('photographLayers', () => {
  it('takes the same two photos for the same seed', () => {
    const [one, other] = [pair, photographLayers(options)];
    expect(other.tele.data).toEqual(one.tele.data);
    expect([one.truth.width, one.wide.width, one.tele.width]).toEqual([240, 120, 190]);
  });

  it('knows how far every visible point lies from where an infinitely far one would', () => {
    const { truth, tele, far, shiftAt } = pair;
    const toTele = invertHomography(far);
    const differences = (moves: (point: Point) => Point): number[] => {
      const found: number[] = [];
      for (let y = 20; y < 100; y += 3) {
        for (let x = 20; x < 100; x += 3) {
          const shift = moves({ x, y });
          const place = applyHomography(toTele, { x: x + shift.x, y: y + shift.y });
          found.push(Math.abs(greenAt(truth, { x: 2 * x, y: 2 * y }) - greenAt(tele, place)));
        }
      }
      return found.sort((a, b) => a - b);
    };
    const right = differences(shiftAt);
    const wrong = differences(() => ({ x: 0, y: 0 }));
    expect(right[right.length >> 1]).toBeLessThan(8);
    expect(wrong[wrong.length >> 1]).toBeGreaterThan(12);
  });

  it('has things at every distance, none nearer than it was told, but for their slant', () => {
    const { shiftAt } = pair;
    const lengths = Array.from({ length: 1600 }, (_, index) => {
      const { x, y } = shiftAt({ x: 3 * (index % 40), y: 3 * Math.floor(index / 40) });
      return Math.hypot(x, y);
    });
    expect(Math.max(...lengths)).toBeGreaterThan(4);
    expect(Math.max(...lengths)).toBeLessThan(8 * 1.3);
    expect(Math.min(...lengths)).toBeLessThan(1.5);
  });
});
