import type { Rectangle } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { channelRange, type Channels } from '#core/photos/pixels/warp-planar';
import { sampleColours, type ColourSamples } from './colour-samples.ts';
import { boxBlur } from './planes.ts';
import type { Plane } from '#native-models/planes';

/**
 * How the tele's colours become the wide's: matched = gain x tele + offset, per channel, smooth over the picture.
 * Values are 0..1 as encoded in the wide's profile.
 */
export interface ColourMatch {
  /** Nodes of the grid, at the centres of equal cells of `region`; 1 x 1 is one rule for the whole picture. */
  readonly columns: number;
  readonly rows: number;
  /** What the grid covers, in wide pixels; beyond it the nearest nodes hold. */
  readonly region: Rectangle;
  /** [3, rows, columns] each. */
  readonly gain: Float32Array;
  readonly offset: Float32Array;
}

/** Cells the local statistics reach in each direction, by two box filters. */
const reach = 5;
/** Local standard deviation below which contrast says nothing and the gain stays 1. */
const flat = 0.012;
/** Local correlation from which on a contrast is believed, and at which it is believed fully. */
const believable = { from: 0.6, fully: 0.9 };
const gainLimits = { least: 0.5, most: 2 };
/** Rounds of leaving out cells that do not follow their surroundings: parallax and things that moved. */
const rounds = 3;

/**
 * Compares the two photos' colours at low frequency over the overlap. The local means always meet; the local contrast
 * only as far as the two pictures vary alike there. Without a homography, or with too small an overlap, nothing changes.
 */
export function matchColour(
  wide: PixelImage,
  tele: PixelImage,
  { homography, overlap }: Pick<Registration, 'homography' | 'overlap'>,
): ColourMatch {
  const samples = homography && overlap.length >= 3 ? sampleColours(wide, tele, homography, overlap) : null;
  return samples === null ? unchanged(wide) : fitColours(samples);
}

/** Applies a match in place to the channels of the tele on the 2x grid, [N, height, width]; `rectangle` says which pixels. */
export function applyColourMatch(
  match: ColourMatch,
  pixels: Float32Array,
  rectangle: Rectangle,
  channels: Channels = 'all',
): void {
  const { width, height } = rectangle;
  const { columns, rows, region, gain, offset } = match;
  const across = placesAlong(rectangle.x, width, region.x, region.width, columns);
  const down = placesAlong(rectangle.y, height, region.y, region.height, rows);
  const used = { from: across.node[0] ?? 0, to: across.next[width - 1] ?? 0 };
  const gainRow = new Float32Array(columns);
  const offsetRow = new Float32Array(columns);
  const { first, count } = channelRange[channels];
  for (let channel = 0; channel < count; channel += 1) {
    const nodes = (first + channel) * rows * columns;
    for (let row = 0; row < height; row += 1) {
      mixRows(gainRow, gain, nodes, down, row, used);
      mixRows(offsetRow, offset, nodes, down, row, used);
      const start = (channel * height + row) * width;
      recolour(pixels.subarray(start, start + width), gainRow, offsetRow, across);
    }
  }
}

function unchanged({ width, height }: PixelImage): ColourMatch {
  const region = { x: 0, y: 0, width, height };
  return { columns: 1, rows: 1, region, gain: new Float32Array(3).fill(1), offset: new Float32Array(3) };
}

function fitColours(samples: ColourSamples): ColourMatch {
  const { columns, rows, region } = samples;
  let weight = samples.weight;
  let fit = fitWith(samples, weight);
  for (let round = 1; round < rounds; round += 1) {
    weight = reweigh(samples, fit.gain, fit.offset);
    fit = fitWith(samples, weight);
  }
  return { columns, rows, region, ...fit };
}

interface Fit {
  gain: Float32Array;
  offset: Float32Array;
}

/** Gain and offset of every cell from the weighted means and deviations around it, smoothed once more. */
function fitWith({ columns, rows, wide, tele }: ColourSamples, weight: Float32Array): Fit {
  const cells = columns * rows;
  const fit: Fit = { gain: new Float32Array(3 * cells), offset: new Float32Array(3 * cells) };
  const smooth = weightedMean({ width: columns, height: rows, data: weight });
  const even = weightedMean({ width: columns, height: rows, data: new Float32Array(cells).fill(1) });
  for (let channel = 0; channel < 3; channel += 1) {
    const w = wide.subarray(channel * cells, (channel + 1) * cells);
    const t = tele.subarray(channel * cells, (channel + 1) * cells);
    const [meanW, meanT] = [smooth(w), smooth(t)];
    const product = (one: Float32Array, other: Float32Array): Float32Array =>
      smooth(one.map((value, cell) => value * (other[cell] ?? 0)));
    const [squaresW, squaresT, products] = [product(w, w), product(t, t), product(w, t)];
    const gain = even(
      meanW.map((mean, cell) => {
        const other = meanT[cell] ?? 0;
        return contrastRatio(
          (squaresW[cell] ?? 0) - mean * mean,
          (squaresT[cell] ?? 0) - other * other,
          (products[cell] ?? 0) - mean * other,
        );
      }),
    );
    fit.gain.set(gain, channel * cells);
    fit.offset.set(even(meanW.map((mean, cell) => mean - (gain[cell] ?? 1) * (meanT[cell] ?? 0))), channel * cells);
  }
  return fit;
}

/** Ratio of the deviations, drawn towards 1 where there is little contrast or the two do not vary alike. */
function contrastRatio(varianceW: number, varianceT: number, covariance: number): number {
  const [w, t] = [Math.max(varianceW, 0), Math.max(varianceT, 0)];
  const correlation = covariance / Math.sqrt(w * t + 1e-12);
  const belief = Math.min(Math.max((correlation - believable.from) / (believable.fully - believable.from), 0), 1);
  const ratio = Math.sqrt((w + flat ** 2) / (t + flat ** 2));
  return Math.min(Math.max(ratio ** belief, gainLimits.least), gainLimits.most);
}

/** Cells that the current fit explains badly count less, by the Cauchy weight of their error. */
function reweigh(
  { columns, rows, wide, tele, weight }: ColourSamples,
  gain: Float32Array,
  offset: Float32Array,
): Float32Array {
  const cells = columns * rows;
  const errors = weight.map((_, cell) => {
    let sum = 0;
    for (let index = cell; index < 3 * cells; index += cells) {
      const matched = (gain[index] ?? 1) * (tele[index] ?? 0) + (offset[index] ?? 0);
      sum += (matched - (wide[index] ?? 0)) ** 2;
    }
    return Math.sqrt(sum);
  });
  const known = errors.filter((_, cell) => (weight[cell] ?? 0) > 0).sort();
  const usual = Math.max(2 * (known[known.length >> 1] ?? 0), 0.004);
  return weight.map((value, cell) => value / (1 + ((errors[cell] ?? 0) / usual) ** 2));
}

/** Mean weight of surroundings from which on they decide alone. */
const enough = 0.1;

/** A smoothing by weights. Where no weight is near, wider and wider surroundings decide. */
function weightedMean(weight: Plane): (values: Float32Array) => Float32Array {
  const blur = (data: Float32Array, radius: number): Float32Array =>
    boxBlur(boxBlur({ ...weight, data }, radius), radius).data;
  const widest = Math.max(weight.width, weight.height);
  const radii = [reach];
  const weights = [blur(weight.data, reach)];
  for (let radius = 2 * reach; radius < 2 * widest && weights.at(-1)?.some((here) => here < enough); radius *= 2) {
    radii.push(radius);
    weights.push(blur(weight.data, radius));
  }
  return (values) => {
    const weighted = values.map((value, cell) => value * (weight.data[cell] ?? 0));
    const means = new Float32Array(values.length);
    // From the widest to the narrowest, so that the nearest known surroundings have the last word.
    radii.toReversed().forEach((radius, index) => {
      const blurred = blur(weighted, radius);
      const total = weights[radii.length - 1 - index] ?? new Float32Array();
      means.forEach((mean, cell) => {
        const here = total[cell] ?? 0;
        const trust = Math.min(here / enough, 1);
        if (here > 1e-6) means[cell] = mean + ((blurred[cell] ?? 0) / here - mean) * (index === 0 ? 1 : trust);
      });
    });
    return means;
  };
}

/** For every pixel of a line: the node before it, the node after it, and how near it is to the latter. */
interface Places {
  readonly node: Int32Array;
  readonly next: Int32Array;
  readonly share: Float32Array;
}

/** `start` and `length` on the 2x grid, the region on the wide. */
function placesAlong(start: number, length: number, regionStart: number, regionLength: number, count: number): Places {
  const places = { node: new Int32Array(length), next: new Int32Array(length), share: new Float32Array(length) };
  for (let index = 0; index < length; index += 1) {
    const onWide = (start + index + 0.5) / 2;
    const cell = ((onWide - regionStart) / regionLength) * count - 0.5;
    const place = Math.fround(Math.min(Math.max(cell, 0), count - 1));
    const node = Math.floor(place);
    places.node[index] = node;
    places.next[index] = Math.min(node + 1, count - 1);
    places.share[index] = place - node;
  }
  return places;
}

/** One row of values between two rows of nodes, as far as it is used. */
function mixRows(
  target: Float32Array,
  nodes: Float32Array,
  start: number,
  down: Places,
  row: number,
  used: { from: number; to: number },
): void {
  const above = start + (down.node[row] ?? 0) * target.length;
  const below = start + (down.next[row] ?? 0) * target.length;
  const share = down.share[row] ?? 0;
  for (let column = used.from; column <= used.to; column += 1) {
    const value = nodes[above + column] ?? 0;
    target[column] = value + ((nodes[below + column] ?? 0) - value) * share;
  }
}

function recolour(pixels: Float32Array, gain: Float32Array, offset: Float32Array, across: Places): void {
  for (let index = 0; index < pixels.length; index += 1) {
    const node = across.node[index] ?? 0;
    const next = across.next[index] ?? 0;
    const share = across.share[index] ?? 0;
    const factor = (gain[node] ?? 1) * (1 - share) + (gain[next] ?? 1) * share;
    const addend = (offset[node] ?? 0) * (1 - share) + (offset[next] ?? 0) * share;
    pixels[index] = (pixels[index] ?? 0) * factor + addend;
  }
}
