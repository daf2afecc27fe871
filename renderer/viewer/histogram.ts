import type { Pyramid } from '#contract/media-urls';
import { readSmallPicture } from './small-picture.ts';

export const channels = ['red', 'green', 'blue'] as const;

/** How often values come in a picture, and what of it is at their ends. */
export interface Histogram {
  /** Of 64 steps from dark to bright, as shares of the highest of all but the two ends. */
  readonly counts: Readonly<Record<(typeof channels)[number], readonly number[]>>;
  /** Shares of the picture in which some channel is as dark or as bright as can be. */
  readonly dark: number;
  readonly bright: number;
}

const steps = 64;
/** A level of about so many pixels on its long side is enough. */
const enough = 512;

/** From the smallest level of a picture that is large enough. */
export async function histogramOf(pyramid: Pyramid, signal: AbortSignal): Promise<Histogram> {
  return count((await readSmallPicture(pyramid, enough, signal)).data);
}

/** Of RGBA values. */
export function count(values: ArrayLike<number>): Histogram {
  const counts = channels.map(() => new Array<number>(steps).fill(0));
  let [dark, bright] = [0, 0];
  for (let index = 0; index < values.length; index += 4) {
    let [low, high] = [255, 0];
    for (const [channel, bins] of counts.entries()) {
      const value = values[index + channel] ?? 0;
      const step = Math.floor((value * steps) / 256);
      bins[step] = (bins[step] ?? 0) + 1;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    if (low === 0) dark += 1;
    if (high === 255) bright += 1;
  }
  const most = Math.max(1, ...counts.flatMap((bins) => bins.slice(1, -1)));
  const [red, green, blue] = counts.map((bins) => bins.map((times) => Math.min(1, times / most)));
  const pixels = Math.max(1, values.length / 4);
  return {
    counts: { red: red ?? [], green: green ?? [], blue: blue ?? [] },
    dark: dark / pixels,
    bright: bright / pixels,
  };
}
