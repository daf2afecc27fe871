import { describe, expect, it } from 'vitest';
import { createPlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/simulation/random';
import { photographByPhone, type KnownPhone } from '#native-models/simulation/training/known-phone';
import { sceneSide, tileSide, truthStart } from '#native-models/simulation/training/tile-geometry';
import { simulateTrainingBatch } from '#native-models/simulation/training-pairs';

const size = 5;

function scene(valueAt: (x: number, y: number, channel: number) => number) {
  const image = createPlanarImage(sceneSide, sceneSide);
  image.data.forEach((_, at) => {
    const inPlane = at % (sceneSide * sceneSide);
    image.data[at] = valueAt(inPlane % sceneSide, Math.floor(inPlane / sceneSide), Math.floor(at / sceneSide ** 2));
  });
  return image;
}

function phone(weights: Record<string, number>, noise: KnownPhone['noise'] = []): KnownPhone {
  const values = new Float32Array(size * size);
  for (const [place, weight] of Object.entries(weights)) {
    const [right = 0, down = 0] = place.split(' ').map(Number);
    values[(down + 2) * size + right + 2] = weight;
  }
  return { response: { size, values }, noise };
}

/** sRGB's curve, by its definition. */
function decoded(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

describe('a known phone', () => {
  it('sees for a wide pixel the fine pixels that its response names', () => {
    const seen = scene((x, y, channel) => ((3 * x + 5 * y + 70 * channel) % 251) / 255);
    const tile = photographByPhone(seen, phone({ '0 0': 0.5, '1 0': 0.25, '-2 2': 0.25 }), createRandom(1));
    const fine = (x: number, y: number, channel: number): number =>
      ((3 * (truthStart + x) + 5 * (truthStart + y) + 70 * channel) % 251) / 255;
    for (const [x, y, channel] of [
      [0, 0, 0],
      [7, 3, 1],
      [31, 31, 2],
    ] as const) {
      const light =
        0.5 * decoded(fine(2 * x, 2 * y, channel)) +
        0.25 * decoded(fine(2 * x + 1, 2 * y, channel)) +
        0.25 * decoded(fine(2 * x - 2, 2 * y + 2, channel));
      expect(Math.abs(decoded(tile[(channel * tileSide + y) * tileSide + x] ?? 0) - light)).toBeLessThan(0.005);
    }
  });

  it('has in luma the noise that was measured, at every brightness', () => {
    const noise = [
      { level: 0.2, deviation: 0.01 },
      { level: 0.8, deviation: 0.03 },
    ];
    for (const { level, deviation } of [
      { level: 0.1, deviation: 0.01 },
      { level: 0.5, deviation: 0.02 },
      { level: 0.85, deviation: 0.03 },
    ]) {
      const lumas = [1, 2, 3, 4].flatMap((seed) => {
        const tile = photographByPhone(
          scene(() => level),
          phone({ '0 0': 1 }, noise),
          createRandom(seed),
        );
        const plane = tileSide * tileSide;
        return Array.from(
          { length: plane },
          (_, at) => 0.299 * (tile[at] ?? 0) + 0.587 * (tile[plane + at] ?? 0) + 0.114 * (tile[2 * plane + at] ?? 0),
        );
      });
      const mean = lumas.reduce((sum, value) => sum + value, 0) / lumas.length;
      const found = Math.sqrt(lumas.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lumas.length);
      expect(mean).toBeCloseTo(level, 2);
      expect(Math.abs(found - deviation)).toBeLessThan(0.06 * deviation);
    }
  });

  it('makes pairs whose truth is the photo itself and whose wide is that phone’s', () => {
    const data = Uint8Array.from({ length: 200 * 200 * 3 }, (_, at) => (at * 7919) % 256);
    const photos = [{ width: 200, height: 200, data }];
    const known = phone({ '0 0': 0.25, '1 0': 0.25, '0 1': 0.25, '1 1': 0.25 });
    const batch = simulateTrainingBatch(photos, { count: 2, seed: [1], phone: known });
    for (const at of [0, 5, 700]) {
      const [x, y] = [at % tileSide, Math.floor(at / tileSide)];
      const corner = 2 * y * 2 * tileSide + 2 * x;
      const four = [0, 1, 2 * tileSide, 2 * tileSide + 1].map((step) => decoded(batch.truth[corner + step] ?? 0));
      const light = four.reduce((sum, value) => sum + value, 0) / 4;
      expect(Math.abs(decoded(batch.wide[at] ?? 0) - light)).toBeLessThan(0.01);
    }
    expect(simulateTrainingBatch(photos, { count: 2, seed: [1], phone: known })).toEqual(batch);
    expect(batch.camera.some((value) => value !== 0)).toBe(true);
  });
});
