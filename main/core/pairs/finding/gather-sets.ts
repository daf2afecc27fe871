import { dirname } from 'node:path';
import { say, type Said } from '#contract/messages';
import type { PairFinding } from '#contract/pair-finding';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import type { Pair } from '#contract/project-document';
import type { ContentMatch, PhotoContent } from '#core/pairs/registering/compare-contents';
import { chooseSets, type SeenPart } from './choose-sets.ts';
import { inFileOrder, possiblePairs } from './possible-pairs.ts';
import { judgeContent } from './judge-content.ts';
import { candidatesOf, type Candidate } from './pairing-candidate.ts';
import { pairOf } from './set-finding.ts';

/** How photos are looked at and compared. Each rejects with the signal's reason when it fires. */
export interface ContentMatcher {
  /** Null when the photo cannot be read. */
  look(photo: PhotoSummary, signal: AbortSignal): Promise<PhotoContent | null>;
  compare(one: PhotoContent, other: PhotoContent, signal: AbortSignal): Promise<ContentMatch | null>;
  /** To be compared with that of other photos of the same view; 0 when the photo cannot be read. */
  sharpness(photo: PhotoSummary, signal: AbortSignal): Promise<number>;
}

export interface SetGatheringOptions {
  readonly matcher: ContentMatcher;
  /** Pairs and sets that were found before, among these photos. */
  readonly known?: readonly Pair[];
  /** Whether two photos may come together, by their ids: those that a person separated may not. */
  readonly mayBePair?: (one: string, other: string) => boolean;
  /** Photos of one folder are compared; what a photo's folder is, by its path. */
  readonly folderOf?: (path: string) => string;
  readonly signal: AbortSignal;
  readonly report: (fraction: number, label: Said) => void;
}

/** Contents that are kept at hand; neighbours are compared one after the other, so hardly any is looked at twice. */
const maxKept = 32;

/**
 * Finds by what photos show which of those that stand alone belong to a wide photo, alone or with teles already: a tele shows a part of
 * it. Only clear ones; see `chooseSets`. Gives the sets that are new, or different from what was known; a known pair whose photos are in
 * one of them is no more. Pairs that are not certain are looked at like photos that stand alone.
 */
export async function gatherSets(photos: readonly PhotoSummary[], options: SetGatheringOptions): Promise<Pair[]> {
  const { matcher, signal, folderOf = dirname } = options;
  const candidates = inFileOrder(candidatesOf(photos), folderOf);
  const { known = [] } = options;
  const placeOf = new Map(candidates.map(({ photo }, place) => [photo.id, place]));
  const seen = await seeParts(candidates, known, options);
  const sharpness = remember(Infinity, (photo: PhotoSummary) => matcher.sharpness(photo, signal));
  const sets = await chooseSets(seen, {
    placeOf: ({ photo }) => placeOf.get(photo.id) ?? 0,
    sharpnessOf: ({ photo }) => sharpness(photo),
  });
  const before = new Map(known.map((pair) => [nameOf(pair), pair]));
  return sets.flatMap(({ wide, teles, leftOut }) => {
    const pair = pairOf(wide, teles, leftOut);
    const same = before.get(nameOf(pair));
    return same && (leftOut.length === 0 || same.reason === pair.reason) ? [] : [pair];
  });
}

/** The same for the same wide and the same teles, in whatever order. */
function nameOf({ wideId, teleIds }: Pair): string {
  return [wideId, ...teleIds.toSorted()].join(' ');
}

/** Whether nothing that photos show could contradict that these belong together. */
export function isSure({ finding }: Pair): boolean {
  return finding?.sureness === 'certain';
}

/** Compares the photos that may belong together, and tells also of known pairs that one of the others has to do with. */
async function seeParts(
  candidates: readonly Candidate[],
  known: readonly Pair[],
  { matcher, signal, report, mayBePair = () => true, folderOf = dirname }: SetGatheringOptions,
): Promise<SeenPart[]> {
  const placeOf = new Map(candidates.map((candidate, place) => [candidate.photo.id, place]));
  const isSettled = new Set(
    known
      .filter(isSure)
      .flatMap(idsOfPair)
      .map((id) => placeOf.get(id)),
  );
  const couples = possiblePairs(candidates, {
    folderOf,
    mayBePair: (one, other) =>
      mayBePair(one, other) && !(isSettled.has(placeOf.get(one)) && isSettled.has(placeOf.get(other))),
  });
  const contentOf = remember(maxKept, async (candidate: Candidate) => matcher.look(candidate.photo, signal));
  const see = async (one: Candidate, other: Candidate): Promise<SeenPart | null> => {
    signal.throwIfAborted();
    const [first, second] = [await contentOf(one), await contentOf(other)];
    const match = first && second && (await matcher.compare(first, second, signal));
    return match && judgeContent(match, one, other);
  };

  const seen: SeenPart[] = [];
  const queue = [...couples.first];
  const isQueued = new Set(queue.map(String));
  const looked = [...new Set(queue.flat())].sort((one, other) => one - other);
  const turnOf = new Map(looked.map((place, index) => [place, index + 1]));
  for (const [index, [first, second]] of queue.entries()) {
    report(
      index / queue.length,
      say('photos.comparing', { done: turnOf.get(second) ?? looked.length, all: looked.length }),
    );
    const [one, other] = [candidates[first], candidates[second]];
    const part = one && other ? await see(one, other) : null;
    if (part === null) continue;
    seen.push(part);
    const more = couples.around(placeOf.get(part.wide.photo.id) ?? 0, placeOf.get(part.tele.photo.id) ?? 0);
    for (const couple of more.filter((next) => !isQueued.has(String(next)))) {
      isQueued.add(String(couple));
      queue.push(couple);
    }
  }

  const isConcerned = new Set(seen.flatMap(({ wide, tele }) => [wide.photo.id, tele.photo.id]));
  for (const pair of known.filter((one) => idsOfPair(one).some((id) => isConcerned.has(id)))) {
    const [wide, ...teles] = idsOfPair(pair).flatMap((id) => candidates[placeOf.get(id) ?? -1] ?? []);
    const { finding } = pair;
    if (wide === undefined || finding === undefined) continue;
    for (const tele of teles) {
      const index = seen.findIndex((one) => one.wide === wide && one.tele === tele);
      const part = seen[index] ?? (await see(wide, tele));
      if (index >= 0) seen.splice(index, 1);
      seen.push(part?.wide === wide ? { ...part, isKnown: true } : toldBefore(wide, tele, finding));
    }
  }
  return seen;
}

/** A pair that cannot be seen to be one. If it is not certain, whatever can be seen is believed before. */
function toldBefore(wide: Candidate, tele: Candidate, finding: PairFinding): SeenPart {
  const isKnown = finding.sureness === 'certain';
  return { wide, tele, likeness: isKnown ? 1 : 0, place: null, finding, isKnown };
}

/** A function that remembers its latest results. */
function remember<Key, Value>(most: number, find: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = kept.get(key) ?? find(key);
    kept.delete(key);
    kept.set(key, value);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}
