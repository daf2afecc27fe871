import { constants, setPriority, totalmem } from 'node:os';
import type { PhotoSummary } from '#contract/photos';
import { pairKeyOf } from '#contract/project-commands';
import { limitMemory } from '#core/ground/programs/limit-memory';
import { serveProgram } from '#core/ground/programs/serve-program';
import { pairPhotos } from '#core/pairs/finding/pair-photos';
import { readContentCopy } from '#core/pairs/finding/read-content-copy';
import { writeEmbeddedPreview, writeThumbnail } from '#core/photos/previews/thumbnail';
import { readPhotos } from './read-photos.ts';

/**
 * A program of its own: reads photos for the library, pairs them and makes their small pictures. That keeps a thread busy, and a
 * broken file may end the decoder, which is why it is a process. What a person sees moving goes before it.
 */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// Three of the largest photos at once need less; small files that grow when they are read know no end.
limitMemory(Math.min(3 * 2 ** 30, totalmem() / 2));

const work = {
  read: ({ paths }: { paths: readonly string[] }) => readPhotos(paths),
  /** Pairs among photos; those without a partner are left out. Photos that are apart are named by `pairKeyOf`. */
  pair({ photos, apart }: { photos: readonly PhotoSummary[]; apart: readonly string[] }) {
    const known = new Set(apart);
    const isApart = (one: string, other: string): boolean => known.has(pairKeyOf(one, other));
    return pairPhotos(photos, { isApart }).filter(({ teleIds }) => teleIds.length > 0);
  },
  /** A small copy to compare what photos show. */
  grey: ({ path, ...options }: { path: string; longSide: number; pixelLimit: number }) =>
    readContentCopy(path, options),
  /** False when the file holds no small picture. */
  preview: writeEmbeddedPreview,
  full: writeThumbnail,
};
export type LibraryWork = typeof work;

serveProgram(work);
