import { toWireError, type WireError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import type { Pair } from '#contract/project-document';
import { defaultSettings } from '#contract/settings';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { listPhotoFiles, scanPhotos } from '#core/photos/files/scan-photos';
import { openContentMatcher } from './content-matcher.ts';
import { pairByContent, type ContentMatcher } from './pair-by-content.ts';
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
 * Pairs photos by what their files say, and then those that found no partner by what they show. Each photo is once in what comes back:
 * as wide, as tele or as another version of one of them.
 */
export async function findPairsAmong(photos: readonly PhotoSummary[], options: FindPairsOptions): Promise<FoundPair[]> {
  const shots = gatherShots(photos);
  const best = shots.map((shot) => shot.best);
  const matcher = options.content && openMatcher(options.content.programFolder);
  const byFacts = await withRolesSeen(best, pairPhotos(best), matcher, options);
  const byContent = await pairAlone(best, byFacts, matcher, options);
  const teles = new Set(byContent.flatMap(({ teleIds }) => teleIds));
  const byWide = new Map(byContent.map((pair) => [pair.wideId, pair]));
  const all = byFacts.filter(({ wideId }) => !teles.has(wideId)).map((pair) => byWide.get(pair.wideId) ?? pair);
  const shotOf = new Map(shots.map((shot) => [shot.best.id, shot]));
  return all.map(({ reason, ...pair }) => {
    const members = idsOfPair(pair).flatMap((id) => shotOf.get(id) ?? []);
    const [wide = pair.wideId, ...telePaths] = members.map((shot) => shot.best.path);
    return {
      wide,
      teles: telePaths,
      reason,
      versions: members.flatMap(({ versions }) => versions.map(({ path }) => path)),
    };
  });
}

function openMatcher(programFolder: string): ContentMatcher {
  const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
  return openContentMatcher({ programFolder, copyOf: ({ path }) => readContentCopy(path, pixelLimit) });
}

/** Names may be wrong about which is the wide: where nothing else tells, what the two show decides. */
async function withRolesSeen(
  photos: readonly PhotoSummary[],
  pairs: readonly Pair[],
  matcher: ContentMatcher | undefined,
  options: FindPairsOptions,
): Promise<Pair[]> {
  if (matcher === undefined) return [...pairs];
  const photoOf = new Map(photos.map((photo) => [photo.id, photo]));
  const seen: Pair[] = [];
  for (const pair of pairs) {
    const isSure = pair.finding?.clues.some(({ kind }) => kind === 'focal-lengths') ?? true;
    const two = isSure ? [] : idsOfPair(pair).flatMap((id) => photoOf.get(id) ?? []);
    const [found] = two.length < 2 ? [] : await pairByContent(two, { ...options, matcher, folderOf: () => '' });
    seen.push(found ?? pair);
  }
  return seen;
}

async function pairAlone(
  photos: readonly PhotoSummary[],
  byFacts: readonly Pair[],
  matcher: ContentMatcher | undefined,
  { content, signal, report }: FindPairsOptions,
): Promise<Pair[]> {
  const single = new Set(byFacts.flatMap(({ wideId, teleIds }) => (teleIds.length === 0 ? [wideId] : [])));
  const isForced = content?.isForced === true;
  if (matcher === undefined || single.size < 2 || (single.size > maxComparedByItself && !isForced)) return [];
  const alone = photos.filter(({ id }) => single.has(id));
  return pairByContent(alone, { matcher, signal, report });
}
