import {
  applyHomography,
  composeHomographies,
  invertHomography,
  scaleHomography,
  type Homography,
  type Size,
} from '#contract/geometry';
import type { MatchedPoint } from '#contract/registration';
import { estimateHomography, measureFit, type Fit } from './estimate-homography.ts';
import type { GreyCopy } from './grey-image.ts';
import type { Correspondences } from './match-features.ts';
import { matchPatches } from './match-patches.ts';
import { measureAgreement, type Agreement } from './measure-agreement.ts';
import type { OpenCv } from './opencv.ts';
import { planeOf, warpPlane, type Plane } from './planes.ts';

/** The overlap's part of the wide and the tele, at about the same pixel scale, and a first homography to improve. */
export interface RefineRequest {
  readonly wide: GreyCopy;
  readonly tele: GreyCopy;
  /** Tele to wide, full size. */
  readonly homography: Homography;
  /** How far each pass looks, in pixels of the copies; as far as a first estimate errs unless told. None only measures. */
  readonly radii?: readonly number[];
}

/** Lengths are full-size wide pixels. */
export interface RefineResult {
  readonly homography: Homography;
  /** Median distance of the patches that agree; null when the first homography could not be improved. */
  readonly residual: number | null;
  /** Patches found again, and those that agree with the homography. */
  readonly patches: number;
  readonly agreeingPatches: number;
  /** Share of the cells of a 4x4 grid over the tele that hold an agreeing patch, 0 to 1. */
  readonly spread: number;
  /** The agreeing patches, evenly thinned out to a few hundred. */
  readonly points: MatchedPoint[];
  readonly agreement: Agreement;
}

/** The search window of each pass, in pixels of the copies: wide enough for the first estimate's error, then fine. */
const searchRadii = [6, 3];
/** Patches reach this far from the homography, in pixels of the copies. */
const patchDistance = 2;
/** Fewer agreeing patches than this say nothing. */
const fewestPatches = 20;
/** How far a measurement looks: a patch that is further off is not there. */
const measureRadius = 6;
const maxPoints = 300;

/**
 * Improves a homography by finding small patches of the warped tele in the wide at sub-pixel precision, and says how
 * far the two pictures agree under it. Where patches cannot help, the first homography stays.
 */
export function refineAlignment(cv: OpenCv, request: RefineRequest): RefineResult {
  const { wide, tele, homography, radii = searchRadii } = request;
  const scene = planeOf(wide.image);
  const wideScale = wide.image.width / wide.shows.width;
  const fromWide: Homography = composeHomographies(scaleHomography(wideScale, wide.image.height / wide.shows.height), [
    1,
    0,
    -wide.shows.x,
    0,
    1,
    -wide.shows.y,
    0,
    0,
    1,
  ]);
  const teleToFull = scaleHomography(tele.shows.width / tele.image.width, tele.shows.height / tele.image.height);
  const warpBy = (current: Homography): Plane =>
    warpPlane(tele.image, composeHomographies(fromWide, composeHomographies(current, teleToFull)), scene);

  const half = Math.round(Math.min(Math.max(Math.max(scene.width, scene.height) / 80, 8), 16));
  const matchAround = (current: Homography, radius: number): Correspondences => {
    const [toTele, toWide] = [invertHomography(current), invertHomography(fromWide)];
    return correspondencesOf(
      matchPatches(warpBy(current), scene, half, radius).map(({ at, offset }) => ({
        from: applyHomography(toTele, applyHomography(toWide, at)),
        to: applyHomography(toWide, { x: at.x + offset.x, y: at.y + offset.y }),
      })),
    );
  };

  let best: { homography: Homography; fit: Fit | null; patches: Correspondences } = {
    homography,
    fit: null,
    patches: correspondencesOf([]),
  };
  for (const radius of radii) {
    const patches = matchAround(best.homography, radius);
    const fit = estimateHomography(cv, patches, patchDistance / wideScale);
    if (fit === null || fit.inliers < Math.max(fewestPatches, patches.count / 3)) break;
    best = { homography: fit.homography, fit, patches };
  }
  if (radii.length === 0) {
    const patches = matchAround(homography, measureRadius);
    best = { homography, fit: measureFit(homography, patches, patchDistance / wideScale), patches };
  }
  const points = best.fit === null ? [] : agreeingPoints(best.patches, best.fit);
  return {
    homography: best.homography,
    residual: best.fit?.residual ?? null,
    patches: best.patches.count,
    agreeingPatches: best.fit?.inliers ?? 0,
    spread: spreadOf(points, tele.shows),
    points: thinned(points),
    agreement: measureAgreement(scene, warpBy(best.homography)),
  };
}

function agreeingPoints({ from, to }: Correspondences, { isInlier }: Fit): MatchedPoint[] {
  return isInlier.flatMap((isAgreeing, index) => {
    const [x, y] = [2 * index, 2 * index + 1];
    const point = { tele: { x: from[x] ?? 0, y: from[y] ?? 0 }, wide: { x: to[x] ?? 0, y: to[y] ?? 0 } };
    return isAgreeing ? [point] : [];
  });
}

function thinned(points: MatchedPoint[]): MatchedPoint[] {
  const step = Math.ceil(points.length / maxPoints);
  return step <= 1 ? points : points.filter((_, index) => index % step === 0);
}

function spreadOf(points: readonly MatchedPoint[], { width, height }: Size): number {
  const cellOf = (share: number): number => Math.min(3, Math.max(0, Math.floor(4 * share)));
  const cells = new Set(points.map(({ tele }) => cellOf(tele.y / height) * 4 + cellOf(tele.x / width)));
  return cells.size / 16;
}

function correspondencesOf(
  pairs: readonly { from: { x: number; y: number }; to: { x: number; y: number } }[],
): Correspondences {
  return {
    count: pairs.length,
    from: Float32Array.from(pairs.flatMap(({ from }) => [from.x, from.y])),
    to: Float32Array.from(pairs.flatMap(({ to }) => [to.x, to.y])),
  };
}
