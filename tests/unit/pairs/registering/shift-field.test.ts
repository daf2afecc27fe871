import { describe, expect, it } from 'vitest';
import { shiftAcross, shiftAt, valuesAcross, type ShiftField } from '#core/pairs/registering/shift-field';

/** x moves by a tenth of the place across, y by a hundredth of the place down, from node (8, 4) on. */
const field: ShiftField = {
  columns: 4,
  rows: 3,
  origin: { x: 8, y: 4 },
  spacing: 16,
  shift: Float32Array.from({ length: 24 }, (_, index) =>
    index < 12 ? (index % 4) * 1.6 : Math.floor((index - 12) / 4) * 0.16,
  ),
};

describe('a shift field', () => {
  it('is linear between its nodes and constant outside', () => {
    expect(shiftAt(field, { x: 31, y: 20 }).x).toBeCloseTo(2.3, 5);
    expect(shiftAt(field, { x: 31, y: 23 }).y).toBeCloseTo(0.19, 5);
    expect(shiftAt(field, { x: -50, y: 900 })).toEqual({ x: 0, y: expect.closeTo(0.32, 5) as number });
    expect(shiftAt(field, { x: 900, y: 900 }).x).toBeCloseTo(4.8, 5);
  });

  it('is given in the pixels of a finer grid, at their centres', () => {
    const rectangle = { x: 40, y: 30, width: 5, height: 3 };
    const shifts = shiftAcross(field, rectangle, 2);
    expect(shifts).toHaveLength(2 * 15);
    const place = { x: (40 + 3.5) / 2, y: (30 + 1.5) / 2 };
    expect(shifts[1 * 5 + 3]).toBeCloseTo(2 * shiftAt(field, place).x, 5);
    expect(shifts[15 + 1 * 5 + 3]).toBeCloseTo(2 * shiftAt(field, place).y, 5);
  });

  it('is the same for every rectangle that shows a place', () => {
    const one = shiftAcross(field, { x: 0, y: 0, width: 60, height: 50 }, 2);
    const other = shiftAcross(field, { x: 37, y: 21, width: 10, height: 10 }, 2);
    for (let y = 0; y < 10; y += 1) {
      for (let x = 0; x < 10; x += 1) {
        expect(other[y * 10 + x]).toBe(one[(y + 21) * 60 + x + 37]);
        expect(other[100 + y * 10 + x]).toBe(one[3000 + (y + 21) * 60 + x + 37]);
      }
    }
  });
});

describe('values across a grid', () => {
  it('are linear between the nodes, as many planes as there are, in their own unit', () => {
    const values = Float32Array.from({ length: 36 }, (_, index) => 10 * Math.floor(index / 12) + (index % 4));
    const across = valuesAcross(field, values, { x: 40, y: 30, width: 5, height: 3 }, 2);
    expect(across).toHaveLength(3 * 15);
    // The pixel's centre is (43.5, 31.5) of the finer grid: between the nodes at 8 and 24 wide pixels.
    for (const plane of [0, 1, 2])
      expect(across[plane * 15 + 5 + 3]).toBeCloseTo(10 * plane + (43.5 / 2 - field.origin.x) / field.spacing, 5);
    expect(valuesAcross(field, values, { x: -90, y: 0, width: 1, height: 1 }, 1)).toEqual(Float32Array.of(0, 10, 20));
  });
});
