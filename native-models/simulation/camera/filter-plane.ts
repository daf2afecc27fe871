import { keysCubic, mirrored } from '../../planes.ts';

/** For every place of a line of results: `taps` places of the source line and their weights, one after the other. */
export interface LineFilter {
  readonly taps: number;
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** Filters a plane along its rows and then along its columns; `target` has as many columns and rows as the filters have results. */
export function filterPlane(
  source: Float32Array,
  width: number,
  across: LineFilter,
  down: LineFilter,
  target: Float32Array,
): void {
  const columns = across.places.length / across.taps;
  const height = source.length / width;
  const between = new Float32Array(columns * height);
  for (let row = 0; row < height; row++) filterLine(source, row * width, across, between, row * columns);
  const rows = down.places.length / down.taps;
  const offsets = down.places.map((place) => place * columns);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * down.taps, (row + 1) * down.taps];
    sumLines(between, offsets.subarray(from, to), down.weights.subarray(from, to), target, row * columns, columns);
  }
}

/** A line of `length` sums over lines of the source that begin at `offsets`, four at a time. */
function sumLines(
  source: Float32Array,
  offsets: Int32Array,
  weights: Float32Array,
  target: Float32Array,
  to: number,
  length: number,
): void {
  for (let tap = 0; tap < offsets.length; tap += 4) {
    const [w0, w1, w2, w3] = [weights[tap] ?? 0, weights[tap + 1] ?? 0, weights[tap + 2] ?? 0, weights[tap + 3] ?? 0];
    const [o0, o1, o2, o3] = [offsets[tap] ?? 0, offsets[tap + 1] ?? 0, offsets[tap + 2] ?? 0, offsets[tap + 3] ?? 0];
    for (let at = 0; at < length; at++) {
      const sum =
        w0 * (source[o0 + at] ?? 0) +
        w1 * (source[o1 + at] ?? 0) +
        w2 * (source[o2 + at] ?? 0) +
        w3 * (source[o3 + at] ?? 0);
      target[to + at] = tap === 0 ? sum : (target[to + at] ?? 0) + sum;
    }
  }
}

function filterLine(source: Float32Array, start: number, filter: LineFilter, target: Float32Array, to: number): void {
  const { taps, places, weights } = filter;
  const count = places.length / taps;
  for (let index = 0; index < count; index++) {
    let sum = 0;
    for (let tap = index * taps; tap < (index + 1) * taps; tap++)
      sum += (weights[tap] ?? 0) * (source[start + (places[tap] ?? 0)] ?? 0);
    target[to + index] = sum;
  }
}

/** A filter whose results lie at `centreOf(index)` of the source line (pixel centres at whole numbers), mirrored at the borders. */
export function createLineFilter(
  from: number,
  to: number,
  kernel: { readonly taps: number; readonly weightOf: (distance: number) => number },
  centreOf: (index: number) => number,
): LineFilter {
  const { taps, weightOf } = kernel;
  const places = new Int32Array(to * taps);
  const weights = new Float32Array(to * taps);
  for (let index = 0; index < to; index++) {
    const centre = centreOf(index);
    const first = Math.floor(centre) - taps / 2 + 1;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += weightOf(first + tap - centre);
    for (let tap = 0; tap < taps; tap++) {
      places[index * taps + tap] = mirrored(first + tap, from);
      weights[index * taps + tap] = weightOf(first + tap - centre) / sum;
    }
  }
  return { taps, places, weights };
}

/** The cubic kernel of Keys, a = -0.5, stretched by `stretch` (1 or more) against aliasing. */
export function cubicKernel(stretch: number): { taps: number; weightOf: (distance: number) => number } {
  return { taps: 2 * Math.ceil(2 * stretch), weightOf: (distance) => keysCubic(distance / stretch) };
}

/** A Gaussian, cut off at 3 deviations. */
export function gaussianKernel(sigma: number): { taps: number; weightOf: (distance: number) => number } {
  const reach = Math.max(1, Math.ceil(3 * sigma));
  return {
    taps: 2 * reach + 2,
    weightOf: (distance) => (Math.abs(distance) > reach ? 0 : Math.exp((-distance * distance) / (2 * sigma * sigma))),
  };
}

/** One weight of a filter that is not made of rows and columns. */
export interface Tap {
  readonly right: number;
  readonly down: number;
  readonly weight: number;
}

/** Sums a plane's pixels `right` and `down` of each one by their weights; the border's pixels repeat outwards. */
export function filterByTaps(source: Float32Array, width: number, taps: readonly Tap[], target: Float32Array): void {
  const height = source.length / width;
  const frame = Math.max(...taps.map(({ right, down }) => Math.max(Math.abs(right), Math.abs(down))));
  const stride = width + 2 * frame;
  const framed = new Float32Array(stride * (height + 2 * frame));
  for (let row = 0; row < height + 2 * frame; row++) {
    const from = Math.min(height - 1, Math.max(0, row - frame)) * width;
    framed.fill(source[from] ?? 0, row * stride, row * stride + frame);
    framed.set(source.subarray(from, from + width), row * stride + frame);
    framed.fill(source[from + width - 1] ?? 0, row * stride + frame + width, (row + 1) * stride);
  }
  const weights = Float32Array.from(taps, ({ weight }) => weight);
  const offsets = new Int32Array(taps.length);
  for (let row = 0; row < height; row++) {
    for (const [tap, { right, down }] of taps.entries()) offsets[tap] = (row + frame + down) * stride + frame + right;
    sumLines(framed, offsets, weights, target, row * width, width);
  }
}
