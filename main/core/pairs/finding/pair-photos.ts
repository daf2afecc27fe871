import { speak } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import { sayClue, type PairFinding } from '#contract/pair-finding';
import type { Pair } from '#contract/project-document';
import { cluesOf, surenessOf, type MatchKind } from './pair-clues.ts';
import { groupBy } from './group-by.ts';
import { isSameLens } from '#core/pairs/registering/same-lens';
import { canSeeTheSame } from './lens-facts.ts';
import { candidatesOf, focalRatio, type Candidate } from './pairing-candidate.ts';
import { longestGapSeconds, pairingCost } from './pairing-cost.ts';

/**
 * Finds which photos are the wide and the tele of one scene: first those named so, then those of one camera taken
 * within 20 seconds through different lenses. Of several possible partners one has to be clearly the nearest, else
 * the photos stay alone; that two photos are the only ones says nothing. Photos that are apart are never paired. Every photo is in exactly one
 * pair, a photo without partner without teles; pairs come in the order of their wide photos and carry the wide photo's id.
 */
export function pairPhotos(
  photos: readonly PhotoSummary[],
  {
    isApart = () => false,
  }: {
    /** Whether a person separated these two, by their ids. */
    isApart?: (one: string, other: string) => boolean;
  } = {},
): Pair[] {
  const candidates = candidatesOf(photos);
  const matches = findMatches(candidates).filter(({ wide, tele }) => !isApart(wide.photo.id, tele.photo.id));
  const byWide = new Map(matches.map((match) => [match.wide, match]));
  const teles = new Set(matches.map(({ tele }) => tele));
  return candidates
    .filter((candidate) => !teles.has(candidate))
    .map((candidate) => {
      const match = byWide.get(candidate);
      const { id } = candidate.photo;
      if (match === undefined) return { id, wideId: id, teleIds: [], reason: null };
      const { tele, finding } = match;
      return { id, wideId: id, teleIds: [tele.photo.id], reason: speak(finding.clues.map(sayClue), 'en'), finding };
    });
}

interface Match {
  readonly wide: Candidate;
  readonly tele: Candidate;
  readonly finding: PairFinding;
}

/** A partner has to be this much nearer than any other, in seconds. */
const clearMargin = 1;
/** Neighbours in time that are looked at on each side; bursts are longer, and ambiguous anyway. */
const longestLook = 40;

function findMatches(candidates: readonly Candidate[]): Match[] {
  const named = pairsByName(candidates);
  const isNamed = new Set(named.flatMap(({ wide, tele }) => [wide, tele]));
  return [...named, ...pairsByTime(candidates.filter((candidate) => !isNamed.has(candidate)))];
}

function matchOf(wide: Candidate, tele: Candidate, kind: MatchKind): Match {
  return { wide, tele, finding: { sureness: surenessOf(wide, tele, kind), clues: cluesOf(wide, tele, kind) } };
}

/** Photos whose names differ in nothing but wide and tele, one of each, unless their lenses contradict. */
function pairsByName(candidates: readonly Candidate[]): Match[] {
  const named = candidates.filter(({ name }) => name.role !== null);
  return [...groupBy(named, ({ name }) => name.scene).values()].flatMap((group) => {
    const [wide, ...moreWides] = group.filter(({ name }) => name.role === 'wide');
    const [tele, ...moreTeles] = group.filter(({ name }) => name.role === 'tele');
    if (!wide || !tele || moreWides.length > 0 || moreTeles.length > 0) return [];
    const isPossible = (focalRatio(wide, tele) ?? 1) >= 1 && canSeeTheSame(wide.lens, tele.lens);
    return isPossible && !isSameLens(wide.photo, tele.photo) ? [matchOf(wide, tele, 'names')] : [];
  });
}

interface Option {
  readonly wide: Candidate;
  readonly tele: Candidate;
  readonly cost: number;
}

/** Cheapest first; an option is taken when no other option of either photo comes near it. */
function pairsByTime(candidates: readonly Candidate[]): Match[] {
  const options = listOptions(candidates).sort((one, other) => one.cost - other.cost);
  const asWide = groupBy(options, ({ wide }) => wide);
  const asTele = groupBy(options, ({ tele }) => tele);
  const isTaken = new Set<Candidate>();
  const isOpen = ({ wide, tele }: Option): boolean => !isTaken.has(wide) && !isTaken.has(tele);
  return options.flatMap((option) => {
    if (!isOpen(option)) return [];
    const { wide, tele } = option;
    const isRival = (other: Option): boolean =>
      other !== option && other.cost < option.cost + clearMargin && isOpen(other);
    const isAmbiguous = [asWide.get(wide), asTele.get(wide), asWide.get(tele), asTele.get(tele)].some(
      (others) => others?.some(isRival) ?? false,
    );
    if (isAmbiguous) return [];
    isTaken.add(wide).add(tele);
    return [matchOf(wide, tele, 'time')];
  });
}

/** Every two photos of one camera that may be a pair. */
function listOptions(candidates: readonly Candidate[]): Option[] {
  const timed = candidates.filter(({ time }) => time !== null).sort((one, other) => timeOf(one) - timeOf(other));
  return [...groupBy(timed, ({ camera }) => camera).values()].flatMap((group) =>
    group.flatMap((candidate, index) => {
      const options: Option[] = [];
      for (const other of group.slice(index + 1, index + 1 + longestLook)) {
        if (timeOf(other) - timeOf(candidate) > longestGapSeconds * 1000) break;
        const [wide, tele] = (focalRatio(candidate, other) ?? 1) < 1 ? [other, candidate] : [candidate, other];
        const cost = pairingCost(wide, tele);
        if (cost !== null) options.push({ wide, tele, cost });
      }
      return options;
    }),
  );
}

function timeOf({ time }: Candidate): number {
  return time ?? 0;
}
