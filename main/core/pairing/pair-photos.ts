import type { PhotoSummary } from '#contract/photos';
import type { Pair } from '#contract/project-document';
import { groupBy } from './group-by.ts';
import { candidateOf, focalRatio, type Candidate } from './pairing-candidate.ts';
import { longestGapSeconds, pairingCost } from './pairing-cost.ts';

/**
 * Finds which photos are the wide and the tele of one scene: first those named so, then those of one camera taken
 * within 20 seconds at different focal lengths. Of several possible partners one has to be clearly the nearest, else
 * the photos stay alone. Two photos given alone are always one pair. Every photo is in exactly one pair, a photo
 * without partner as `teleId: null`; pairs come in the order of their wide photos and carry the wide photo's id.
 */
export function pairPhotos(photos: readonly PhotoSummary[]): Pair[] {
  const candidates = photos.map(candidateOf);
  const matches = findMatches(candidates);
  const byWide = new Map(matches.map((match) => [match.wide, match]));
  const teles = new Set(matches.map(({ tele }) => tele));
  return candidates
    .filter((candidate) => !teles.has(candidate))
    .map((candidate) => {
      const match = byWide.get(candidate);
      const { id } = candidate.photo;
      return { id, wideId: id, teleId: match?.tele.photo.id ?? null, reason: match?.reason ?? null };
    });
}

interface Match {
  readonly wide: Candidate;
  readonly tele: Candidate;
  readonly reason: string;
}

/** A partner has to be this much nearer than any other, in seconds. */
const clearMargin = 1;
/** Neighbours in time that are looked at on each side; bursts are longer, and ambiguous anyway. */
const longestLook = 40;

function findMatches(candidates: readonly Candidate[]): Match[] {
  const [first, second] = candidates;
  if (first && second && candidates.length === 2) return [pairOfTwo(first, second)];
  const named = pairsByName(candidates);
  const isNamed = new Set(named.flatMap(({ wide, tele }) => [wide, tele]));
  return [...named, ...pairsByTime(candidates.filter((candidate) => !isNamed.has(candidate)))];
}

function pairOfTwo(first: Candidate, second: Candidate): Match {
  const ratio = focalRatio(first, second);
  const isSwapped = ratio === null || ratio === 1 ? isNamedSwapped(first, second) : ratio < 1;
  const [wide, tele] = isSwapped ? [second, first] : [first, second];
  if (ratio !== null && ratio !== 1) return { wide, tele, reason: `The only two photos; ${focalLengths(wide, tele)}.` };
  if (wide.name.role === 'wide' || tele.name.role === 'tele') {
    return { wide, tele, reason: 'The only two photos; their names say which is which.' };
  }
  return { wide, tele, reason: 'The only two photos; the first is taken for the wide one.' };
}

function isNamedSwapped(first: Candidate, second: Candidate): boolean {
  return (
    (first.name.role === 'tele' && second.name.role !== 'tele') ||
    (second.name.role === 'wide' && first.name.role !== 'wide')
  );
}

/** Photos whose names differ in nothing but wide and tele, one of each, unless their focal lengths contradict. */
function pairsByName(candidates: readonly Candidate[]): Match[] {
  const named = candidates.filter(({ name }) => name.role !== null);
  return [...groupBy(named, ({ name }) => name.scene).values()].flatMap((group) => {
    const [wide, ...moreWides] = group.filter(({ name }) => name.role === 'wide');
    const [tele, ...moreTeles] = group.filter(({ name }) => name.role === 'tele');
    if (!wide || !tele || moreWides.length > 0 || moreTeles.length > 0) return [];
    return (focalRatio(wide, tele) ?? 1) < 1
      ? []
      : [{ wide, tele, reason: 'Their names say wide and tele of one scene.' }];
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
    return [{ wide, tele, reason: reasonOf(wide, tele) }];
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

function reasonOf(wide: Candidate, tele: Candidate): string {
  const seconds = Math.round(Math.abs(timeOf(wide) - timeOf(tele)) / 1000);
  const apart = seconds === 0 ? 'at the same moment' : seconds === 1 ? '1 second apart' : `${seconds} seconds apart`;
  const camera = wide.photo.camera.model ?? 'the same camera';
  return `Taken ${apart} with ${camera}; ${focalLengths(wide, tele)}.`;
}

function focalLengths(wide: Candidate, tele: Candidate): string {
  const lengthOf = ({ photo }: Candidate): string => `${Math.round(photo.camera.focalLength35 ?? 0)} mm`;
  return `focal lengths ${lengthOf(wide)} and ${lengthOf(tele)}`;
}
