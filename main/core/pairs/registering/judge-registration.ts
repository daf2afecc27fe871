import type { Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
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
  readonly reason: Said;
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
    reason: say('registration.good', { points: inliers, pixels: residual ?? 0, share: placed?.agreement.share ?? 0 }),
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

type Check = (evidence: Evidence, region: OverlapRegion, agreement: Agreement) => Said | null;

function failureOf(evidence: Evidence): Said | null {
  const { wide, tele, inliers, placed } = evidence;
  const limits = registrationLimits;
  if (Math.min(wide.width, wide.height, tele.width, tele.height) < limits.shortSide) {
    return say('registration.too-small', { pixels: limits.shortSide });
  }
  if (inliers < limits.inliers.failed) {
    return say('registration.another-scene', { points: inliers, needed: limits.inliers.failed });
  }
  if (placed === null) return say('registration.nowhere');
  return firstOf(failures, evidence, placed.region, placed.agreement);
}

const failures: readonly Check[] = [
  (_, region) => (region.perspective > registrationLimits.perspective.failed ? say('registration.bent') : null),
  (_, __, { share, blocks }) =>
    blocks >= registrationLimits.agreement.blocks && share < registrationLimits.agreement.failed
      ? say('registration.unaligned', { share, needed: registrationLimits.agreement.failed })
      : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.swapped ? say('registration.swapped', { times: 1 / fieldZoom }) : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.failed ? say('registration.same-view', { zoom: fieldZoom }) : null,
  (_, { teleShare }) =>
    teleShare < registrationLimits.teleShare.failed ? say('registration.hardly-overlaps', { share: teleShare }) : null,
];

function doubtOf(evidence: Evidence): Said | null {
  const { placed } = evidence;
  return placed && firstOf(doubts, evidence, placed.region, placed.agreement);
}

const doubts: readonly Check[] = [
  (_, { rotation }) =>
    Math.abs(rotation) > registrationLimits.rotation
      ? say('registration.turned', { degrees: Math.abs(rotation) })
      : null,
  (_, { fieldZoom }) =>
    fieldZoom < registrationLimits.fieldZoom.doubtful ? say('registration.little-zoom', { zoom: fieldZoom }) : null,
  (_, { fieldZoom }) =>
    fieldZoom > registrationLimits.fieldZoom.largest ? say('registration.much-zoom', { zoom: fieldZoom }) : null,
  (_, { zoom }) => (zoom < registrationLimits.pixelZoom ? say('registration.few-pixels', { times: zoom }) : null),
  (_, { teleShare }) =>
    teleShare < registrationLimits.teleShare.doubtful ? say('registration.little-overlap', { share: teleShare }) : null,
  (_, __, { blocks }) => (blocks < registrationLimits.agreement.blocks ? say('registration.little-structure') : null),
  (_, __, { share }) =>
    share < registrationLimits.agreement.doubtful ? say('registration.little-agreement', { share }) : null,
  ({ inliers }) =>
    inliers < registrationLimits.inliers.doubtful
      ? say('registration.few-points', { points: inliers, needed: registrationLimits.inliers.doubtful })
      : null,
  ({ inliers, matches }) =>
    inliers < registrationLimits.inlierShare * matches
      ? say('registration.contradicting-points', { points: inliers, all: matches })
      : null,
  ({ spread }) => (spread < registrationLimits.spread ? say('registration.points-together') : null),
  ({ residual }) =>
    residual !== null && residual > registrationLimits.residual
      ? say('registration.inexact', { pixels: residual })
      : null,
  (_, { perspective }) =>
    perspective > registrationLimits.perspective.doubtful ? say('registration.somewhat-bent') : null,
];

function firstOf(
  checks: readonly Check[],
  evidence: Evidence,
  region: OverlapRegion,
  agreement: Agreement,
): Said | null {
  for (const check of checks) {
    const reason = check(evidence, region, agreement);
    if (reason !== null) return reason;
  }
  return null;
}
