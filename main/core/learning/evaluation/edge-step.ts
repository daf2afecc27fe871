import { boundsOf, type Point, type Size } from '#contract/geometry';
import { highBand } from './high-band.ts';
import type { Plane } from './luma.ts';

/** A mean over the segments of the border, and its standard error: their standard deviation over the root of their number. */
export interface Estimate {
  value: number;
  noise: number;
}

/** What a result does where the overlap ends. Distances are pixels of the result, positive inside the overlap. */
export interface EdgeStep {
  /** Energy of the high band 16 to 64 pixels inside over that 16 to 64 pixels outside, dB: of the result and of the truth. */
  result: Estimate;
  truth: Estimate;
  /** The former less the latter in each segment: what the border adds to the scene. 0 when the border cannot be found. */
  excess: Estimate;
  /** Root mean square over the segments of the same step in brightness, result less truth, grey levels of 255. */
  brightness: number;
  /** The highest that a strip of 4 pixels within 32 of the border rises above the mean of those 8 pixels to its sides, dB: a drawn line. */
  seam: number;
  /** Energy of the result's high band over the truth's in strips of 4 pixels, dB, by the distance of their middle. */
  profile: { distance: number; sharpness: Estimate }[];
  /** Pieces of 64 pixels along the border that have texture on both sides in the truth. */
  segments: number;
}

/**
 * Measures the border of a convex overlap (in pixels of the result) against the truth. Dividing by the truth at the same place takes
 * the scene out of it; the strips next to the border do not enter the step, so a sharp line there cannot pass for sharpness; every
 * segment counts the same, so neither can one strong edge. Corners and sides along the picture's own border are left out. Null when
 * fewer than three segments have texture.
 */
export function createEdgeMeasure(truth: Plane, overlap: readonly Point[]): (result: Plane) => EdgeStep | null {
  const truthBand = highBand(truth);
  const segments = segmentsOf(overlap, truth);
  return (result) => {
    const resultBand = highBand(result);
    const measured = segments
      .map((pixels) => measureSegment(pixels, { truth, truthBand, result, resultBand }))
      .filter(({ inside, outside }) => Math.min(inside.truth, outside.truth) >= minEnergy);
    return measured.length < 3 ? null : summarise(measured);
  };
}

const reach = 64;
const strip = 4;
const strips = (2 * reach) / strip;
const nearest = 16;
const segmentLength = 64;
/** Mean square in grey levels, below which noise and rounding decide. */
const minEnergy = 1;
/** Added to both energies of a strip, so that a flat one says nothing. */
const floor = 0.1;

/** Pixel numbers by strip, from the outermost outside to the innermost inside. */
type Segment = number[][];

interface Planes {
  truth: Plane;
  truthBand: Plane;
  result: Plane;
  resultBand: Plane;
}

interface Energies {
  truth: number;
  result: number;
  /** Mean of result less truth. */
  error: number;
}

interface MeasuredSegment {
  inside: Energies;
  outside: Energies;
  profile: number[];
}

function segmentsOf(overlap: readonly Point[], size: Size): Segment[] {
  const count = overlap.length;
  const middle = {
    x: overlap.reduce((sum, { x }) => sum + x, 0) / count,
    y: overlap.reduce((sum, { y }) => sum + y, 0) / count,
  };
  return overlap.flatMap((from, index) => {
    const to = overlap[(index + 1) % count] ?? from;
    return isOnFrame(from, to, size) ? [] : segmentsAlong(from, to, middle, size);
  });
}

function segmentsAlong(from: Point, to: Point, middle: Point, size: Size): Segment[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const count = Math.max(0, Math.floor((length - 2 * reach) / segmentLength));
  if (count === 0) return [];
  const [alongX, alongY] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const towards = (middle.x - from.x) * -alongY + (middle.y - from.y) * alongX > 0 ? 1 : -1;
  const [inwardX, inwardY] = [-alongY * towards, alongX * towards];
  const start = (length - count * segmentLength) / 2;
  const segments: Segment[] = Array.from({ length: count }, () => Array.from({ length: strips }, () => []));
  const spread = [from, to].flatMap(({ x, y }) =>
    [-reach, reach].map((distance) => ({ x: x + inwardX * distance, y: y + inwardY * distance })),
  );
  const bounds = boundsOf(spread);
  for (let y = Math.max(0, bounds.y); y < Math.min(size.height, bounds.y + bounds.height); y += 1) {
    for (let x = Math.max(0, bounds.x); x < Math.min(size.width, bounds.x + bounds.width); x += 1) {
      const [fromX, fromY] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const segment = segments[Math.floor((fromX * alongX + fromY * alongY - start) / segmentLength)];
      segment?.[Math.floor((fromX * inwardX + fromY * inwardY + reach) / strip)]?.push(y * size.width + x);
    }
  }
  return segments.filter((segment) => segment.every((pixels) => pixels.length > 0));
}

/** A side that the picture's own border cut. */
function isOnFrame(from: Point, to: Point, { width, height }: Size): boolean {
  const both = (near: (point: Point) => boolean): boolean => near(from) && near(to);
  return (
    both(({ x }) => x < 1) ||
    both(({ x }) => x > width - 1) ||
    both(({ y }) => y < 1) ||
    both(({ y }) => y > height - 1)
  );
}

function measureSegment(segment: Segment, planes: Planes): MeasuredSegment {
  const measured = segment.map((pixels) => measurePixels(pixels, planes));
  const first = (reach + nearest) / strip;
  const mean = (part: Energies[]): Energies => ({
    truth: meanOf(part.map(({ truth }) => truth)),
    result: meanOf(part.map(({ result }) => result)),
    error: meanOf(part.map(({ error }) => error)),
  });
  return {
    inside: mean(measured.slice(first)),
    outside: mean(measured.slice(0, strips - first)),
    profile: measured.map(({ result, truth }) => decibel((result + floor) / (truth + floor))),
  };
}

function measurePixels(pixels: readonly number[], { truth, truthBand, result, resultBand }: Planes): Energies {
  const sums: Energies = { truth: 0, result: 0, error: 0 };
  for (const pixel of pixels) {
    sums.truth += (truthBand.values[pixel] ?? 0) ** 2 / pixels.length;
    sums.result += (resultBand.values[pixel] ?? 0) ** 2 / pixels.length;
    sums.error += ((result.values[pixel] ?? 0) - (truth.values[pixel] ?? 0)) / pixels.length;
  }
  return sums;
}

function summarise(segments: readonly MeasuredSegment[]): EdgeStep {
  const steps = segments.map(({ inside, outside }) => ({
    result: decibel((inside.result + floor) / (outside.result + floor)),
    truth: decibel((inside.truth + floor) / (outside.truth + floor)),
    brightness: inside.error - outside.error,
  }));
  const profile = Array.from({ length: strips }, (_, index) => ({
    distance: (index + 0.5) * strip - reach,
    sharpness: estimate(segments.map((segment) => segment.profile[index] ?? 0)),
  }));
  return {
    result: estimate(steps.map(({ result }) => result)),
    truth: estimate(steps.map(({ truth }) => truth)),
    excess: estimate(steps.map(({ result, truth }) => result - truth)),
    brightness: Math.sqrt(meanOf(steps.map(({ brightness }) => brightness ** 2))),
    seam: highestRise(profile.map(({ sharpness }) => sharpness.value)),
    profile,
    segments: segments.length,
  };
}

function highestRise(profile: readonly number[]): number {
  const [from, to] = [(reach - 32) / strip, (reach + 32) / strip];
  const rises = profile.map((value, index) => value - ((profile[index - 2] ?? 0) + (profile[index + 2] ?? 0)) / 2);
  return Math.max(...rises.slice(from, to));
}

function estimate(values: readonly number[]): Estimate {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { value: mean, noise: Math.sqrt(variance / values.length) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function decibel(ratio: number): number {
  return 10 * Math.log10(ratio);
}
