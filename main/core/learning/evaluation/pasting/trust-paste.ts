import type { Plane } from '#native-models/planes';
import { fitView, withoutTone } from './fit-view.ts';
import { halved, productOf, smoothed } from './smooth-plane.ts';

/**
 * How far a pasted picture can be trusted, 0 to 1 on its own grid: fully where the wide camera, fitted to the pair at hand, would have seen
 * what the wide shows, not at all where it contradicts by much more than noise and texture explain, nor where nothing is known, and fading
 * out over the last 16 pixels before that. `wide` is luma on the wide's grid, `pasted` luma at twice its size, `known` 1 where something was
 * pasted. Nothing is trusted where too little is known to tell.
 */
export function trustPaste(wide: Plane, pasted: Plane, known: Plane): Plane {
  const shrunk = halved(pasted);
  const inside = halved(known);
  const comparable = { ...inside, data: inside.data.map((share) => (share === 1 ? 1 : 0)) };
  const view = fitView(wide, shrunk, comparable);
  if (view === null) return { ...known, data: new Float32Array(known.data.length) };
  const seen = withoutTone(wide);
  const expected = view.see(shrunk).data;
  const error = { ...wide, data: seen.data.map((value, index) => value - (expected[index] ?? 0)) };
  const texture = smoothed(productOf(seen, seen), 2.5).data;
  const contradiction = smoothed(productOf(error, error), 1.5).data;
  const believed = comparable.data.map((share, index) => {
    const usual = noiseAllowance * view.noise + textureAllowance * Math.sqrt(texture[index] ?? 0);
    const excess = Math.max(Math.sqrt(contradiction[index] ?? 0) / usual - 1, 0);
    return share * Math.exp((-strictness / 2) * excess ** 2);
  });
  const steady = smoothed(lowestAround({ ...wide, data: believed }, 1), 1.5);
  const trust = doubled(productOf(steady, lowestAround(comparable, 2)));
  const depth = depthInside(known);
  return { ...trust, data: trust.data.map((value, index) => value * Math.min(1, (depth[index] ?? 0) / feather)) };
}

const noiseAllowance = 1.3;
const textureAllowance = 0.12;
const strictness = 2.5;
const feather = 16;

/** The minimum over squares of 2 `radius` + 1. */
function lowestAround({ width, height, data: values }: Plane, radius: number): Plane {
  const across = values.map((_, index) => {
    const [start, x] = [index - (index % width), index % width];
    let least = Infinity;
    for (let other = Math.max(0, x - radius); other <= Math.min(width - 1, x + radius); other += 1)
      least = Math.min(least, values[start + other] ?? 0);
    return least;
  });
  const lowest = across.map((_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    let least = Infinity;
    for (let other = Math.max(0, y - radius); other <= Math.min(height - 1, y + radius); other += 1)
      least = Math.min(least, across[other * width + x] ?? 0);
    return least;
  });
  return { width, height, data: lowest };
}

/** Twice the size, linear between the pixels' centres. */
function doubled({ width, height, data: values }: Plane): Plane {
  const larger = { width: 2 * width, height: 2 * height };
  const result = new Float32Array(larger.width * larger.height);
  const between = (place: number, length: number): [number, number, number] => {
    const inside = Math.min(length - 1, Math.max(0, (place + 0.5) / 2 - 0.5));
    const first = Math.floor(inside);
    return [first, Math.min(length - 1, first + 1), inside - first];
  };
  for (let y = 0, target = 0; y < larger.height; y += 1) {
    const [above, below, down] = between(y, height);
    for (let x = 0; x < larger.width; x += 1, target += 1) {
      const [left, right, along] = between(x, width);
      const at = (row: number): number =>
        (values[row * width + left] ?? 0) * (1 - along) + (values[row * width + right] ?? 0) * along;
      result[target] = at(above) * (1 - down) + at(below) * down;
    }
  }
  return { ...larger, data: result };
}

/** How far each known pixel lies from the next unknown one, in pixels, within a few percent; the picture's own border is none. */
function depthInside({ width, height, data: values }: Plane): Float32Array {
  const depth = values.map((value) => (value > 0 ? width + height : 0));
  const relax = (index: number, x: number, y: number, step: number): void => {
    const nearest = (right: number, down: number, cost: number): number => {
      const isInside = x + right >= 0 && x + right < width && y + down >= 0 && y + down < height;
      return isInside ? (depth[index + down * width + right] ?? 0) + cost : Infinity;
    };
    depth[index] = Math.min(
      depth[index] ?? 0,
      nearest(step, 0, 1),
      nearest(0, step, 1),
      nearest(step, step, Math.SQRT2),
      nearest(-step, step, Math.SQRT2),
    );
  };
  for (let index = 0; index < depth.length; index += 1) relax(index, index % width, Math.floor(index / width), -1);
  for (let index = depth.length - 1; index >= 0; index -= 1) relax(index, index % width, Math.floor(index / width), 1);
  return depth;
}
