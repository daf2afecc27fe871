import { describe, expect, it } from 'vitest';
import { shrinkByTwo } from '#core/learning/evaluation/bicubic';
import { createRandom } from '#native-models/simulation/random';
import { simulateTrainingBatch, type SharpPhoto } from '#native-models/simulation/training-pairs';
import { cutScene } from '#native-models/simulation/training/cut-scene';
import ranges from '../../../../native-models/simulation/training/ranges.json' with { type: 'json' };
import { syntheticPhotos } from '#native-models/simulation/training/synthetic-photos';
import { photographWide } from '#native-models/simulation/training/wide-cameras';

const photos = syntheticPhotos(3, 7);
const [photo] = photos;

describe('a training batch', () => {
  it('refuses counts, photos and sizes that it can do nothing with', () => {
    expect(() => simulateTrainingBatch(photos, { count: 0, seed: [1] })).toThrow(/at least 1, received 0/);
    expect(() => simulateTrainingBatch(photos, { count: 1.5, seed: [1] })).toThrow(RangeError);
    expect(() => simulateTrainingBatch([], { count: 1, seed: [1] })).toThrow(RangeError);
    const small: SharpPhoto = { width: 159, height: 400, data: new Uint8Array(159 * 400 * 3) };
    expect(() => simulateTrainingBatch([small], { count: 1, seed: [1] })).toThrow(
      /160 x 160 pixels, received 159 x 400/,
    );
  });

  it('works with a photo that shows nothing', () => {
    const empty: SharpPhoto = { width: 160, height: 160, data: new Uint8Array(160 * 160 * 3).fill(128) };
    const batch = simulateTrainingBatch([empty], { count: 2, seed: [1], camera: 'phone', reference: 'true' });
    expect(batch.wide.every((value) => Math.abs(value - 0.5) < 0.25)).toBe(true);
  });

  it('has the agreed shapes and values', () => {
    const count = 12;
    const batch = simulateTrainingBatch(photos, { count, seed: [3, 14] });
    expect(batch.wide).toHaveLength(count * 3 * 32 * 32);
    expect(batch.truth).toHaveLength(count * 3 * 64 * 64);
    expect(batch.reference).toHaveLength(count * 3 * 112 * 112);
    expect(batch.validity).toHaveLength(count * 112 * 112);
    expect(batch.matches).toHaveLength(count * 256);
    expect(batch.camera).toHaveLength(count * 5);
    for (const part of [batch.wide, batch.truth, batch.reference])
      expect(part.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(batch.validity.every((value) => value === 0 || value === 1)).toBe(true);
    expect(batch.matches.every((match) => Number.isInteger(match) && match >= -1 && match < 784)).toBe(true);
    expect(batch.camera.every((value) => value >= -3 && value <= 3)).toBe(true);
    for (const part of [batch.wide, batch.truth])
      expect(part.every((value) => Math.abs(value * 255 - Math.round(value * 255)) < 1e-3)).toBe(true);
  });

  it('is the same for the same seed, another for another, and a pair knows only its own place', () => {
    const batch = simulateTrainingBatch(photos, { count: 3, seed: [5, 2] });
    expect(simulateTrainingBatch(photos, { count: 3, seed: [5, 2] })).toEqual(batch);
    expect(simulateTrainingBatch(photos, { count: 3, seed: [2, 5] }).truth).not.toEqual(batch.truth);
    const first = simulateTrainingBatch(photos, { count: 1, seed: [5, 2] });
    expect(first.reference).toEqual(batch.reference.subarray(0, first.reference.length));
    expect(batch.truth.subarray(0, 3 * 64 * 64)).not.toEqual(batch.truth.subarray(3 * 64 * 64, 2 * 3 * 64 * 64));
  });

  it('has the same wide, truth and camera whatever the reference is', () => {
    const [first, ...others] = (['true', 'partial', 'occluded', 'unrelated', 'none'] as const).map((reference) =>
      simulateTrainingBatch(photos, { count: 2, seed: [8], camera: 'phone', reference }),
    );
    for (const other of others) {
      expect(other.wide).toEqual(first?.wide);
      expect(other.truth).toEqual(first?.truth);
      expect(other.camera).toEqual(first?.camera);
      expect(other.reference).not.toEqual(first?.reference);
    }
  });

  it('is grey where the reference is not known, and matches nothing there', () => {
    const batch = simulateTrainingBatch(photos, { count: 6, seed: [4], reference: 'partial' });
    const size = 112 * 112;
    let [unknown, grey] = [0, 0];
    batch.validity.forEach((value, at) => {
      if (value === 1) return;
      unknown += 1;
      const start = Math.floor(at / size) * 3 * size + (at % size);
      for (let channel = 0; channel < 3; channel++) grey += Number(batch.reference[start + channel * size] === 0.5);
    });
    expect(unknown).toBeGreaterThan(size);
    expect(grey).toBe(3 * unknown);
    batch.matches.forEach((match, at) => {
      if (match < 0) return;
      const [column, row] = [4 * (match % 28), 4 * Math.floor(match / 28)];
      const start = Math.floor(at / 256) * size;
      let inCell = 0;
      for (let pixel = 0; pixel < 16; pixel++)
        inCell += batch.validity[start + (row + (pixel >> 2)) * 112 + column + (pixel & 3)] ?? 0;
      expect(inCell).toBeGreaterThan(0);
    });
  });

  it('knows nothing without a reference and matches nothing in an unrelated one', () => {
    const none = simulateTrainingBatch(photos, { count: 2, seed: [4], reference: 'none' });
    expect(none.validity.every((value) => value === 0)).toBe(true);
    expect(none.reference.every((value) => value === 0.5)).toBe(true);
    expect(none.matches.every((match) => match === -1)).toBe(true);
    const unrelated = simulateTrainingBatch(photos, { count: 2, seed: [4], reference: 'unrelated' });
    expect(unrelated.validity.every((value) => value === 1)).toBe(true);
    expect(unrelated.matches.every((match) => match === -1)).toBe(true);
  });

  it('matches cells that look alike far more than cells at random do', () => {
    const batch = simulateTrainingBatch(photos, { count: 16, seed: [6], reference: 'true' });
    const cellMean = (plane: Float32Array, width: number, start: number): number => {
      let sum = 0;
      for (let pixel = 0; pixel < 16; pixel++) sum += plane[start + (pixel >> 2) * width + (pixel & 3)] ?? 0;
      return sum / 16;
    };
    let [matched, straight, count] = [0, 0, 0];
    for (let at = 0; at < batch.matches.length; at++) {
      const match = batch.matches[at] ?? -1;
      if (match < 0) continue;
      const [pair, cell] = [at >> 8, at & 255];
      const [row, column] = [cell >> 4, cell & 15];
      const truth = cellMean(batch.truth, 64, pair * 3 * 4096 + 4 * row * 64 + 4 * column);
      const start = pair * 3 * 12544;
      const found = cellMean(batch.reference, 112, start + 4 * Math.floor(match / 28) * 112 + 4 * (match % 28));
      const there = cellMean(batch.reference, 112, start + 4 * (row + 6) * 112 + 4 * (column + 6));
      matched += (truth - found) ** 2;
      straight += (truth - there) ** 2;
      count += 1;
    }
    expect(count).toBeGreaterThan(0.9 * batch.matches.length);
    expect(matched).toBeLessThan(0.35 * straight);
  });

  it('knows nothing of about a quarter of the cameras, and tells soft from sharp among the others', () => {
    const of = (camera: 'clean' | 'phone') => {
      const { camera: told } = simulateTrainingBatch(photos, { count: 80, seed: [9], camera, reference: 'none' });
      const rows = Array.from({ length: 80 }, (_, pair) => told.subarray(5 * pair, 5 * pair + 5));
      return { all: rows, known: rows.filter((row) => row.some((value) => value !== 0)) };
    };
    const [clean, phone] = [of('clean'), of('phone')];
    expect(clean.known.length / 80).toBeGreaterThan(0.65);
    expect(clean.known.length / 80).toBeLessThan(0.85);
    const mean = (rows: readonly Float32Array[], at: number): number =>
      rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length;
    expect(mean(clean.known, 3)).toBeGreaterThan(mean(phone.known, 3) + 1);
    // Without noise the description says -1; a photo that was shrunk keeps half of its own.
    const quiet = clean.known.filter((row) => (row[4] ?? 0) === -1).length / clean.known.length;
    expect(quiet).toBeGreaterThan(0.15);
    expect(quiet).toBeLessThan(0.5);
    expect(mean(phone.known, 4)).toBeGreaterThan(-0.8);
  });
});

describe('the clean camera', () => {
  it('shrinks as the evaluation does when its filter is the same one', () => {
    const scenes = Array.from({ length: 30 }, (_, index) => cutScene(photo ? [photo] : [], createRandom(index)));
    const equal = scenes.filter((scene, index) => {
      const data = Uint8Array.from({ length: scene.seen.data.length }, (_, at) =>
        Math.round(255 * (scene.seen.data[(at % 3) * 25600 + Math.floor(at / 3)] ?? 0)),
      );
      const small = shrinkByTwo({ width: 160, height: 160, depth: 8, data, profile: null });
      const { pixels } = photographWide(scene.seen, 'clean', createRandom(100 + index));
      let furthest = 0;
      for (let at = 0; at < pixels.length; at++) {
        const [channel, row, column] = [Math.floor(at / 1024), Math.floor((at % 1024) / 32), at % 32];
        const expected = small.data[((24 + row) * 80 + 24 + column) * 3 + channel] ?? 0;
        furthest = Math.max(furthest, Math.abs(expected - Math.round(255 * (pixels[at] ?? 0))));
      }
      return furthest <= 1;
    });
    // Half of the clean cameras have this filter, and 7 in 10 of them no compression.
    expect(equal.length).toBeGreaterThan(5);
    expect(equal.length).toBeLessThan(18);
  });
});

describe('the ranges', () => {
  it('have shares that sum to 1 and ends in order', () => {
    const { scene, wide, reference } = ranges;
    const shares = [scene.objects, wide.cameras, reference.kinds, wide.clean.filters, wide.blurred.filters];
    for (const one of [...shares, wide.phone.filters])
      expect(Object.values(one).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('from' in value && 'to' in value) expect(Number(value.from)).toBeLessThanOrEqual(Number(value.to));
      Object.values(value).forEach(check);
    };
    check(ranges);
  });
});

describe('synthetic photos', () => {
  it('are the same for a seed, and others for another seed and number', () => {
    const [again] = syntheticPhotos(1, 7);
    expect(Buffer.compare(again?.data ?? new Uint8Array(), photo?.data ?? new Uint8Array())).toBe(0);
    const [other] = syntheticPhotos(1, 8);
    for (const one of photos) expect(Buffer.compare(one.data, other?.data ?? one.data)).not.toBe(0);
  });

  it('have contrast, fine detail and colours', () => {
    for (const { width, height, data } of photos) {
      expect([width, height, data.length]).toEqual([512, 512, 512 * 512 * 3]);
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
      expect(mean).toBeGreaterThan(30);
      expect(mean).toBeLessThan(225);
      expect(deviation).toBeGreaterThan(25);
      let [steps, tint] = [0, 0];
      for (let at = 0; at + 3 < data.length; at += 3) {
        steps += Math.abs((data[at + 4] ?? 0) - (data[at + 1] ?? 0));
        tint += Math.abs((data[at] ?? 0) - (data[at + 1] ?? 0));
      }
      expect((steps * 3) / data.length).toBeGreaterThan(3);
      expect((tint * 3) / data.length).toBeGreaterThan(2);
    }
  });
});
