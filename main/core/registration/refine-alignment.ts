import {
  applyHomography,
  composeHomographies,
  invertHomography,
  scaleHomography,
  type Homography,
} from '#contract/geometry';
import { estimateHomography } from './estimate-homography.ts';
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
}

/** Lengths are full-size wide pixels. */
export interface RefineResult {
  readonly homography: Homography;
  /** Median distance of the patches that agree; null when the first homography could not be improved. */
  readonly residual: number | null;
  /** Patches found again, and those that agree with the homography. */
  readonly patches: number;
  readonly agreeingPatches: number;
  readonly agreement: Agreement;
}

/** The search window of each pass, in pixels of the copies: wide enough for the first estimate's error, then fine. */
const searchRadii = [6, 3];
/** Patches reach this far from the homography, in pixels of the copies. */
const patchDistance = 2;
/** Fewer agreeing patches than this say nothing. */
const fewestPatches = 20;

/**
 * Improves a homography by finding small patches of the warped tele in the wide at sub-pixel precision, and says how
 * far the two pictures agree under it. Where patches cannot help, the first homography stays.
 */
export function refineAlignment(cv: OpenCv, { wide, tele, homography }: RefineRequest): RefineResult {
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
  let best: Omit<RefineResult, 'agreement'> = { homography, residual: null, patches: 0, agreeingPatches: 0 };
  for (const radius of searchRadii) {
    const toTele = invertHomography(best.homography);
    const toWide = invertHomography(fromWide);
    const matches = matchPatches(warpBy(best.homography), scene, half, radius);
    const points = correspondencesOf(
      matches.map(({ at, offset }) => ({
        from: applyHomography(toTele, applyHomography(toWide, at)),
        to: applyHomography(toWide, { x: at.x + offset.x, y: at.y + offset.y }),
      })),
    );
    const fit = estimateHomography(cv, points, patchDistance / wideScale);
    if (fit === null || fit.inliers < Math.max(fewestPatches, matches.length / 3)) break;
    const { homography: improved, residual, inliers } = fit;
    best = { homography: improved, residual, patches: matches.length, agreeingPatches: inliers };
  }
  return { ...best, agreement: measureAgreement(scene, warpBy(best.homography)) };
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
