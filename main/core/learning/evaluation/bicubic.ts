import type { Size } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';

/**
 * Half the width and height with the cubic kernel of Keys (a = -0.5), stretched to twice its width against aliasing and
 * mirrored at the borders: what MATLAB's imresize and Pillow's BICUBIC do. The size must be even.
 */
export function shrinkByTwo(image: PixelImage): PixelImage {
  if (image.width % 2 !== 0 || image.height % 2 !== 0) {
    throw new RangeError(`Expected an even width and height to halve, received ${image.width}x${image.height}`);
  }
  return resized(image, { width: image.width / 2, height: image.height / 2 }, 2);
}

/** Twice the width and height with the same kernel: the plain enlargement that every model is measured against. */
export function enlargeByTwo(image: PixelImage): PixelImage {
  return resized(image, { width: image.width * 2, height: image.height * 2 }, 1);
}

function resized(image: PixelImage, size: Size, stretch: number): PixelImage {
  const columns = tapsAlong(image.width, size.width, stretch);
  const rows = tapsAlong(image.height, size.height, stretch);
  const white = whiteOf(image.depth);
  const data =
    image.depth === 8 ? new Uint8Array(size.width * size.height * 3) : new Uint16Array(size.width * size.height * 3);
  const narrowed = new Map<number, Float32Array>();
  const narrowedRow = (y: number): Float32Array => {
    const row = narrowed.get(y) ?? filterRow(image, y, columns);
    narrowed.set(y, row);
    return row;
  };
  const sums = new Float32Array(size.width * 3);
  for (let y = 0; y < size.height; y += 1) {
    sums.fill(0);
    const { places, weights } = tapsAt(rows, y);
    for (const [tap, place] of places.entries()) {
      const row = narrowedRow(place);
      const weight = weights[tap] ?? 0;
      for (let index = 0; index < sums.length; index += 1)
        sums[index] = (sums[index] ?? 0) + weight * (row[index] ?? 0);
    }
    for (let index = 0; index < sums.length; index += 1) {
      data[y * sums.length + index] = Math.min(white, Math.max(0, Math.round(sums[index] ?? 0)));
    }
    const stillNeeded = Math.min(...tapsAt(rows, y + 1).places);
    for (const row of narrowed.keys()) if (row < stillNeeded) narrowed.delete(row);
  }
  return { ...size, depth: image.depth, data, profile: image.profile };
}

function filterRow(image: PixelImage, y: number, columns: readonly Taps[]): Float32Array {
  const row = new Float32Array(columns.length * 3);
  const start = y * image.width * 3;
  columns.forEach(({ places, weights }, x) => {
    for (let tap = 0; tap < places.length; tap += 1) {
      const source = start + (places[tap] ?? 0) * 3;
      const weight = weights[tap] ?? 0;
      row[x * 3] = (row[x * 3] ?? 0) + weight * (image.data[source] ?? 0);
      row[x * 3 + 1] = (row[x * 3 + 1] ?? 0) + weight * (image.data[source + 1] ?? 0);
      row[x * 3 + 2] = (row[x * 3 + 2] ?? 0) + weight * (image.data[source + 2] ?? 0);
    }
  });
  return row;
}

/** The source pixels that one target pixel is made of. */
interface Taps {
  places: number[];
  weights: number[];
}

function tapsAt(all: readonly Taps[], index: number): Taps {
  return all[index] ?? { places: [Infinity], weights: [] };
}

function tapsAlong(from: number, to: number, stretch: number): Taps[] {
  return Array.from({ length: to }, (_, index) => {
    const centre = ((index + 0.5) * from) / to - 0.5;
    const first = Math.ceil(centre - 2 * stretch);
    const last = Math.floor(centre + 2 * stretch);
    const places = Array.from({ length: last - first + 1 }, (_unused, tap) => first + tap);
    const weights = places.map((place) => keys((place - centre) / stretch));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { places: places.map((place) => mirrored(place, from)), weights: weights.map((weight) => weight / sum) };
  });
}

function keys(distance: number): number {
  const t = Math.abs(distance);
  if (t <= 1) return 1.5 * t ** 3 - 2.5 * t ** 2 + 1;
  return t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0;
}

function mirrored(place: number, length: number): number {
  const period = 2 * length;
  const inside = ((place % period) + period) % period;
  return inside < length ? inside : period - 1 - inside;
}
