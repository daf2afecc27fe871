import { describe, expect, it } from 'vitest';
import type { Placement, Square } from '#core/enhancement/inference/compare-squares';
import { fitDistortion } from '#core/enhancement/inference/fit-distortion';
import { createRandom } from '#native-models/random';

const columns = 20;
const rows = 16;

/** Squares that say where they lie, to within `noise` wide pixels; every twentieth has moved on its own. */
function placementOf(shift: (u: number, v: number) => readonly [number, number], noise: number): Placement {
  const random = createRandom(3);
  const squares = Array.from({ length: columns * rows }, (_, node): Square => {
    const [u, v] = [(2 * (node % columns)) / (columns - 1) - 1, (2 * Math.floor(node / columns)) / (rows - 1) - 1];
    const astray = node % 20 === 7 ? 5 : 0;
    const [x, y] = shift(u, v).map((value) => value + noise * random.normal() + astray);
    const [xx, yy] = [random.between(0.05, 0.2), random.between(0.05, 0.2)];
    return { rough: 0.01, texture: 0.05, pull: { xx, xy: 0, yy, x: xx * (x ?? NaN), y: yy * (y ?? NaN) } };
  });
  return { grid: { columns, rows, origin: { x: 0, y: 0 }, spacing: 16, squares }, field: null };
}

function furthest(placement: Placement, shift: (u: number, v: number) => readonly [number, number]): number {
  const field = fitDistortion(placement);
  if (field === null) throw new Error('Expected a field, received none');
  const nodes = columns * rows;
  return Math.max(
    ...placement.grid.squares.map((_, node) => {
      const [u, v] = [(2 * (node % columns)) / (columns - 1) - 1, (2 * Math.floor(node / columns)) / (rows - 1) - 1];
      const [x, y] = shift(u, v);
      return Math.hypot((field.shift[node] ?? NaN) - x, (field.shift[nodes + node] ?? NaN) - y);
    }),
  );
}

describe('fitDistortion', () => {
  it('finds a lens distortion among noise and things that moved', () => {
    const barrel = (u: number, v: number): readonly [number, number] => {
      const squared = u * u + v * v;
      return [0.6 * u * squared - 0.3, 0.6 * v * squared + 0.2];
    };
    expect(furthest(placementOf(barrel, 0.1), barrel)).toBeLessThan(0.12);
  });

  it('follows noise nowhere by more than a few hundredths of a pixel', () => {
    const none = (): readonly [number, number] => [0, 0];
    expect(furthest(placementOf(none, 0.2), none)).toBeLessThan(0.06);
  });

  it('says nothing from a few squares', () => {
    const { grid, field } = placementOf(() => [1, 1], 0);
    const squares = grid.squares.map((square, node) => (node < 8 ? square : null));
    expect(fitDistortion({ grid: { ...grid, squares }, field })).toBeNull();
  });
});
