import { describe, expect, it } from 'vitest';
import type { Homography } from '#contract/geometry';
import { prepareReference } from '#core/enhancement/inference/prepare-reference';
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
  const trust = { withhold: () => undefined };
  const plain = {
    tele,
    homography,
    colour: sameColours,
    field: null,
    trust,
    input,
    margin: 12,
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
  it('reaches the margin around the tile on the 2x grid', () => {
    const reference = prepare({});
    expect(reference).toMatchObject({ width: 2 * (32 + 24), height: 2 * (32 + 24) });
    expect(reference.pixels).toHaveLength(3 * 112 * 112);
    expect(reference.validity).toHaveLength(112 * 112);
  });

  it('holds the tele where it was registered', () => {
    const { value, valid } = at(prepare({}), 40 + 31, 20 + 17);
    expect(value).toBeCloseTo(2 * 31 + 17, 1);
    expect(valid).toBe(1);
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

  it('is not valid where the tele cannot be trusted, nor six pixels around', () => {
    const distrusted = 60;
    const trust = {
      withhold: (validity: Float32Array, { x, width }: { x: number; width: number }): void => {
        for (let index = 0; index < validity.length; index += 1)
          if (x + (index % width) < distrusted) validity[index] = 0;
      },
    };
    const row = Array.from({ length: 20 }, (_, index) => at(prepare({ trust }), 52 + index, 40).valid);
    expect(row).toEqual(row.map((_, index) => (52 + index >= distrusted + 6 ? 1 : 0)));
  });

  it('applies the colour match', () => {
    const colour = { ...sameColours, gain: Float32Array.of(0.5, 1, 1), offset: Float32Array.of(0.1, 0, 0) };
    expect(at(prepare({ colour }), 40 + 31, 20 + 17).value).toBeCloseTo((2 * 31 + 17) / 2 + 25.5, 1);
  });

  it('is valid inside the tele but for six pixels at its border', () => {
    const reference = prepare({});
    const row = Array.from({ length: 80 }, (_, index) => at(reference, 20 + index, 40).valid);
    expect(row).toEqual(Array.from({ length: 80 }, (_, index) => (index >= 20 + 6 && index < 80 - 6 ? 1 : 0)));
    const column = Array.from({ length: 60 }, (_, index) => at(reference, 70, 10 + index).valid);
    expect(column).toEqual(Array.from({ length: 60 }, (_, index) => (index >= 10 + 6 && index < 60 - 6 ? 1 : 0)));
  });

  it('is valid throughout where the tele is, up to the border of the window', () => {
    const large = ramp(200, 160);
    expect(prepare({ tele: large, homography: [0.5, 0, -20, 0, 0.5, -20, 0, 0, 1] }).validity).not.toContain(0);
  });
});
