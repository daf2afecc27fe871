import { describe, expect, it } from 'vitest';
import { createRandom } from '#native-models/random';
import { errWhereSharp, noiseBetween } from '#native-models/simulation/training-pairs';
import { tileSide } from '#native-models/simulation/tile-geometry';

const plane = tileSide ** 2;

function tile(valueAt: (x: number, y: number, channel: number) => number): Float32Array {
  return Float32Array.from({ length: 3 * plane }, (_, at) =>
    valueAt(at % tileSide, Math.floor((at % plane) / tileSide), Math.floor(at / plane)),
  );
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

describe('noiseBetween', () => {
  const seen = tile((x, y) => 0.5 + 0.3 * Math.sin(x) * Math.cos(y));
  const noisy = (deviation: number): Float32Array => {
    const random = createRandom(1);
    return seen.map((value) => value + deviation * random.normal());
  };

  it('is the deviation of what the camera does not explain', () => {
    expect(noiseBetween(seen, seen)).toBe(0);
    for (const deviation of [0.003, 0.02]) {
      const share = noiseBetween(noisy(deviation), seen) / deviation;
      expect(share).toBeGreaterThan(0.85);
      expect(share).toBeLessThan(1);
    }
  });

  it('is asked where there is something to see, not in a sky without noise', () => {
    const isSky = (at: number): boolean => (at % plane) / tileSide < tileSide / 2;
    const scene = seen.map((value, at) => (isSky(at) ? 0.5 : value));
    const random = createRandom(1);
    const wide = scene.map((value, at) => (isSky(at) ? value : value + 0.01 * random.normal()));
    expect(noiseBetween(wide, scene)).toBeGreaterThan(0.008);
  });

  it('counts neither tone nor places that do not fit', () => {
    const plain = noiseBetween(noisy(0.01), seen);
    const toned = noisy(0.01).map((value, at) => value + 0.1 * Math.sin((at % tileSide) / 40));
    expect(Math.abs(noiseBetween(toned, seen) - plain)).toBeLessThan(0.001);
    const changed = noisy(0.01).map((value, at) => ((at % plane) / tileSide < 6 ? 1 - value : value));
    expect(noiseBetween(changed, seen)).toBeLessThan(1.4 * plain);
  });
});

describe('errWhereSharp', () => {
  it('is the view itself without errors, and leaves it as it is', () => {
    const seen = tile((x, y, channel) => ((7 * x + 3 * y + channel) % 11) / 11);
    const before = seen.slice();
    expect(Buffer.compare(bytesOf(errWhereSharp(seen, [0, 0])), bytesOf(before))).toBe(0);
    errWhereSharp(seen, [0.5, -0.5]);
    expect(Buffer.compare(bytesOf(seen), bytesOf(before))).toBe(0);
  });

  it('strengthens waves by their share above each band', () => {
    const middle = (data: Float32Array): number => data[plane + 32 * tileSide + 32] ?? NaN;
    // What a Gaussian leaves of a wave of so many cycles per pixel.
    const left = (sigma: number, frequency: number): number => Math.exp(-2 * (Math.PI * sigma * frequency) ** 2);
    for (const frequency of [1 / 16, 1 / 4]) {
      const wave = tile((x) => 0.5 + 0.2 * Math.cos(2 * Math.PI * frequency * (x - 32)));
      for (const [fine, coarse] of [
        [0.3, 0],
        [0, -0.2],
        [0.3, -0.2],
      ] as const) {
        const gain = 1 + fine * (1 - left(0.8, frequency)) + coarse * (1 - left(2, frequency));
        expect(Math.abs(middle(errWhereSharp(wave, [fine, coarse])) - (0.5 + 0.2 * gain))).toBeLessThan(0.004);
      }
    }
  });

  it('keeps flat places as they are', () => {
    const flat = tile(() => 0.4);
    expect(Math.max(...errWhereSharp(flat, [0.5, 0.5]).map((value) => Math.abs(value - 0.4)))).toBeLessThan(1e-5);
  });
});
