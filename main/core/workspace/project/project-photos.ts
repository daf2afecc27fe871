import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { Pair, ProjectDocument } from '#contract/project-document';
import type { PairFiles } from '#core/enhancement/read-pair';

/** Pairs and photos of the project by their ids. What is not in it throws `not-found`. */
export interface ProjectPhotos {
  pairOf(pairId: string): Pair;
  pathOf(photoId: string): string;
  filesOf(pair: Pair): PairFiles;
  /** Of every photo: files that nothing may be written over. */
  paths(): string[];
}

export function createProjectPhotos(document: () => ProjectDocument): ProjectPhotos {
  const pathOf = (photoId: string): string => {
    const photo = document().photos.find(({ id }) => id === photoId);
    if (photo) return photo.path;
    throw new AppError('not-found', say('program.no-photo', { id: photoId }));
  };
  return {
    pathOf,
    pairOf(pairId) {
      const pair = document().pairs.find(({ id }) => id === pairId);
      if (pair) return pair;
      throw new AppError('not-found', say('program.no-pair', { id: pairId }));
    },
    filesOf: ({ wideId, teleIds }) => ({ widePath: pathOf(wideId), telePaths: teleIds.map(pathOf) }),
    paths: () => document().photos.map(({ path }) => path),
  };
}
