import { describe, expect, it } from 'vitest';
import { texturedWindows, fullSizeTable } from '#core/learning/evaluation/full-size/measure-full-size';
import {
  agreementOf,
  createWindowMeasure,
  noSums,
  type TeleAgreement,
} from '#core/learning/evaluation/full-size/window-agreement';
import type { Plane } from '#native-models/planes';
import { halved, smoothed } from '#core/learning/evaluation/pasting/smooth-plane';
import type { PixelImage } from '#core/photos/pixel-image';
import { createRandom } from '#native-models/random';

const side = 160;
const random = createRandom(3);

function plane(value: (x: number, y: number) => number, size = side): Plane {
  const values = Float32Array.from({ length: size * size }, (_, index) =>
    value(index % size, Math.floor(index / size)),
  );
  return { width: size, height: size, data: values };
}

// Sharp and without aliasing when it is halved, as a scene's falling spectrum nearly is.
const fine = plane(() => 600 * random.next());
const tele = smoothed(fine, 1.1);
const blurred = smoothed(tele, 1.6);
const wide = halved(blurred);
const everywhere = plane(() => 1);

function agreementWith(result: Plane, other = tele): TeleAgreement {
  const sums = noSums();
  const measure = createWindowMeasure(wide, blurred, other, everywhere);
  if (measure === null) throw new Error('Expected a window that fits');
  measure(result, sums);
  return agreementOf(sums);
}

describe('the agreement of a result with the tele', () => {
  it('cannot be told where the two show different things', () => {
    const other = smoothed(
      plane(() => 600 * random.next()),
      1.1,
    );
    expect(createWindowMeasure(wide, blurred, other, everywhere)).toBeNull();
    expect(
      createWindowMeasure(
        wide,
        blurred,
        tele,
        plane(() => 0),
      ),
    ).toBeNull();
  });

  it('is full for the tele itself, and for it at half its contrast but for the amplitude', () => {
    const { correlation, amplitude } = agreementWith(tele);
    for (const value of [...correlation, ...amplitude]) expect(value).toBeCloseTo(1, 6);
    const half = agreementWith({ ...tele, data: tele.data.map((value) => value / 2) });
    for (const value of half.correlation) expect(value).toBeCloseTo(1, 4);
    for (const value of half.amplitude) expect(value).toBeCloseTo(0.5, 4);
  });

  it('falls with what a result lacks, most in the finest band', () => {
    const { correlation, amplitude } = agreementWith(blurred);
    expect(amplitude[0]).toBeLessThan(0.4);
    expect(amplitude[2]).toBeGreaterThan(amplitude[0] ?? 1);
    expect(correlation[2]).toBeGreaterThan(correlation[0] ?? 1);
  });

  it('knows which result the wide camera would see as the wide does', () => {
    const right = agreementWith(tele).consistency;
    expect(right).toBeGreaterThan(agreementWith(blurred).consistency + 3);
  });
});

describe('texturedWindows', () => {
  const photo = (width: number, height: number, isTextured: (x: number, y: number) => boolean): PixelImage => {
    const data = new Uint8Array(3 * width * height);
    for (let index = 0; index < width * height; index += 1) {
      const [x, y] = [index % width, Math.floor(index / width)];
      const wave = ((x >> 1) + (y >> 1)) % 2 === 0 ? 200 : 100;
      data.fill(isTextured(x, y) ? wave : 150, 3 * index, 3 * index + 3);
    }
    return { width, height, depth: 8, profile: null, data };
  };
  const square = (from: number, to: number) => [
    { x: from, y: from },
    { x: to, y: from },
    { x: to, y: to },
    { x: from, y: to },
  ];

  it('finds none where the overlap is too small, nor without one', () => {
    const small = photo(200, 200, () => true);
    expect(texturedWindows(small, square(10, 60))).toEqual([]);
    expect(texturedWindows(small, [])).toEqual([]);
  });

  it('takes the texture inside the overlap, in windows apart from each other', () => {
    const wider = photo(1400, 1400, (x, y) => x < 700 && y < 700);
    const windows = texturedWindows(wider, square(100, 1300));
    expect(windows).toHaveLength(4);
    const [first] = windows;
    expect(first).toMatchObject({ width: 512, height: 512 });
    expect((first?.x ?? 700) + 512).toBeLessThan(700 + 16);
    for (const { x, y } of windows) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(108);
      expect(Math.max(x, y) + 512).toBeLessThanOrEqual(1292);
    }
  });
});

describe('fullSizeTable', () => {
  it('says where nothing fits, and else has a row for every result', () => {
    expect(fullSizeTable({ name: 'one', windows: [], results: [] })).toMatch(/one: nowhere/);
    const agreement = { correlation: [0.5, 0.6, 0.7], amplitude: [0.1, 0.2, 0.3], consistency: 40 };
    const windows = [{ x: 0, y: 0, width: 512, height: 512 }];
    expect(fullSizeTable({ name: 'one', windows, results: [{ name: 'bicubic', agreement }] })).toContain(
      '| bicubic | 0.50 | 0.60 | 0.70 | 0.10 | 0.20 | 0.30 | 40.00 |',
    );
  });
});
