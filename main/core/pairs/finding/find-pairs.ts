import type { PhotoSummary } from '#contract/photos';
import type { Pair } from '#contract/project-document';
import { defaultSettings } from '#contract/settings';
import { listPhotoFiles } from '#core/photos/files/photo-files';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { openContentEye } from './open-content-eye.ts';
import { pairByContent } from './pair-by-content.ts';
import { pairPhotos } from './pair-photos.ts';
import { readContentCopy } from './read-content-copy.ts';

/** What belongs together in a folder, by paths. */
export interface FoundPairs {
  readonly pairs: readonly { readonly wide: string; readonly tele: string | null; readonly reason: string | null }[];
  /** How many photos were looked at, and how many of them could not be read. */
  readonly photos: number;
  readonly unreadable: number;
}

/** Of so many photos without a partner and less it is done by itself: about a minute at most. */
const fewPhotos = 100;
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
  readonly report: (fraction: number, label: string) => void;
}

/** Pairs the photos in a folder and those below it by their facts, and by what they show. Rejects with the signal's reason. */
export async function findPairs(folder: string, options: FindPairsOptions): Promise<FoundPairs> {
  const { signal, report } = options;
  const files = await listPhotoFiles([folder]);
  const photos: PhotoSummary[] = [];
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    report(readingShare * (index / files.length), `Looking at photo ${index + 1} of ${files.length}`);
    const photo = await readPhotoSummary(file).catch(() => null);
    if (photo !== null) photos.push(photo);
  }
  const paths = new Map(photos.map(({ id, path }) => [id, path]));
  const pathOf = (id: string): string => paths.get(id) ?? id;
  const byFacts = pairPhotos(photos);
  const byContent = await pairAlone(photos, byFacts, {
    ...options,
    report: (fraction, label) => report(readingShare + (1 - readingShare) * fraction, label),
  });
  const teles = new Set(byContent.map(({ teleId }) => teleId));
  const byWide = new Map(byContent.map((pair) => [pair.wideId, pair]));
  const all = byFacts.filter(({ wideId }) => !teles.has(wideId)).map((pair) => byWide.get(pair.wideId) ?? pair);
  const pairs = all.map(({ wideId, teleId, reason }) => ({
    wide: pathOf(wideId),
    tele: teleId === null ? null : pathOf(teleId),
    reason,
  }));
  return { pairs, photos: files.length, unreadable: files.length - photos.length };
}

async function pairAlone(
  photos: readonly PhotoSummary[],
  byFacts: readonly Pair[],
  { content, signal, report }: FindPairsOptions,
): Promise<Pair[]> {
  const single = new Set(byFacts.flatMap(({ wideId, teleId }) => (teleId === null ? [wideId] : [])));
  if (content === undefined || single.size < 2 || (single.size > fewPhotos && !content.isForced)) return [];
  const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
  const eye = openContentEye({
    programFolder: content.programFolder,
    copyOf: ({ path }) => readContentCopy(path, pixelLimit),
  });
  const alone = photos.filter(({ id }) => single.has(id));
  return pairByContent(alone, { eye, signal, report });
}
