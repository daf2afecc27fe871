import { AppError } from '#contract/errors';
import type { PhotoSummary } from '#contract/photos';
import { listPhotoFiles } from '#core/image/photo-files';
import { readPhotoSummary } from '#core/image/photo-metadata';
import { pairPhotos } from '#core/pairing/pair-photos';
import type { PairToLearnFrom } from './prepare-adaptation.ts';

/** The pairs in a folder and those below it, in the order of their names. Throws `invalid-request` when there are none. */
export async function findPairs(
  folder: string,
  { signal, report }: { signal: AbortSignal; report: (fraction: number, label: string) => void },
): Promise<PairToLearnFrom[]> {
  const files = await listPhotoFiles([folder]);
  const photos: PhotoSummary[] = [];
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    report(index / files.length, `Looking at photo ${index + 1} of ${files.length}`);
    const photo = await readPhotoSummary(file).catch(() => null);
    if (photo !== null) photos.push(photo);
  }
  const paths = new Map(photos.map(({ id, path }) => [id, path]));
  const pairs = pairPhotos(photos).flatMap(({ wideId, teleId }): PairToLearnFrom[] => {
    const [widePath, telePath] = [paths.get(wideId), teleId === null ? undefined : paths.get(teleId)];
    return widePath === undefined || telePath === undefined ? [] : [{ widePath, telePath, registration: null }];
  });
  if (pairs.length === 0)
    throw new AppError(
      'invalid-request',
      `Expected wide and tele photos of one scene in ${folder}, but among ${files.length} photos no two belong together. telewide pair shows what was found.`,
    );
  return pairs.toSorted((one, other) => (one.widePath < other.widePath ? -1 : 1));
}
