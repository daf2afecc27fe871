import type { PhotoSummary } from '#contract/photos';
import { listPhotoFiles } from '#core/image/photo-files';
import { readPhotoSummary } from '#core/image/photo-metadata';
import { pairPhotos } from './pair-photos.ts';

/** What belongs together in a folder, by paths. */
export interface FoundPairs {
  readonly pairs: readonly { readonly wide: string; readonly tele: string | null; readonly reason: string | null }[];
  /** How many photos were looked at, and how many of them could not be read. */
  readonly photos: number;
  readonly unreadable: number;
}

/** Reads the facts of every photo in a folder and those below it, and pairs them. Rejects with the signal's reason. */
export async function findPairs(
  folder: string,
  { signal, report }: { signal: AbortSignal; report: (fraction: number, label: string) => void },
): Promise<FoundPairs> {
  const files = await listPhotoFiles([folder]);
  const photos: PhotoSummary[] = [];
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    report(index / files.length, `Looking at photo ${index + 1} of ${files.length}`);
    const photo = await readPhotoSummary(file).catch(() => null);
    if (photo !== null) photos.push(photo);
  }
  const paths = new Map(photos.map(({ id, path }) => [id, path]));
  const pathOf = (id: string): string => paths.get(id) ?? id;
  const pairs = pairPhotos(photos).map(({ wideId, teleId, reason }) => ({
    wide: pathOf(wideId),
    tele: teleId === null ? null : pathOf(teleId),
    reason,
  }));
  return { pairs, photos: files.length, unreadable: files.length - photos.length };
}
