import { dirname } from 'node:path';
import { say, speak, type Said } from '#contract/messages';
import { sayClue } from '#contract/pair-finding';
import type { PhotoSummary } from '#contract/photos';
import type { Pair } from '#contract/project-document';
import type { ContentMatch, PhotoContent } from '#core/pairs/registering/compare-contents';
import { chooseContentPairs } from './choose-content-pairs.ts';
import { inFileOrder, possiblePairs } from './possible-pairs.ts';
import { judgeContent, type ContentPair } from './judge-content.ts';
import { candidatesOf } from './pairing-candidate.ts';

/** How photos are looked at and compared. Both reject with the signal's reason when it fires. */
export interface ContentMatcher {
  /** Null when the photo cannot be read. */
  look(photo: PhotoSummary, signal: AbortSignal): Promise<PhotoContent | null>;
  compare(one: PhotoContent, other: PhotoContent, signal: AbortSignal): Promise<ContentMatch | null>;
}

export interface ContentPairingOptions {
  readonly matcher: ContentMatcher;
  /** Whether two photos may become a pair, by their ids: those that a person separated may not. */
  readonly mayBePair?: (one: string, other: string) => boolean;
  /** Photos of one folder are compared; what a photo's folder is, by its path. */
  readonly folderOf?: (path: string) => string;
  readonly signal: AbortSignal;
  readonly report: (fraction: number, label: Said) => void;
}

/** Contents that are kept at hand; neighbours are compared one after the other, so hardly any is looked at twice. */
const maxKept = 32;

/**
 * Finds pairs among photos that stand alone by what they show: the tele shows a part of what the wide shows. Only clear ones;
 * photos at one zoom, and photos with several partners that are equally good and near, stay alone and are left out.
 */
export async function pairByContent(photos: readonly PhotoSummary[], options: ContentPairingOptions): Promise<Pair[]> {
  const { matcher, signal, report, mayBePair = () => true, folderOf = dirname } = options;
  const candidates = inFileOrder(candidatesOf(photos), folderOf);
  const possible = possiblePairs(candidates, { folderOf, mayBePair });
  const looked = [...new Set(possible.flat())].sort((one, other) => one - other);
  const turnOf = new Map(looked.map((place, index) => [place, index + 1]));
  const contentOf = keepLatest(maxKept, async (place: number) => {
    const photo = candidates[place]?.photo;
    return photo === undefined ? null : matcher.look(photo, signal);
  });
  const found: ContentPair[] = [];
  for (const [index, [first, second]] of possible.entries()) {
    signal.throwIfAborted();
    report(index / possible.length, say('photos.comparing', { done: turnOf.get(second) ?? 0, all: looked.length }));
    const [one, other] = [await contentOf(first), await contentOf(second)];
    const match = one && other && (await matcher.compare(one, other, signal));
    const [candidate, partner] = [candidates[first], candidates[second]];
    const pair = match && candidate && partner ? judgeContent(match, candidate, partner) : null;
    if (pair !== null) found.push(pair);
  }
  const places = new Map(candidates.map((candidate, place) => [candidate, place]));
  return chooseContentPairs(found, (candidate) => places.get(candidate) ?? 0).map(({ wide, tele, finding }) => ({
    id: wide.photo.id,
    wideId: wide.photo.id,
    teleIds: [tele.photo.id],
    reason: speak(finding.clues.map(sayClue), 'en'),
    finding,
  }));
}

/** A function that remembers its latest results. */
function keepLatest<Key, Value>(most: number, find: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
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
