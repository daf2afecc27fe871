import type { Size } from '#contract/geometry';
import type { Verdict } from '#contract/registration';
import type { Agreement } from './measure-agreement.ts';
import type { OverlapRegion } from './overlap-region.ts';

/** Everything a verdict rests on. Lengths are full-size wide pixels. */
export interface Evidence {
  readonly wide: Size;
  readonly tele: Size;
  readonly matches: number;
  readonly inliers: number;
  /** Share of the cells of a 4x4 grid over the tele that hold an inlier. */
  readonly spread: number;
  readonly residual: number | null;
  /** Where the tele lies and how far the pictures agree there; null without a credible homography. */
  readonly placed: { readonly region: OverlapRegion; readonly agreement: Agreement } | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence for a person. */
  readonly reason: string;
  /** Whether wide and tele are the wrong way round; absent when they are not. */
  readonly areSwapped?: true;
}

/** The limits of the policy; README.md says what real photos measure. */
export const registrationLimits = {
  shortSide: 48,
  inliers: { failed: 10, doubtful: 25 },
  inlierShare: 0.25,
  spread: 0.3,
  residual: 4,
  agreement: { failed: 0.3, doubtful: 0.6, blocks: 8 },
  teleShare: { failed: 0.15, doubtful: 0.6 },
  perspective: { failed: 3, doubtful: 1.45 },
  fieldZoom: { swapped: 0.87, failed: 1.15, doubtful: 1.4, largest: 5.6 },
  pixelZoom: 1.15,
  rotation: 20,
} as const;

/** The verdict on a registration: the first thing that speaks against it decides. */
export function judgeRegistration(evidence: Evidence): Judgement {
  const failure = failureOf(evidence);
  if (failure !== null)
    return { verdict: 'failed', reason: failure, ...(areSwapped(evidence) && { areSwapped: true }) };
  const doubt = doubtOf(evidence);
  if (doubt !== null) return { verdict: 'doubtful', reason: doubt };
  const { inliers, residual, placed } = evidence;
  return {
    verdict: 'good',
    reason: `The photos fit: ${inliers} points agree, the alignment is within ${(residual ?? 0).toFixed(1)} pixels, and ${percent(placed?.agreement.share ?? 0)} of the shared area looks the same in both.`,
  };
}

/** Whether a found homography can be right, so that it pays to compare the pictures under it. */
export function isCredible(inliers: number, region: OverlapRegion): boolean {
  const { failed } = registrationLimits.teleShare;
  return region.isPossible && inliers >= registrationLimits.inliers.failed && region.teleShare >= failed / 2;
}

/** Known only when the pictures agree as far as that. */
function areSwapped({ inliers, placed }: Evidence): boolean {
  if (placed === null || inliers < registrationLimits.inliers.failed) return false;
  return placed.region.fieldZoom < registrationLimits.fieldZoom.swapped;
}

type Check = (evidence: Evidence, region: OverlapRegion, agreement: Agreement) => string | null;

function failureOf(evidence: Evidence): string | null {
  const { wide, tele, inliers, placed } = evidence;
  const limits = registrationLimits;
  if (Math.min(wide.width, wide.height, tele.width, tele.height) < limits.shortSide) {
    return `The photos are too small to be compared: each needs at least ${limits.shortSide} pixels on its short side.`;
  }
  if (inliers < limits.inliers.failed) {
    return `The two photos do not seem to show the same scene: ${count(inliers, 'matching point')} found, at least ${limits.inliers.failed} are needed.`;
  }
  if (placed === null) return 'The tele photo fits nowhere in the wide photo in a way a camera could have seen it.';
  return firstOf(failures, evidence, placed.region, placed.agreement);
}

const failures: readonly Check[] = [
  (_, region) =>
    region.perspective > registrationLimits.perspective.failed
      ? 'The tele photo only fits the wide photo when it is bent more than a camera could; they were probably taken from very different places.'
      : null,
  (_, __, { share, blocks }) =>
    blocks >= registrationLimits.agreement.blocks && share < registrationLimits.agreement.failed
      ? `The photos could not be aligned: only ${percent(share)} of the shared area looks the same in both, at least ${percent(registrationLimits.agreement.failed)} is needed. They may have been taken from different places or at different moments.`
      : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.swapped
      ? `The photos seem swapped: the one given as tele shows ${(1 / fieldZoom).toFixed(1)} times more of the scene than the one given as wide. Swap them.`
      : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.failed
      ? `Both photos show the same part of the scene (zoom ${fieldZoom.toFixed(2)}); the tele should be zoomed in 1.5 to 5 times.`
      : null,
  (_, { teleShare }) =>
    teleShare < registrationLimits.teleShare.failed
      ? `The photos hardly overlap: only ${percent(teleShare)} of the tele photo lies inside the wide one.`
      : null,
];

function doubtOf(evidence: Evidence): string | null {
  const { placed } = evidence;
  return placed && firstOf(doubts, evidence, placed.region, placed.agreement);
}

const doubts: readonly Check[] = [
  (_, { rotation }) =>
    Math.abs(rotation) > registrationLimits.rotation
      ? `The tele photo lies turned by ${Math.abs(rotation).toFixed(0)} degrees in the wide one. That fits, but check whether one of the photos lost its orientation.`
      : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.doubtful
      ? `The tele photo is zoomed in only ${fieldZoom.toFixed(2)} times; it can add little detail.`
      : null,
  (_, { fieldZoom }) =>
    fieldZoom > registrationLimits.fieldZoom.largest
      ? `The tele photo is zoomed in ${fieldZoom.toFixed(1)} times, more than the 5 times that can be relied on.`
      : null,
  (_, { zoom }) =>
    zoom < registrationLimits.pixelZoom
      ? `The tele photo has hardly more pixels on the scene than the wide photo (${zoom.toFixed(2)} times along a side); it can add little detail.`
      : null,
  (_, { teleShare }) =>
    teleShare < registrationLimits.teleShare.doubtful
      ? `Only ${percent(teleShare)} of the tele photo lies inside the wide one.`
      : null,
  (_, __, { blocks }) =>
    blocks < registrationLimits.agreement.blocks
      ? 'The shared area has too little structure to be sure that the photos fit.'
      : null,
  (_, __, { share }) =>
    share < registrationLimits.agreement.doubtful
      ? `Only ${percent(share)} of the shared area looks the same in both photos: something moved, or near things are seen from another place.`
      : null,
  ({ inliers }) =>
    inliers < registrationLimits.inliers.doubtful
      ? `Only ${count(inliers, 'matching point')} found; ${registrationLimits.inliers.doubtful} are needed to be sure.`
      : null,
  ({ inliers, matches }) =>
    inliers < registrationLimits.inlierShare * matches
      ? `Only ${inliers} of ${matches} matching points agree on how the photos lie; the others contradict.`
      : null,
  ({ spread }) =>
    spread < registrationLimits.spread
      ? 'The matching points lie close together; elsewhere the photos may not fit.'
      : null,
  ({ residual }) =>
    residual !== null && residual > registrationLimits.residual
      ? `The photos fit only within ${residual.toFixed(1)} pixels; near things are probably seen from another place.`
      : null,
  (_, { perspective }) =>
    perspective > registrationLimits.perspective.doubtful
      ? 'The tele photo fits only when it is bent a good deal; the camera moved between the photos.'
      : null,
];

function firstOf(
  checks: readonly Check[],
  evidence: Evidence,
  region: OverlapRegion,
  agreement: Agreement,
): string | null {
  for (const check of checks) {
    const reason = check(evidence, region, agreement);
    if (reason !== null) return reason;
  }
  return null;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun} was` : `${number} ${noun}s were`;
}
