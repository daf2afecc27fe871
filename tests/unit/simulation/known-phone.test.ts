import { describe, expect, it } from 'vitest';
import { createPlanarImage } from '#native-models/simulation/planar-image';
import { sceneSide, tileSide, truthStart } from '#native-models/simulation/tile-geometry';
import { createRandom } from '#native-models/random';
import { photographByPhone, seeThroughPhone, type KnownPhone } from '#native-models/simulation/camera/known-phone';
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

function phone(weights: Record<string, number>, more: Partial<KnownPhone> = {}): KnownPhone {
  const values = new Float32Array(size * size);
  for (const [place, weight] of Object.entries(weights)) {
    const [right = 0, down = 0] = place.split(' ').map(Number);
    values[(down + 2) * size + right + 2] = weight;
  }
  const response = { size, values };
  const formation = { response, domain: 'light', sharpening: null } as const;
  return { response, formation, noise: [], unexplained: 0, ...more };
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
      const lumas = [1, 2].flatMap((seed) => {
        const tile = photographByPhone(
          scene(() => level),
          phone({ '0 0': 1 }, { noise }),
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

  it('weighs encoded values where the camera is said to', () => {
    const seen = scene((x) => (x % 2 === 0 ? 0.2 : 0.8));
    const half = phone({ '0 0': 0.5, '1 0': 0.5 });
    const encoded = { ...half, formation: { ...half.formation, domain: 'encoded' as const } };
    expect(photographByPhone(seen, encoded, createRandom(1))[40]).toBeCloseTo(0.5, 2);
    expect(photographByPhone(seen, half, createRandom(1))[40]).toBeCloseTo(0.6, 1);
    expect(photographByPhone(seen, half, createRandom(1))[40]).toBeGreaterThan(0.58);
  });

  it('sharpens afterwards: light and dark halos along an edge, nothing where it is flat, the tile’s border included', () => {
    const edge = scene((x) => (x < truthStart + tileSide ? 0.3 : 0.6));
    const plain = phone({ '0 0': 1 });
    const sharp = { ...plain, formation: { ...plain.formation, sharpening: { amount: 1, sigma: 1.5 } } };
    const row = (known: KnownPhone): number[] =>
      Array.from(photographByPhone(edge, known, createRandom(1))).slice(0, tileSide);
    const [before, after] = [row(plain), row(sharp)];
    expect(before[tileSide / 2 - 1]).toBeCloseTo(0.3, 2);
    expect(after[tileSide / 2 - 1]).toBeLessThan(0.23);
    expect(after[tileSide / 2]).toBeGreaterThan(0.67);
    expect(after[0]).toBeCloseTo(0.3, 2);
    expect(after[tileSide - 1]).toBeCloseTo(0.6, 2);
  });

  it('shows textures otherwise by the share that is unexplained, and leaves flat places alone', () => {
    const pattern = scene((x, y) => ((Math.floor(x / 4) + Math.floor(y / 4)) % 2 === 0 ? 0.3 : 0.7));
    const [plain, unexplained] = [phone({ '0 0': 1 }), phone({ '0 0': 1 }, { unexplained: 0.04 })];
    const flat = scene(() => 0.5);
    expect(photographByPhone(flat, unexplained, createRandom(1))).toEqual(
      photographByPhone(flat, plain, createRandom(1)),
    );
    const [before, after] = [plain, unexplained].map((known) => photographByPhone(pattern, known, createRandom(2)));
    const luma = (tile: Float32Array | undefined, at: number): number =>
      0.299 * (tile?.[at] ?? 0) +
      0.587 * (tile?.[tileSide ** 2 + at] ?? 0) +
      0.114 * (tile?.[2 * tileSide ** 2 + at] ?? 0);
    const errors = Array.from({ length: tileSide ** 2 }, (_, at) => (luma(after, at) - luma(before, at)) ** 2);
    const share = errors.reduce((sum, error) => sum + error, 0) / tileSide ** 2 / 0.04;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.05);
  });

  it('sees without noise and whole steps what it photographs', () => {
    const pattern = scene((x, y, channel) => ((3 * x + 5 * y + 70 * channel) % 251) / 255);
    const known = phone({ '0 0': 0.5, '1 1': 0.5 });
    const sharp = { ...known, formation: { ...known.formation, sharpening: { amount: 0.5, sigma: 1.2 } } };
    const [photo, seen] = [photographByPhone(pattern, sharp, createRandom(1)), seeThroughPhone(pattern, sharp)];
    const apart = photo.map((value, at) => Math.abs(value - Math.min(1, Math.max(0, seen[at] ?? NaN))));
    expect(Math.max(...apart)).toBeLessThan(0.6 / 255);
    expect(seen.some((value) => Math.abs(255 * value - Math.round(255 * value)) > 0.1)).toBe(true);
    const noisy = { ...sharp, noise: [{ level: 0, deviation: 0.05 }], unexplained: 0.3 };
    expect(seeThroughPhone(pattern, noisy)).toEqual(seen);
  });

  it('makes pairs whose truth is the photo itself and whose wide is that phone’s', () => {
    const data = Uint8Array.from({ length: 240 * 240 * 3 }, (_, at) => (at * 7919) % 256);
    const photos = [{ width: 240, height: 240, data }];
    const known = phone({ '0 0': 0.25, '1 0': 0.25, '0 1': 0.25, '1 1': 0.25 });
    const batch = simulateTrainingBatch(photos, { count: 2, seed: [1], phone: known });
    for (const at of [0, 5, 700]) {
      const [x, y] = [at % tileSide, Math.floor(at / tileSide)];
      const corner = 2 * y * 2 * tileSide + 2 * x;
      const four = [0, 1, 2 * tileSide, 2 * tileSide + 1].map((step) => decoded(batch.truth[corner + step] ?? 0));
      const light = four.reduce((sum, value) => sum + value, 0) / 4;
      expect(Math.abs(decoded(batch.wide[at] ?? 0) - light)).toBeLessThan(0.01);
    }
    const again = simulateTrainingBatch(photos, { count: 2, seed: [1], phone: known });
    expect(again.seen.every((value, at) => value === batch.seen[at])).toBe(true);
  });
});
