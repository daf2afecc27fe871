import { groupBy } from './group-by.ts';
import type { Candidate } from './pairing-candidate.ts';

/** Two photos that may be one pair, by their places in the list they come from; the first comes earlier. */
export type PossiblePair = readonly [first: number, second: number];

/** Of so few photos in a folder all are compared with each other. */
const fewPhotos = 24;
/** Of more, each with so many neighbours on either side, by name and by time. */
const reach = 6;
/** What one camera took further apart than this, in minutes, is another scene or another light. */
const longestGapMinutes = 10;

/** Which photos it pays to compare by what they show. */
export interface PossiblePairs {
  /** Sorted so that the pairs of a photo lie close together. */
  readonly first: readonly PossiblePair[];
  /** Those of a wide photo with the neighbours of a tele that it shows: whose next telephoto is of the same wide, perhaps. */
  around(wide: number, tele: number): PossiblePair[];
}

/**
 * Those of one folder that one camera did not take at quite different times, of many photos at first only near neighbours; photos come in
 * the order of `inFileOrder`.
 */
export function possiblePairs(
  candidates: readonly Candidate[],
  { folderOf, mayBePair }: { folderOf: (path: string) => string; mayBePair: (one: string, other: string) => boolean },
): PossiblePairs {
  const places = candidates.map((candidate, place) => ({ candidate, place }));
  const neighbours = new Map<number, Set<number>>(places.map(({ place }) => [place, new Set()]));
  for (const group of groupBy(places, ({ candidate }) => folderOf(candidate.photo.path)).values()) {
    const look = group.length <= fewPhotos ? group.length : reach;
    for (const order of [group, byTime(group)]) {
      order.forEach(({ place: one }, index) => {
        for (const { place: other } of order.slice(index + 1, index + 1 + look)) {
          neighbours.get(one)?.add(other);
          neighbours.get(other)?.add(one);
        }
      });
    }
  }
  const isPossible = ([first, second]: PossiblePair): boolean => {
    const [one, other] = [candidates[first], candidates[second]];
    return (
      one !== undefined && other !== undefined && !areFarApart(one, other) && mayBePair(one.photo.id, other.photo.id)
    );
  };
  const inOrder = (one: number, other: number): PossiblePair => (one < other ? [one, other] : [other, one]);
  const withEach = (place: number, others: Iterable<number>): PossiblePair[] =>
    [...others]
      .filter((other) => other !== place)
      .map((other) => inOrder(place, other))
      .filter(isPossible);
  const first = [...neighbours].flatMap(([place, others]) =>
    withEach(
      place,
      [...others].filter((other) => other < place),
    ),
  );
  return {
    first: first.sort(([one, second], [other, third]) => second - third || one - other),
    around: (wide, tele) => withEach(wide, neighbours.get(tele) ?? []),
  };
}

/** Folder by folder, and as people count: `2.jpg` before `10.jpg`. */
export function inFileOrder(candidates: readonly Candidate[], folderOf: (path: string) => string): Candidate[] {
  const keyed = candidates.map((candidate) => ({ candidate, folder: folderOf(candidate.photo.path) }));
  return keyed
    .sort(
      (one, other) =>
        collator.compare(one.folder, other.folder) ||
        collator.compare(one.candidate.photo.name, other.candidate.photo.name),
    )
    .map(({ candidate }) => candidate);
}

const collator = new Intl.Collator('en', { numeric: true });

interface Placed {
  readonly candidate: Candidate;
  readonly place: number;
}

function byTime(group: readonly Placed[]): Placed[] {
  return group
    .filter(({ candidate }) => candidate.time !== null)
    .sort((one, other) => (one.candidate.time ?? 0) - (other.candidate.time ?? 0));
}

/** Only one camera's clock can say so, and only when its time zone does not speak for the opposite. */
function areFarApart(one: Candidate, other: Candidate): boolean {
  if (one.camera === null || one.camera !== other.camera) return false;
  const isFar = (first: number | null, second: number | null): boolean =>
    first !== null && second !== null && Math.abs(first - second) > longestGapMinutes * 60_000;
  return isFar(one.time, other.time) && isFar(one.clock, other.clock);
}
