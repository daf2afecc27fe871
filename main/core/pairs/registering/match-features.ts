import type { Features } from './detect-features.ts';
import { withOpenCvMemory, type OpenCv } from './opencv.ts';

/** Points that correspond: the i-th of `from` is the i-th of `to`. x, y interleaved. */
export interface Correspondences {
  readonly count: number;
  readonly from: Float32Array;
  readonly to: Float32Array;
}

/** A match counts when its nearest neighbour is this much nearer than the second (Lowe's ratio test). */
export const distinctness = 0.8;

/** Features of `from` with exactly one likely counterpart in `to`; no feature of `to` is used twice. */
export function matchFeatures(cv: OpenCv, from: Features, to: Features): Correspondences {
  return correspondencesOf(from, to, bestPerTarget(to.count < 2 || from.count === 0 ? [] : ratioMatches(cv, from, to)));
}

/** The points of these matches, in their order. */
export function correspondencesOf(from: Features, to: Features, matches: readonly Match[]): Correspondences {
  const points = { from: new Float32Array(matches.length * 2), to: new Float32Array(matches.length * 2) };
  matches.forEach((match, row) => {
    points.from.set(from.points.subarray(match.from * 2, match.from * 2 + 2), row * 2);
    points.to.set(to.points.subarray(match.to * 2, match.to * 2 + 2), row * 2);
  });
  return { count: matches.length, ...points };
}

/** Places of two features, and how far apart their descriptors are. */
export interface Match {
  from: number;
  to: number;
  distance: number;
}

function ratioMatches(cv: OpenCv, from: Features, to: Features): Match[] {
  return withOpenCvMemory((keep) => {
    const descriptorsOf = ({ count, descriptorBytes, descriptors }: Features) =>
      keep(cv.matFromArray(count, descriptorBytes, cv.CV_8UC1, descriptors));
    const pairs = keep(new cv.DMatchVectorVector());
    keep(new cv.BFMatcher(cv.NORM_HAMMING, false)).knnMatch(descriptorsOf(from), descriptorsOf(to), pairs, 2);
    const matches: Match[] = [];
    for (let index = 0; index < pairs.size(); index += 1) {
      const pair = keep(pairs.get(index));
      if (pair.size() < 2) continue;
      const [first, second] = [pair.get(0), pair.get(1)];
      if (first.distance >= distinctness * second.distance) continue;
      matches.push({ from: first.queryIdx, to: first.trainIdx, distance: first.distance });
    }
    return matches;
  });
}

/** Of the matches with one and the same target, the nearest. */
export function bestPerTarget(matches: readonly Match[]): Match[] {
  const best = new Map<number, Match>();
  for (const match of matches) {
    const other = best.get(match.to);
    if (other === undefined || match.distance < other.distance) best.set(match.to, match);
  }
  return [...best.values()];
}
