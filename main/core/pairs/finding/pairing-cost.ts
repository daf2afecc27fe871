import { isDigital, isSameLens } from '#core/pairs/registering/same-lens';
import { canSeeTheSame } from './lens-facts.ts';
import { focalRatio, type Candidate } from './pairing-candidate.ts';

/** Photos further apart than this, in seconds, are taken for different scenes. */
export const longestGapSeconds = 20;
/** How much longer the tele's focal length has to be, and may be. */
const ratios = { least: 1.4, most: 6 };

/** Everything but time that speaks for or against two photos being one pair, in seconds of time between them. */
const costs: readonly { seconds: number; applies: (wide: Candidate, tele: Candidate) => boolean }[] = [
  { seconds: 3, applies: (wide) => !isMainCamera(wide) },
  { seconds: 5, applies: (wide) => isDigital(wide.photo.camera) },
  { seconds: 5, applies: (wide, tele) => isPortrait(wide) !== isPortrait(tele) },
  { seconds: 2, applies: (wide, tele) => Math.abs(shapeOf(wide) / shapeOf(tele) - 1) > 0.02 },
  { seconds: 1.5, applies: (wide, tele) => wide.photo.format !== tele.photo.format },
  { seconds: -1.5, applies: (wide, tele) => areNeighbours(wide.name.number, tele.name.number) },
];
/** Tele over wide focal length of most phones. */
export const defaultRatio = 2.5;
/** Per doubling of the focal ratio away from the usual one. */
const ratioSeconds = 2;

/**
 * How far two photos are from being one pair, in seconds: the time between them and what else speaks against it.
 * Null when they cannot be one: another camera, one lens, a camera that looks the other way, too long between them, or no tele among them.
 */
export function pairingCost(wide: Candidate, tele: Candidate): number | null {
  const ratio = focalRatio(wide, tele);
  if (isSameLens(wide.photo, tele.photo) || !canSeeTheSame(wide.lens, tele.lens)) return null;
  const gap = secondsBetween(wide, tele);
  if (gap === null || ratio === null || ratio < ratios.least || ratio > ratios.most || gap > longestGapSeconds)
    return null;
  const applying = costs.filter(({ applies }) => applies(wide, tele));
  return (
    gap +
    applying.reduce((sum, { seconds }) => sum + seconds, 0) +
    ratioSeconds * Math.abs(Math.log2(ratio / defaultRatio))
  );
}

/** The camera phones call 1x, rather than an ultra-wide or a tele serving as the wider of two. */
export function isMainCamera({ photo }: Candidate): boolean {
  const length = photo.camera.focalLength35 ?? 0;
  return length >= 20 && length <= 36;
}

function isPortrait({ photo }: Candidate): boolean {
  return photo.height > photo.width;
}

function shapeOf({ photo }: Candidate): number {
  return Math.max(photo.width, photo.height) / Math.min(photo.width, photo.height);
}

/** Whether the camera counted one right after the other. */
export function areNeighbours(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && Math.abs(one - other) === 1;
}

/** How far apart two photos were taken; null when that is not known of both, and of two cameras, which have two clocks. */
export function secondsBetween(one: Candidate, other: Candidate): number | null {
  if (one.time === null || other.time === null || one.camera !== other.camera) return null;
  return Math.abs(one.time - other.time) / 1000;
}
