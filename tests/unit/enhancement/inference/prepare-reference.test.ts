import { describe, expect, it } from 'vitest';
import type { Homography } from '#contract/geometry';
import { prepareReference, readTele } from '#core/enhancement/inference/prepare-reference';
import { handOver } from '#core/pairs/camera/wide-camera';
import type { PixelImage } from '#core/photos/pixel-image';
import type { ColourMatch } from '#core/pairs/registering/match-colour';

/** The tele lies on the 2x grid pixel by pixel, its corner at (40, 20) of that grid. */
const homography: Homography = [0.5, 0, 20, 0, 0.5, 10, 0, 0, 1];
const tele = ramp(60, 50);

function ramp(width: number, height: number): PixelImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return 2 * (pixel % width) + Math.floor(pixel / width) + 10 * (index % 3);
  });
  return { width, height, depth: 8, data, profile: null };
}

const sameColours: ColourMatch = {
  columns: 1,
  rows: 1,
  region: { x: 0, y: 0, width: 100, height: 100 },
  gain: Float32Array.of(1, 1, 1),
  offset: new Float32Array(3),
};

const input = { x: 8, y: 4, width: 32, height: 32 };

function prepare(changes: Partial<Parameters<typeof prepareReference>[0]>): ReturnType<typeof prepareReference> {
  const plain = {
    tele,
    homography,
    colour: sameColours,
    field: null,
    tone: null,
    belief: null,
    camera: handOver,
    noise: 0.01,
    input,
    margin: 24,
    offset: { x: 0, y: 0 },
  };
  return prepareReference({ ...plain, ...changes });
}

/** The value and validity of the reference at a pixel of the 2x grid. */
function at(
  reference: ReturnType<typeof prepareReference>,
  gridX: number,
  gridY: number,
  offset = { x: 0, y: 0 },
): { value: number; valid: number | undefined } {
  const index = (gridY - 2 * (4 - 12) - offset.y) * reference.width + gridX - 2 * (8 - 12) - offset.x;
  return { value: (reference.pixels[index] ?? NaN) * 255, valid: reference.validity[index] };
}

describe('prepareReference', () => {
  it('reaches the margin around the tile on the 2x grid, an odd one too', () => {
    expect(prepare({ margin: 9 })).toMatchObject({ width: 64 + 18, height: 64 + 18 });
    const reference = prepare({});
    expect(reference).toMatchObject({ width: 112, height: 112, camera: handOver, noise: 0.01 });
    expect(reference.pixels).toHaveLength(3 * 112 * 112);
    expect(reference.validity).toHaveLength(112 * 112);
  });

  it('holds the tele where it was registered', () => {
    const { value, valid } = at(prepare({}), 40 + 30, 20 + 25);
    expect(value).toBeCloseTo(2 * 30 + 25, 1);
    expect(valid).toBeCloseTo(1, 5);
  });

  it('moves the window, not the tele', () => {
    const offset = { x: 24, y: -8 };
    expect(at(prepare({ offset }), 40 + 31, 20 + 17, offset).value).toBeCloseTo(2 * 31 + 17, 1);
  });

  it('takes the tele from where the field says, in wide pixels', () => {
    const shift = Float32Array.from({ length: 8 }, (_, index) => (index < 4 ? 1.5 : -0.5));
    const field = { columns: 2, rows: 2, origin: { x: 20, y: 20 }, spacing: 16, shift };
    expect(at(prepare({ field }), 40 + 31, 20 + 17).value).toBeCloseTo(2 * (31 + 3) + 17 - 1, 1);
  });

  it('is as valid as the tele is believed in, linearly between the nodes', () => {
    const belief = { columns: 2, rows: 1, origin: { x: 30, y: 20 }, spacing: 10, values: Float32Array.of(0.25, 0.75) };
    const large = ramp(200, 160);
    const everywhere = { tele: large, homography: [0.5, 0, -20, 0, 0.5, -20, 0, 0, 1] as const, belief };
    const reference = prepare(everywhere);
    // A fine pixel's centre lies at (x + 0.5) / 2 in wide pixels.
    for (const x of [20, 60, 64, 70, 79, 80, 84])
      expect(at(reference, x, 40).valid).toBeCloseTo(
        0.25 + 0.5 * Math.min(1, Math.max(0, ((x + 0.5) / 2 - 30) / 10)),
        5,
      );
  });

  it('applies the tone after the colours', () => {
    const colour = { ...sameColours, gain: Float32Array.of(0.5, 1, 1) };
    const tone = { ...sameColours, offset: Float32Array.of(0.1, 0, 0) };
    expect(at(prepare({ colour, tone }), 40 + 31, 20 + 17).value).toBeCloseTo((2 * 31 + 17) / 2 + 25.5, 1);
  });

  it('applies the colour match', () => {
    const colour = { ...sameColours, gain: Float32Array.of(0.5, 1, 1), offset: Float32Array.of(0.1, 0, 0) };
    expect(at(prepare({ colour }), 40 + 31, 20 + 17).value).toBeCloseTo((2 * 31 + 17) / 2 + 25.5, 1);
  });

  it('begins to be valid six pixels inside the tele and is so fully after sixteen more', () => {
    const reference = prepare({ tele: ramp(80, 70) });
    const row = Array.from({ length: 60 }, (_, index) => at(reference, 30 + index, 20 + 35).valid ?? NaN);
    const fromBorder = (distance: number): number => row[10 + distance] ?? NaN;
    for (const outside of [-10, -1, 0, 5]) expect(fromBorder(outside)).toBe(0);
    for (let distance = 6; distance < 22; distance += 1)
      expect(fromBorder(distance)).toBeGreaterThan(fromBorder(distance - 1));
    expect(fromBorder(13)).toBeCloseTo(0.5, 1);
    for (const inside of [23, 30, 40]) expect(fromBorder(inside)).toBeCloseTo(1, 5);
    const column = Array.from({ length: 60 }, (_, index) => at(reference, 40 + 40, 10 + index).valid ?? NaN);
    for (let distance = 0; distance < 24; distance += 1)
      expect(column[10 + distance]).toBeCloseTo(fromBorder(distance), 5);
  });

  it('has no step at the end of the window: neighbours agree', () => {
    const tele80 = ramp(80, 70);
    const [one, other] = [prepare({ tele: tele80 }), prepare({ tele: tele80, offset: { x: 40, y: 0 } })];
    const apart = Array.from({ length: 20 }, (_, index) => {
      const [x, y] = [60 + index, 20 + 35];
      return Math.abs((at(one, x, y).valid ?? NaN) - (at(other, x, y, { x: 40, y: 0 }).valid ?? NaN));
    });
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });

  it('is valid throughout where the tele is, up to the border of the window', () => {
    const large = ramp(200, 160);
    expect(prepare({ tele: large, homography: [0.5, 0, -20, 0, 0.5, -20, 0, 0, 1] }).validity).not.toContain(0);
  });
});

describe('readTele', () => {
  it('gives the tele over any rectangle of the 2x grid, and which of it the tele has', () => {
    const placed = { tele, homography, colour: sameColours, field: null, tone: null };
    const { pixels, validity } = readTele(placed, { x: 30, y: 30, width: 20, height: 10 });
    expect(validity.slice(0, 20)).toEqual(Float32Array.from({ length: 20 }, (_, x) => (x < 10 ? 0 : 1)));
    expect(255 * (pixels[3 * 20 + 15] ?? NaN)).toBeCloseTo(2 * 5 + 13, 1);
  });
});
