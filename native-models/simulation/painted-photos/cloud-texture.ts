import type { Random } from '../../random.ts';

const side = 512;

/** Rough and cloudy noise that repeats after 512 pixels. */
export interface CloudTexture {
  /** About -1 to 1 at a pixel; places are rounded. */
  readonly at: (x: number, y: number) => number;
}

/** Octaves of smooth noise, each 0.7 times as high as the coarser one before. */
export function createCloudTexture(random: Random): CloudTexture {
  const values = new Float32Array(side * side);
  for (let cells = 4; cells <= side; cells *= 2) addOctave(values, cells, 0.95 / cells ** 0.5, random);
  return { at: (x, y) => values[((Math.round(y) & (side - 1)) << 9) | (Math.round(x) & (side - 1))] ?? 0 };
}

function addOctave(values: Float32Array, cells: number, height: number, random: Random): void {
  const nodes = Float32Array.from({ length: cells * cells }, () => height * random.between(-1.7, 1.7));
  const shift = Math.log2(side / cells);
  const step = 1 << shift;
  for (let row = 0; row < side; row++) {
    const down = ease((row & (step - 1)) / step);
    const above = (row >> shift) * cells;
    const below = (((row >> shift) + 1) % cells) * cells;
    for (let column = 0; column < side; column++) {
      const across = ease((column & (step - 1)) / step);
      const here = column >> shift;
      const next = (here + 1) % cells;
      const upper = (nodes[above + here] ?? 0) * (1 - across) + (nodes[above + next] ?? 0) * across;
      const lower = (nodes[below + here] ?? 0) * (1 - across) + (nodes[below + next] ?? 0) * across;
      const at = row * side + column;
      values[at] = (values[at] ?? 0) + upper + (lower - upper) * down;
    }
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
