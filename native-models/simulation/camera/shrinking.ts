import { keys, type LineFilter } from './filter-plane.ts';

/**
 * Filters that halve a line, centred between two pixels: the bicubic one stretched by two against aliasing (as
 * shrinking programs do), plain bicubic, and the mean of two pixels.
 */
export const shrinkTaps = {
  antialiased: normalised([-1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75].map(keys)),
  bicubic: normalised([-1.5, -0.5, 0.5, 1.5].map(keys)),
  area: [0.5, 0.5],
} as const satisfies Record<string, readonly number[]>;

export type ShrinkKind = keyof typeof shrinkTaps;

/** `count` results from pairs of pixels beginning at `start`; `weights` are an even number, the middle ones those of the pair. */
export function createHalving(weights: readonly number[], start: number, count: number): LineFilter {
  const taps = weights.length;
  const filter = { taps, places: new Int32Array(count * taps), weights: new Float32Array(count * taps) };
  for (let index = 0; index < count; index++) {
    for (const [tap, weight] of weights.entries()) {
      filter.places[index * taps + tap] = start + 2 * index - taps / 2 + 1 + tap;
      filter.weights[index * taps + tap] = weight;
    }
  }
  return filter;
}

/** The weights of two filters one after the other. */
export function combined(one: readonly number[], other: readonly number[]): number[] {
  const result = new Array<number>(one.length + other.length - 1).fill(0);
  for (const [at, weight] of one.entries())
    for (const [further, factor] of other.entries())
      result[at + further] = (result[at + further] ?? 0) + weight * factor;
  return result;
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
