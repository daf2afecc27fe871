import { describe, expect, it } from 'vitest';
import { shrinkByTwo } from '#core/learning/evaluation/bicubic';
import { createRandom } from '#native-models/random';
import { simulateTrainingBatch, type SharpPhoto, type TrainingBatch } from '#native-models/simulation/training-pairs';
import { cutScene } from '#native-models/simulation/scene/cut-scene';
import ranges from '../../../native-models/simulation/ranges.json' with { type: 'json' };
import { syntheticPhotos } from '#native-models/simulation/painted-photos/paint-photos';
import { referenceSide, sceneSide, tileSide, truthSide } from '#native-models/simulation/tile-geometry';
import { drawWideCamera, photographWide, seeThrough } from '#native-models/simulation/camera/wide-cameras';

const photos = syntheticPhotos(3, 7);
const [photo] = photos;
const truthSize = truthSide ** 2;

function isSame(one: Float32Array, other: Float32Array | undefined): boolean {
  return one.length === other?.length && one.every((value, at) => value === other[at]);
}

/** What belongs to the first of so many pairs. */
function firstOf(values: Float32Array, count: number): Float32Array {
  return values.subarray(0, values.length / count);
}

describe('a training batch', () => {
  it('refuses counts, photos and sizes that it can do nothing with', () => {
    expect(() => simulateTrainingBatch(photos, { count: 0, seed: [1] })).toThrow(/at least 1, received 0/);
    expect(() => simulateTrainingBatch(photos, { count: 1.5, seed: [1] })).toThrow(RangeError);
    expect(() => simulateTrainingBatch([], { count: 1, seed: [1] })).toThrow(RangeError);
    const small: SharpPhoto = { width: 223, height: 400, data: new Uint8Array(223 * 400 * 3) };
    expect(() => simulateTrainingBatch([small], { count: 1, seed: [1] })).toThrow(
      /224 x 224 pixels, received 223 x 400/,
    );
  });

  it('works with a photo that shows nothing', () => {
    const empty: SharpPhoto = { width: 224, height: 224, data: new Uint8Array(224 * 224 * 3).fill(128) };
    const batch = simulateTrainingBatch([empty], { count: 2, seed: [1], camera: 'phone', reference: 'true' });
    expect(batch.wide.every((value) => Math.abs(value - 0.5) < 0.25)).toBe(true);
  });

  it('has the agreed shapes and values', () => {
    const count = 8;
    const batch = simulateTrainingBatch(photos, { count, seed: [3, 14] });
    expect(batch.wide).toHaveLength(count * 3 * 64 * 64);
    expect(batch.truth).toHaveLength(count * 3 * 128 * 128);
    expect(batch.reference).toHaveLength(count * 3 * 176 * 176);
    expect(batch.validity).toHaveLength(count * 176 * 176);
    expect(batch.matches).toHaveLength(count * 1024);
    expect(batch.seen).toHaveLength(count * 3 * 64 * 64);
    expect(batch.noise).toHaveLength(count);
    for (const part of [batch.wide, batch.truth, batch.reference])
      expect(part.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(batch.validity.every((value) => value === 0 || value === 1)).toBe(true);
    expect(batch.matches.every((match) => Number.isInteger(match) && match >= -1 && match < 1936)).toBe(true);
    expect(batch.seen.every((value) => value > -1 && value < 2)).toBe(true);
    expect(batch.noise.every((value) => value >= 0 && value < 0.3)).toBe(true);
    for (const part of [batch.wide, batch.truth])
      expect(part.every((value) => Math.abs(value * 255 - Math.round(value * 255)) < 1e-3)).toBe(true);
  });

  it('is the same for the same seed, another for another, and a pair knows only its own place', () => {
    const batch = simulateTrainingBatch(photos, { count: 3, seed: [5, 2] });
    const again = simulateTrainingBatch(photos, { count: 3, seed: [5, 2] });
    expect(Object.keys(again)).toEqual(Object.keys(batch));
    for (const name of Object.keys(batch) as (keyof TrainingBatch)[])
      expect(isSame(again[name], batch[name]), name).toBe(true);
    expect(isSame(simulateTrainingBatch(photos, { count: 1, seed: [2, 5] }).truth, firstOf(batch.truth, 3))).toBe(
      false,
    );
    const first = simulateTrainingBatch(photos, { count: 1, seed: [5, 2] });
    expect(isSame(first.reference, firstOf(batch.reference, 3))).toBe(true);
    expect(isSame(firstOf(batch.truth, 3), batch.truth.subarray(3 * truthSize, 6 * truthSize))).toBe(false);
  });

  it('has the same wide, truth and noise whatever the reference is', () => {
    const [first, ...others] = (['true', 'partial', 'occluded', 'unrelated', 'none'] as const).map((reference) =>
      simulateTrainingBatch(photos, { count: 2, seed: [8], camera: 'phone', reference }),
    );
    for (const other of others) {
      expect(isSame(other.wide, first?.wide)).toBe(true);
      expect(isSame(other.truth, first?.truth)).toBe(true);
      expect(isSame(other.noise, first?.noise)).toBe(true);
      expect(isSame(other.reference, first?.reference)).toBe(false);
    }
  });

  it('is grey where the reference is not known, and matches nothing there', () => {
    const batch = simulateTrainingBatch(photos, { count: 6, seed: [4], reference: 'partial' });
    const size = referenceSide ** 2;
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
      const [column, row] = [4 * (match % 44), 4 * Math.floor(match / 44)];
      const start = Math.floor(at / 1024) * size;
      let inCell = 0;
      for (let pixel = 0; pixel < 16; pixel++)
        inCell += batch.validity[start + (row + (pixel >> 2)) * referenceSide + column + (pixel & 3)] ?? 0;
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
    const batch = simulateTrainingBatch(photos, { count: 24, seed: [6], reference: 'true' });
    const cellMean = (plane: Float32Array, width: number, start: number): number => {
      let sum = 0;
      for (let pixel = 0; pixel < 16; pixel++) sum += plane[start + (pixel >> 2) * width + (pixel & 3)] ?? 0;
      return sum / 16;
    };
    let [matched, straight, count] = [0, 0, 0];
    for (let at = 0; at < batch.matches.length; at++) {
      const match = batch.matches[at] ?? -1;
      if (match < 0) continue;
      const [pair, cell] = [at >> 10, at & 1023];
      const [row, column] = [cell >> 5, cell & 31];
      const truth = cellMean(batch.truth, 128, pair * 3 * truthSize + 4 * row * 128 + 4 * column);
      const start = pair * 3 * referenceSide ** 2;
      const found = cellMean(batch.reference, 176, start + 4 * Math.floor(match / 44) * 176 + 4 * (match % 44));
      const there = cellMean(batch.reference, 176, start + 4 * (row + 6) * 176 + 4 * (column + 6));
      matched += (truth - found) ** 2;
      straight += (truth - there) ** 2;
      count += 1;
    }
    expect(count).toBeGreaterThan(0.9 * batch.matches.length);
    // Registration leaves little, so most cells lie where they are looked for.
    expect(matched).toBeLessThan(0.9 * straight);
  });

  it('sees the reference as the camera saw the scene, but for noise and what was not measured', () => {
    const batch = simulateTrainingBatch(photos, { count: 12, seed: [9], camera: 'blurred', reference: 'true' });
    const plane = tileSide ** 2;
    let [seen, halved] = [0, 0];
    for (let pair = 0; pair < 12; pair++)
      for (let row = 16; row < 48; row++)
        for (let column = 16; column < 48; column++) {
          const at = (pair * 3 + 1) * plane + row * tileSide + column;
          const corner = (pair * 3 + 1) * referenceSide ** 2 + (24 + 2 * row) * referenceSide + 24 + 2 * column;
          const four = [0, 1, referenceSide, referenceSide + 1].map((step) => batch.reference[corner + step] ?? NaN);
          seen += ((batch.wide[at] ?? NaN) - (batch.seen[at] ?? NaN)) ** 2;
          halved += ((batch.wide[at] ?? NaN) - four.reduce((sum, value) => sum + value / 4, 0)) ** 2;
        }
    expect(seen).toBeLessThan(halved);
    expect(seen).toBeGreaterThan(0);
  });

  it('sees the wide itself where there is no reference', () => {
    const batch = simulateTrainingBatch(photos, { count: 2, seed: [9], camera: 'clean', reference: 'none' });
    const apart = batch.seen.map((value, at) => Math.abs(value - (batch.wide[at] ?? NaN)));
    expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(0.05);
  });
});

describe.each(['clean', 'blurred', 'phone'] as const)('a %s camera', (kind) => {
  it('sees what it photographs, but for noise, its reduction, compression and whole steps', () => {
    for (let seed = 0; seed < 4; seed++) {
      const camera = { ...drawWideCamera(kind, createRandom(seed)), noise: null, noiseReduction: null, compressed: 0 };
      const { seen: scene } = cutScene(photos, createRandom(50 + seed));
      const before = scene.data.slice();
      const [photo, view] = [photographWide(scene, camera, createRandom(1)), seeThrough(scene, camera)];
      // Encoded light is in steps of its own table; sharpening makes them larger.
      expect(Math.max(...photo.map((value, at) => Math.abs(value - clipped(view[at] ?? NaN))))).toBeLessThan(0.006);
      expect(isSame(scene.data, before)).toBe(true);
    }
  });
});

function clipped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

describe('the clean camera', () => {
  it('shrinks as the evaluation does when its filter is the same one', () => {
    const { seen } = cutScene(photo ? [photo] : [], createRandom(3));
    const plane = sceneSide ** 2;
    const data = Uint8Array.from({ length: seen.data.length }, (_, at) =>
      Math.round(255 * (seen.data[(at % 3) * plane + Math.floor(at / 3)] ?? 0)),
    );
    const small = shrinkByTwo({ width: sceneSide, height: sceneSide, depth: 8, data, profile: null });
    const drawn = drawWideCamera('clean', createRandom(1));
    expect(drawn).toMatchObject({ isLinear: false, noise: null, sharpening: null });
    const furthestOf = (shrink: 'antialiased' | 'area'): number => {
      const pixels = photographWide(seen, { ...drawn, shrink, compressed: 0 }, createRandom(2));
      const start = (sceneSide / 2 - tileSide) / 2;
      return pixels.reduce((furthest, value, at) => {
        const [channel, inPlane] = [Math.floor(at / tileSide ** 2), at % tileSide ** 2];
        const [row, column] = [Math.floor(inPlane / tileSide), inPlane % tileSide];
        const expected = small.data[((start + row) * small.width + start + column) * 3 + channel] ?? NaN;
        return Math.max(furthest, Math.abs(expected - Math.round(255 * value)));
      }, 0);
    };
    expect(furthestOf('antialiased')).toBeLessThanOrEqual(1);
    expect(furthestOf('area')).toBeGreaterThan(1);
  });

  it('has that filter about half of the time', () => {
    const filters = Array.from({ length: 200 }, (_, seed) => drawWideCamera('clean', createRandom(seed)).shrink);
    const share = filters.filter((filter) => filter === 'antialiased').length / 200;
    expect(Math.abs(share - ranges.wide.clean.filters.antialiased)).toBeLessThan(0.12);
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
