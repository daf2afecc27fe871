import type { PhotoSummary } from '#contract/photos';
import type { PairFinding } from '#contract/pair-finding';
import { maxTeles, type Pair } from '#contract/project-document';
import { cluesOf, surenessOf, type MatchKind } from './pair-clues.ts';
import { groupBy } from './group-by.ts';
import { isSameLens } from '#core/pairs/registering/same-lens';
import { canSeeTheSame } from './lens-facts.ts';
import { candidatesOf, focalRatio, type Candidate } from './pairing-candidate.ts';
import { longestGapSeconds, pairingCost } from './pairing-cost.ts';
import { pairOf, type FoundTele } from './set-finding.ts';

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
  const matches = findMatches(candidates, ({ photo: one }, { photo: other }) => !isApart(one.id, other.id));
  const byWide = new Map(matches.map((match) => [match.wide, match]));
  const teles = new Set(matches.flatMap((match) => match.teles.map(({ tele }) => tele)));
  return candidates
    .filter((candidate) => !teles.has(candidate))
    .map((candidate) => {
      const match = byWide.get(candidate);
      const { id } = candidate.photo;
      return match === undefined ? { id, wideId: id, teleIds: [], reason: null } : pairOf(candidate, match.teles);
    });
}

interface Match {
  readonly wide: Candidate;
  readonly teles: readonly FoundTele[];
}

type MayBePair = (one: Candidate, other: Candidate) => boolean;

/** A partner has to be this much nearer than any other, in seconds. */
const clearMargin = 1;
/** Neighbours in time that are looked at on each side; bursts are longer, and ambiguous anyway. */
const longestLook = 40;

function findMatches(candidates: readonly Candidate[], mayBePair: MayBePair): Match[] {
  const named = setsByName(candidates, mayBePair);
  const isNamed = new Set(named.flatMap(({ wide, teles }) => [wide, ...teles.map(({ tele }) => tele)]));
  const byTime = pairsByTime(candidates.filter((candidate) => !isNamed.has(candidate)));
  return [...named, ...byTime.filter(({ wide, teles: [found] }) => found && mayBePair(wide, found.tele))];
}

function matchOf(wide: Candidate, teles: readonly Candidate[], kind: MatchKind): Match {
  const findingOf = (tele: Candidate): PairFinding => ({
    sureness: surenessOf(wide, tele, kind),
    clues: cluesOf(wide, tele, kind),
  });
  return { wide, teles: teles.map((tele) => ({ tele, finding: findingOf(tele) })) };
}

/** Photos whose names differ in nothing but wide and tele, and perhaps in a number for the tele, one wide each, unless their lenses contradict. */
function setsByName(candidates: readonly Candidate[], mayBePair: MayBePair): Match[] {
  const wides = groupBy(
    candidates.filter(({ name }) => name.role === 'wide'),
    ({ name }) => name.scene,
  );
  const sceneOf = ({ name }: Candidate): string => (wides.has(name.scene) ? name.scene : name.sceneOfSet);
  const teles = groupBy(
    candidates.filter(({ name }) => name.role === 'tele'),
    sceneOf,
  );
  return [...wides].flatMap(([scene, [wide, ...others]]) => {
    if (wide === undefined || others.length > 0) return [];
    const isPossible = (tele: Candidate): boolean =>
      (focalRatio(wide, tele) ?? 1) >= 1 &&
      canSeeTheSame(wide.lens, tele.lens) &&
      !isSameLens(wide.photo, tele.photo) &&
      mayBePair(wide, tele);
    const fitting = (teles.get(scene) ?? []).filter(isPossible).slice(0, maxTeles);
    return fitting.length === 0 ? [] : [matchOf(wide, fitting, 'names')];
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
    const others = [asWide.get(wide), asTele.get(wide), asWide.get(tele), asTele.get(tele)].flatMap((all) => all ?? []);
    if (others.some(isRival)) return [];
    isTaken.add(wide).add(tele);
    const isOnly = others.every((other) => other === option);
    return [matchOf(wide, [tele], isOnly ? 'time' : 'time-of-several')];
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
