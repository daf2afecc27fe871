import type { Problem } from '#contract/api';
import { toWireError } from '#contract/errors';
import type { PhotoSummary } from '#contract/photos';
import type { Pair, ProjectDocument, ProjectPhoto } from '#contract/project-document';
import { listPhotoFiles } from '#core/image/photo-files';
import { pairPhotos } from '#core/pairing/pair-photos';
import type { PhotoShelf } from './photo-shelf.ts';

/** What an import adds to a project, and what it had to leave out. */
export interface ImportedPhotos {
  photos: ProjectPhoto[];
  /** New pairs only; a photo that is in a pair of two already stays there. */
  pairs: Pair[];
  problems: Problem[];
}

/** Reads photos and whole folders, and pairs what is new with what has no partner yet. One bad file never stops the rest. */
export async function importPhotos(options: {
  paths: readonly string[];
  project: ProjectDocument;
  shelf: PhotoShelf;
  signal: AbortSignal;
  report: (fraction: number, label: string) => void;
}): Promise<ImportedPhotos> {
  const { paths, project, shelf, signal, report } = options;
  const files = await listPhotoFiles(paths);
  const read: PhotoSummary[] = [];
  const problems: Problem[] = [];
  for (const [index, path] of files.entries()) {
    signal.throwIfAborted();
    report(
      index / files.length,
      files.length === 1 ? 'Reading the photo' : `Reading photo ${index + 1} of ${files.length}`,
    );
    try {
      read.push((await shelf.open(path, signal)).summary);
    } catch (error) {
      signal.throwIfAborted();
      problems.push({ path, error: toWireError(error) });
    }
  }
  const waiting = await unpaired(project, shelf);
  const isPaired = new Set(project.pairs.flatMap(({ wideId, teleId }) => (teleId === null ? [] : [wideId, teleId])));
  const candidates = [...waiting, ...read].filter(({ id }) => !isPaired.has(id));
  return {
    photos: read.map(({ id, path }) => ({ id, path })),
    pairs: pairPhotos(distinct(candidates)),
    problems,
  };
}

/** The photos of a project that still wait for a partner; those whose file is gone wait for their file. */
async function unpaired(project: ProjectDocument, shelf: PhotoShelf): Promise<PhotoSummary[]> {
  const alone = new Set(project.pairs.filter(({ teleId }) => teleId === null).map(({ wideId }) => wideId));
  const opened = await Promise.allSettled(
    project.photos.filter(({ id }) => alone.has(id)).map(({ path }) => shelf.open(path)),
  );
  return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.summary] : []));
}

/** Two files with the same content are one photo. */
function distinct(photos: readonly PhotoSummary[]): PhotoSummary[] {
  return [...new Map(photos.map((photo) => [photo.id, photo])).values()];
}
