import { toWireError, type WireError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import type { Pair } from '#contract/project-document';
import { defaultSettings } from '#contract/settings';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { listPhotoFiles, scanPhotos } from '#core/photos/files/scan-photos';
import { gatherSets } from './gather-sets.ts';
import { openContentMatcher } from './content-matcher.ts';
import { pairPhotos } from './pair-photos.ts';
import { gatherShots } from './photo-versions.ts';
import { readContentCopy } from './read-content-copy.ts';

/** A photo, with its teles where it has any. */
export interface FoundPair {
  readonly wide: string;
  readonly teles: readonly string[];
  readonly reason: string | null;
  /** Edited copies, other formats and doubles of them, which are not looked at for themselves. */
  readonly versions: readonly string[];
}

/** What belongs together in a folder, by paths. */
export interface FoundPairs {
  readonly pairs: readonly FoundPair[];
  /** How many files are photos by their names, and how many others there are. */
  readonly photos: number;
  readonly passedOver: number;
  readonly unreadable: readonly { readonly path: string; readonly error: WireError }[];
}

/** Of so many photos without a partner and less it is done by itself: about a minute at most. */
export const maxComparedByItself = 100;
/** Of the whole work, as it is told. */
const readingShare = 0.2;

export interface FindPairsOptions {
  /** Has photos that find no partner by their facts compared by what they show; without it nothing is. */
  readonly content?: {
    /** However many they are, rather than only when they are few. */
    readonly isForced: boolean;
    /** Where the built programs lie. */
    readonly programFolder: string;
  };
  readonly signal: AbortSignal;
  readonly report: (fraction: number, label: Said) => void;
}

/** Pairs the photos in a folder and those below it. Throws when the folder cannot be read; rejects with the signal's reason. */
export async function findPairs(folder: string, options: FindPairsOptions): Promise<FoundPairs> {
  const { signal, report } = options;
  await listPhotoFiles([folder]);
  const { files, passedOver, problems } = await scanPhotos([folder], { signal });
  const photos: PhotoSummary[] = [];
  const unreadable = [...problems];
  for (const [index, path] of files.entries()) {
    signal.throwIfAborted();
    report(readingShare * (index / files.length), say('photos.reading', { done: index + 1, all: files.length }));
    await readPhotoSummary(path).then(
      (photo) => photos.push(photo),
      (error: unknown) => unreadable.push({ path, error: toWireError(error) }),
    );
  }
  const pairs = await findPairsAmong(photos, {
    ...options,
    report: (fraction, label) => report(readingShare + (1 - readingShare) * fraction, label),
  });
  return { pairs, photos: files.length, passedOver, unreadable };
}

/**
 * Pairs photos by what their files say, and then gathers those that found no partner by what they show. Each photo is once in what comes
 * back: as wide, as tele or as another version of one of them.
 */
export async function findPairsAmong(photos: readonly PhotoSummary[], options: FindPairsOptions): Promise<FoundPair[]> {
  const shots = gatherShots(photos);
  const best = shots.map((shot) => shot.best);
  const byFacts = pairPhotos(best);
  const sets = await gatherByContent(best, byFacts, options);
  const isGathered = new Set(sets.flatMap(idsOfPair));
  const kept = byFacts.filter((pair) => pair.teleIds.length > 0 && !idsOfPair(pair).some((id) => isGathered.has(id)));
  const pairs = new Map([...sets, ...kept].map((pair) => [pair.wideId, pair]));
  const teles = new Set([...pairs.values()].flatMap(({ teleIds }) => teleIds));
  const shotOf = new Map(shots.map((shot) => [shot.best.id, shot]));
  const pathsOf = (ids: readonly string[]): string[] => ids.flatMap((id) => shotOf.get(id)?.best.path ?? []);
  return best
    .filter(({ id }) => !teles.has(id))
    .map(({ id, path }) => {
      const { teleIds, reason } = pairs.get(id) ?? { teleIds: [], reason: null };
      const versions = [id, ...teleIds].flatMap((member) => shotOf.get(member)?.versions ?? []);
      return { wide: path, teles: pathsOf(teleIds), reason, versions: versions.map((version) => version.path) };
    });
}

async function gatherByContent(
  photos: readonly PhotoSummary[],
  known: readonly Pair[],
  { content, signal, report }: FindPairsOptions,
): Promise<Pair[]> {
  const alone = known.filter(({ teleIds }) => teleIds.length === 0).length;
  if (content === undefined || (alone > maxComparedByItself && !content.isForced)) return [];
  const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
  const matcher = openContentMatcher({
    programFolder: content.programFolder,
    copyOf: ({ path }, longSide) => readContentCopy(path, { longSide, pixelLimit }),
  });
  return gatherSets(photos, { matcher, known: known.filter(({ teleIds }) => teleIds.length > 0), signal, report });
}
