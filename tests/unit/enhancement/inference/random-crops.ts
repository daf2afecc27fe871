import type { Rectangle } from '#contract/geometry';

/** Crops of 1 to 700 pixels a side, small ones among them, with a tile size each; always the same ones. */
export function randomCrops(count: number): (Rectangle & { tileSize: number })[] {
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, (_, index) => ({
    x: below(300),
    y: below(300),
    width: 1 + below(index % 3 === 0 ? 80 : 700),
    height: 1 + below(index % 4 === 0 ? 80 : 700),
    tileSize: 64 + 32 * below(7),
  }));
}
