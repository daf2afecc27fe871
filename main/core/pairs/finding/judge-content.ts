import type { PairClue, Sureness } from '#contract/pair-finding';
import type { ContentMatch } from '#core/pairs/registering/compare-contents';
import type { SeenPart } from './choose-sets.ts';
import { circumstancesOf } from './pair-clues.ts';
import { isSameLens } from '#core/pairs/registering/same-lens';
import { canSeeTheSame } from './lens-facts.ts';
import { focalRatio, type Candidate } from './pairing-candidate.ts';

/** From where on a content match is believed, and from where on it is hardly doubted. */
const limits = {
  believed: { agreement: 0.5, blocks: 8, inliers: 10 },
  likely: { agreement: 0.75, blocks: 15, inliers: 25, rotation: 20 },
  /** A tele with no more pixels on the scene than the wide has, such as a part cut out of it, brings nothing. */
  pixelZoom: 1.15,
  /** Focal lengths and what is seen differ by at most this factor when they agree; a longer wide contradicts. */
  focalRatio: { agreeing: 1.25, least: 0.95 },
  nearSeconds: 20,
} as const;

/** What a comparison of two photos says of them as a pair; null when they are none. */
export function judgeContent(match: ContentMatch, one: Candidate, other: Candidate): SeenPart | null {
  const [tele, wide] = match.tele === 'one' ? [one, other] : [other, one];
  const { believed } = limits;
  const { agreement, likeness, place } = match;
  if (agreement < believed.agreement || match.blocks < believed.blocks || match.inliers < believed.inliers) return null;
  if (isSameLens(wide.photo, tele.photo) || !canSeeTheSame(wide.lens, tele.lens)) return null;
  const pixelZoom = (match.fieldZoom * diagonalOf(tele)) / diagonalOf(wide);
  const ratio = focalRatio(wide, tele);
  if (pixelZoom < limits.pixelZoom || (ratio !== null && ratio < limits.focalRatio.least)) return null;
  const circumstances = circumstancesOf(wide, tele);
  const clues: PairClue[] = [{ kind: 'content', agreement }, ...circumstances];
  const finding = { sureness: surenessOf(match, ratio, circumstances), clues };
  return { wide, tele, likeness, place, isKnown: false, finding };
}

/** What is seen alone is never certain: somebody may have photographed the same thing on another day. */
function surenessOf(match: ContentMatch, ratio: number | null, circumstances: readonly PairClue[]): Sureness {
  const { likely, focalRatio: focal, nearSeconds } = limits;
  const isClear =
    match.agreement >= likely.agreement &&
    match.blocks >= likely.blocks &&
    match.inliers >= likely.inliers &&
    Math.abs(match.rotation) <= likely.rotation;
  if (!isClear) return 'possible';
  const isZoomed = ratio !== null && Math.abs(Math.log(ratio / match.fieldZoom)) < Math.log(focal.agreeing);
  const isNear = circumstances.some((clue) => clue.kind === 'time' && clue.seconds <= nearSeconds);
  return isZoomed || isNear ? 'certain' : 'likely';
}

function diagonalOf({ photo }: Candidate): number {
  return Math.hypot(photo.width, photo.height);
}
