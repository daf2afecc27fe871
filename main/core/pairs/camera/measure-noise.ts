import { detrend, dot, patchSize } from './patch.ts';
import { median, quantile } from './quantile.ts';

/** A standard deviation of the wide's luma around a brightness; both 0 to 1 as encoded. */
export interface LevelNoise {
  readonly level: number;
  readonly deviation: number;
}

export interface MeasuredNoise {
  readonly byLevel: readonly LevelNoise[];
  /**
   * Of the variance of what both photos show, the share that the wide shows otherwise than the response tells: textures that the phone's noise
   * reduction smoothed or made up, and what is left of parallax. 0 to 1.
   */
  readonly unexplained: number;
}

/** A patch of the wide's luma and what the response makes of the tele there. */
export interface ExplainedPatch {
  readonly luma: Float32Array;
  readonly predicted: Float32Array;
}

const levels = 8;
/** Noise is looked for in squares of this many pixels: small enough to fit between edges. */
const blockSize = 8;
/** The contrast of wide and prediction differs by at most this factor. */
const maxContrast = 1.4;
/** Share of the blocks of a brightness that are its flattest, and its richest, and how many that has to be. */
const extreme = { share: 0.2, fewest: 12 };

/**
 * The wide's noise at every brightness that has enough blocks. What both photos show alike is not noise, and the tele's noise is independent of
 * the wide's, so for a block: variance of the noise = covariance of wide and (wide - predicted). The lower quartile over flat blocks counts: what
 * moved between the photos only adds. What a prediction misses in proportion to the picture's own contrast is told by the richest
 * blocks and taken off, and noise cannot be much stronger than the finest band of the wide itself: both for pictures that are nowhere flat.
 */
export function measureNoise(patches: readonly ExplainedPatch[]): MeasuredNoise {
  const blocks = patches.flatMap(blocksOf);
  const extremes = Array.from({ length: levels }, (_, index) => blocks.filter(({ level }) => binOf(level) === index))
    .map((bin) => bin.toSorted((one, other) => one.signal - other.signal))
    .map((bin) => ({ bin, count: Math.floor(bin.length * extreme.share) }))
    .filter(({ count }) => count >= extreme.fewest)
    .map(({ bin, count }) => ({ flat: summaryOf(bin.slice(0, count)), rich: summaryOf(bin.slice(-count)) }));
  const byLevel = extremes.map(({ flat, rich }) => {
    const unmissed = Math.max(0, flat.noise - missedBetween([{ flat, rich }]) * flat.signal);
    return { level: flat.level, deviation: Math.sqrt(Math.min(unmissed, maxColoured * flat.finest)) };
  });
  return { byLevel, unexplained: Math.min(1, missedBetween(extremes)) };
}

/** By how much noise grows with the picture's own contrast, both as variances. */
function missedBetween(extremes: readonly { flat: Block; rich: Block }[]): number {
  const sumOf = (of: (extreme: { flat: Block; rich: Block }) => number): number =>
    extremes.reduce((sum, one) => sum + of(one), 0);
  const noise = sumOf(({ flat, rich }) => rich.noise - flat.noise);
  return Math.max(0, noise / (sumOf(({ flat, rich }) => rich.signal - flat.signal) + 1e-12));
}

function summaryOf(blocks: readonly Block[]): Block {
  return {
    level: median(blocks.map(({ level }) => level)),
    signal: median(blocks.map(({ signal }) => signal)),
    finest: median(blocks.map(({ finest }) => finest)),
    noise:
      quantile(
        blocks.map(({ noise }) => noise),
        believed.quantile,
      ) / believed.share,
  };
}

/** Demosaicing and compression take noise out of the finest band; to a quarter of its variance at most. */
const maxColoured = 4;

/** The lower quartile of variances measured from 64 values is 1 - 0.674 sqrt(2 / 63) of the true one. */
const believed = { quantile: 0.25, share: 0.88 };

interface Block {
  readonly level: number;
  /** Variance of what the tele shows. */
  readonly signal: number;
  /** Variance of the noise; can be negative by chance. */
  readonly noise: number;
  /** Variance of the wide in its finest band, scaled so that white noise has its own variance there. */
  readonly finest: number;
}

function blocksOf({ luma, predicted }: ExplainedPatch): Block[] {
  const gain = contrastOf(luma, predicted);
  const along = Math.floor(patchSize / blockSize);
  return Array.from({ length: along * along }, (_, index) => {
    const start = (Math.floor(index / along) * patchSize + (index % along)) * blockSize;
    let [wide, tele, wideWide, wideTele, teleTele] = [0, 0, 0, 0, 0];
    for (let row = 0; row < blockSize; row += 1) {
      for (let at = start + row * patchSize; at < start + row * patchSize + blockSize; at += 1) {
        const [one, other] = [luma[at] ?? 0, gain * (predicted[at] ?? 0)];
        wide += one;
        tele += other;
        wideWide += one * one;
        wideTele += one * other;
        teleTele += other * other;
      }
    }
    const count = blockSize * blockSize;
    const covariance = (sum: number, one: number, other: number): number => (sum - (one * other) / count) / (count - 1);
    return {
      level: wide / count,
      signal: covariance(teleTele, tele, tele),
      noise: covariance(wideWide, wide, wide) - covariance(wideTele, wide, tele),
      finest: finestVariance(luma, start),
    };
  });
}

/** Mean square of the block filtered by (1 -2 1) along rows and columns, whose weights' squares sum to 36. */
function finestVariance(luma: Float32Array, start: number): number {
  let sum = 0;
  for (let row = 1; row < blockSize - 1; row += 1) {
    for (let at = start + row * patchSize + 1; at < start + row * patchSize + blockSize - 1; at += 1) {
      const [above, here, below] = [bend(luma, at - patchSize), bend(luma, at), bend(luma, at + patchSize)];
      sum += (above - 2 * here + below) ** 2;
    }
  }
  return sum / (36 * (blockSize - 2) ** 2);
}

function bend(luma: Float32Array, at: number): number {
  return (luma[at - 1] ?? 0) - 2 * (luma[at] ?? 0) + (luma[at + 1] ?? 0);
}

/** Where the two photos' tone curves differ, so does a patch's contrast. */
function contrastOf(luma: Float32Array, predicted: Float32Array): number {
  const [wide, tele] = [detrend(luma.slice()), detrend(predicted.slice())];
  return Math.min(maxContrast, Math.max(1 / maxContrast, dot(wide, tele) / (dot(tele, tele) + 1e-9)));
}

function binOf(level: number): number {
  return Math.min(Math.floor(level * levels), levels - 1);
}
