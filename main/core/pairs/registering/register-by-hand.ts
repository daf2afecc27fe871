import { fitPins } from '#contract/fit-pins';
import type { Homography } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { Pin, Placement } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { refineCopies } from './copies.ts';
import { judgeRegistration, registrationLimits, type Judgement } from './judge-registration.ts';
import { openRegistrationWorker, type RegistrationWorker } from './open-registration-worker.ts';
import { describeOverlap, type OverlapRegion } from './overlap-region.ts';
import { placeTele, whereIs, type Placed } from './place-tele.ts';

export interface ByHandOptions {
  /** Tele to wide, as a person put it. */
  homography: Homography;
  /** Where the built programs lie. */
  programFolder: string;
  signal?: AbortSignal;
}

/**
 * Says how well the photos fit where a person put the tele, and leaves it there. One that insists is believed, but doubtfully, as long as the
 * photos meet at all. Rejects like `registerPair`.
 */
export async function judgePlacement(
  wide: PixelImage,
  tele: PixelImage,
  options: Omit<ByHandOptions, 'homography'> & { placement: Placement },
): Promise<Registration> {
  const start = performance.now();
  const { programFolder, signal } = options;
  const { homography, origin } = options.placement;
  const worker = openRegistrationWorker(programFolder);
  const placed = isPossible(describeOverlap(homography, wide, tele))
    ? await placeTele(worker, wide, tele, homography, { radii: [], signal })
    : null;
  const judged = { ...(placed ? registrationOf(wide, tele, placed) : nowhere()), milliseconds: elapsed(start) };
  return origin === 'insisted' && placed !== null ? believed(judged) : judged;
}

function believed(judged: Registration): Registration {
  if (judged.verdict !== 'failed') return judged;
  return { ...judged, verdict: 'doubtful', reason: [judged.reason, say('registration.hand-insisted')] };
}

/**
 * Looks for a better place around the one that a person chose: the homography, brought to its pins, and from there outwards
 * by about a tenth of the tele's size. The pins lead there; what the pictures say decides. Null when nothing around there
 * fits. Rejects like `registerPair`.
 */
export async function refineRegistration(
  wide: PixelImage,
  tele: PixelImage,
  options: ByHandOptions & { pins: readonly Pin[] },
): Promise<Registration | null> {
  const start = performance.now();
  const { programFolder, signal } = options;
  const worker = openRegistrationWorker(programFolder);
  const begun = fitPins(options.homography, options.pins);
  if (!isPossible(describeOverlap(begun, wide, tele))) return null;
  const near = await approach(worker, wide, tele, begun, signal);
  const region = describeOverlap(near, wide, tele);
  if (!isPossible(region)) return null;
  const placed = await placeTele(worker, wide, tele, near, { signal });
  if (placed.refined.residual === null || !isPossible(placed.region)) return null;
  const registration = registrationOf(wide, tele, placed);
  return registration.verdict === 'failed' ? null : { ...registration, milliseconds: elapsed(start) };
}

/** Small copies first: there a far way is a short one. Lengths are pixels of the copies. */
const approaches = [
  { longSide: 250, radii: [12, 6] },
  { longSide: 500, radii: [6, 3] },
] as const;

async function approach(
  worker: RegistrationWorker,
  wide: PixelImage,
  tele: PixelImage,
  begun: Homography,
  signal: AbortSignal | undefined,
): Promise<Homography> {
  let homography = begun;
  for (const { longSide, radii } of approaches) {
    const { overlap, zoom } = describeOverlap(homography, wide, tele);
    const copies = await refineCopies(wide, tele, overlap, zoom, { longSide, around: 0.08 });
    signal?.throwIfAborted();
    const moved = [copies.wide.image.data.buffer, copies.tele.image.data.buffer];
    const found = await worker.ask('refine', { ...copies, homography, radii }, { moved, signal });
    if (isPossible(describeOverlap(found.homography, wide, tele))) ({ homography } = found);
  }
  return homography;
}

/** Whether there is anything to compare. */
function isPossible({ isPossible: canBeSeen, teleShare, overlap }: OverlapRegion): boolean {
  return canBeSeen && overlap.length >= 3 && teleShare >= registrationLimits.teleShare.failed / 2;
}

function registrationOf(wide: PixelImage, tele: PixelImage, placed: Placed): Omit<Registration, 'milliseconds'> {
  const { patches, agreeingPatches, residual } = placed.refined;
  return {
    ...judge(wide, tele, placed),
    ...whereIs(placed),
    detector: 'hand',
    matches: patches,
    inliers: agreeingPatches,
    residual,
  };
}

function judge(wide: PixelImage, tele: PixelImage, { region, refined }: Placed): Judgement {
  const { patches, agreeingPatches, spread, residual, agreement } = refined;
  const evidence = { wide, tele, matches: patches, spread, residual, placed: { region, agreement } };
  const judgement = judgeRegistration({ ...evidence, inliers: agreeingPatches });
  const { inliers, agreement: limits } = registrationLimits;
  if (agreement.blocks >= limits.blocks && agreement.share < limits.failed) {
    return { verdict: 'failed', reason: fewAlike(agreement.share) };
  }
  if (agreeingPatches >= inliers.failed || judgement.verdict !== 'failed') return judgement;
  // A person may know better than points that are not there; pictures that differ everywhere say otherwise.
  const pictures = judgeRegistration({ ...evidence, matches: 0, inliers: inliers.doubtful });
  return pictures.verdict === 'failed'
    ? pictures
    : { verdict: 'doubtful', reason: say('registration.hand-few-places', { places: agreeingPatches }) };
}

function fewAlike(share: number): Said {
  return say('registration.hand-unlike', { share });
}

function nowhere(): Omit<Registration, 'milliseconds'> {
  return {
    ...whereIs(null),
    verdict: 'failed',
    reason: say('registration.hand-nowhere'),
    detector: 'hand',
    matches: 0,
    inliers: 0,
    residual: null,
  };
}

function elapsed(start: number): number {
  return Math.round(performance.now() - start);
}
