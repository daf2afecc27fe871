import type { Homography } from '#contract/geometry';
import type { Correspondences } from './match-features.ts';
import { withOpenCvMemory, type OpenCv } from './opencv.ts';

/** A homography and how well the points support it. */
export interface Fit {
  readonly homography: Homography;
  /** Whether the i-th correspondence agrees with the homography. */
  readonly isInlier: readonly boolean[];
  readonly inliers: number;
  /** Median distance of the inliers from where the homography puts them, in units of `to`. */
  readonly residual: number;
}

const iterations = 5000;
const confidence = 0.9999;

/**
 * The homography from `from` to `to` that most correspondences agree on, by MAGSAC++; null when there is none.
 * `threshold` is the distance in units of `to` up to which a point can agree.
 */
export function estimateHomography(cv: OpenCv, points: Correspondences, threshold: number): Fit | null {
  if (points.count < 4) return null;
  const found = withOpenCvMemory((keep) => {
    const from = keep(cv.matFromArray(points.count, 1, cv.CV_32FC2, points.from));
    const to = keep(cv.matFromArray(points.count, 1, cv.CV_32FC2, points.to));
    const mask = keep(new cv.Mat());
    const matrix = keep(cv.findHomography(from, to, cv.USAC_MAGSAC, threshold, mask, iterations, confidence));
    return matrix.rows === 3 ? asHomography([...matrix.data64F]) : null;
  });
  return found && measureFit(found, points, threshold);
}

/** How well correspondences agree with a homography; null when none does. */
export function measureFit(homography: Homography, points: Correspondences, threshold: number): Fit | null {
  const [a, b, c, d, e, f, g, h, i] = homography;
  const distances = Array.from({ length: points.count }, (_, index) => {
    const [x, y] = [points.from[2 * index] ?? 0, points.from[2 * index + 1] ?? 0];
    const w = g * x + h * y + i;
    const [toX, toY] = [points.to[2 * index] ?? 0, points.to[2 * index + 1] ?? 0];
    return w > 0 ? Math.hypot((a * x + b * y + c) / w - toX, (d * x + e * y + f) / w - toY) : Infinity;
  });
  const isInlier = distances.map((distance) => distance <= threshold);
  const near = distances.filter((distance) => distance <= threshold).sort((one, other) => one - other);
  const residual = near[near.length >> 1];
  return residual === undefined ? null : { homography, isInlier, inliers: near.length, residual };
}

function asHomography(entries: readonly number[]): Homography | null {
  const last = entries[8] ?? 0;
  if (Math.abs(last) < 1e-12 || !entries.every(Number.isFinite)) return null;
  return entries.map((entry) => entry / last) as unknown as Homography;
}
