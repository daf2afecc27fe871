import type { PairClue, Sureness } from '#contract/pair-finding';
import { focalRatio, type Candidate } from './pairing-candidate.ts';
import { areNeighbours, secondsBetween, defaultRatio } from './pairing-cost.ts';

/** What led to two photos being taken for a pair. */
export type MatchKind = 'names' | 'time' | 'time-of-several';

/** Everything that speaks for the two, most important first. */
export function cluesOf(wide: Candidate, tele: Candidate, kind: MatchKind): PairClue[] {
  const focal = focalClue(wide, tele);
  if (kind === 'names') return [{ kind }, ...focal];
  const neighbours: PairClue[] = areNeighbours(wide.name.number, tele.name.number) ? [{ kind: 'numbers' }] : [];
  return [...timeClue(wide, tele), { kind: 'camera', model: wide.photo.camera.model }, ...focal, ...neighbours];
}

/** What else speaks for two photos that look alike: their time, their camera, their focal lengths and their numbers, as far as known. */
export function circumstancesOf(wide: Candidate, tele: Candidate): PairClue[] {
  const isOneCamera = wide.camera !== null && wide.camera === tele.camera;
  const camera: PairClue[] = isOneCamera ? [{ kind: 'camera', model: wide.photo.camera.model }] : [];
  const neighbours: PairClue[] = areNeighbours(wide.name.number, tele.name.number) ? [{ kind: 'numbers' }] : [];
  return [...(isOneCamera ? timeClue(wide, tele) : []), ...camera, ...focalClue(wide, tele), ...neighbours];
}

/**
 * How sure it is. Two different focal lengths leave no doubt about two photos that were named as a pair;
 * photos that were found by their time are as sure as they are near in time, usual in their zoom, and counted one after the other, and
 * never certain when another photo of the same moment could be a partner, too.
 */
export function surenessOf(wide: Candidate, tele: Candidate, kind: MatchKind): Sureness {
  const ratio = focalRatio(wide, tele);
  const isZoomed = ratio !== null && ratio >= minRatio;
  if (kind === 'names') return isZoomed ? 'certain' : 'likely';
  const seconds = secondsBetween(wide, tele) ?? 0;
  const doubts = [
    seconds > 5,
    seconds > 12,
    ratio !== null && Math.abs(Math.log2(ratio / defaultRatio)) > 1.1,
    !areNeighbours(wide.name.number, tele.name.number),
    wide.camera === null,
  ].filter(Boolean).length;
  if (doubts <= 1 && kind === 'time') return 'certain';
  return doubts <= 2 ? 'likely' : 'possible';
}

const minRatio = 1.2;

function focalClue(wide: Candidate, tele: Candidate): PairClue[] {
  const [short, long] = [wide.photo.camera.focalLength35, tele.photo.camera.focalLength35];
  if (!short || !long || short === long) return [];
  return [{ kind: 'focal-lengths', wide: short, tele: long }];
}

function timeClue(wide: Candidate, tele: Candidate): PairClue[] {
  const seconds = secondsBetween(wide, tele);
  return seconds === null ? [] : [{ kind: 'time', seconds }];
}
