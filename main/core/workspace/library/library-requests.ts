import type { WireError } from '#contract/errors';
import type { PhotoSummary } from '#contract/photos';
import type { Pair } from '#contract/project-document';
import type { ContentCopy } from '#core/pairs/finding/read-content-copy';

/** A photo that was read, and the state its file was in. */
export interface ReadPhoto {
  readonly summary: PhotoSummary;
  readonly mtimeMs: number;
}

/** What came of reading one file. A file that is no photo has an id all the same: of its content, else of its path. */
export type ReadOutcome =
  | ({ readonly path: string; readonly error: null } & ReadPhoto)
  | { readonly path: string; readonly error: WireError; readonly id: string };

/** What the library's process can be asked, and what it answers. */
export interface LibraryWork {
  read: { request: { paths: readonly string[] }; result: readonly ReadOutcome[] };
  /** False when the file holds no small picture. */
  preview: { request: { sourcePath: string; targetPath: string }; result: boolean };
  /** Pairs among photos; those without a partner are left out. Couples that are apart are named by `coupleOf`. */
  pair: {
    request: { photos: readonly PhotoSummary[]; apart: readonly string[] };
    result: readonly Pair[];
  };
  /** A small copy to compare what photos show. */
  grey: { request: { path: string; pixelLimit: number }; result: ContentCopy };
  full: { request: { sourcePath: string; targetPath: string; pixelLimit: number }; result: null };
}

export type LibraryWorkName = keyof LibraryWork;

export type LibraryQuestion = {
  [Name in LibraryWorkName]: { id: number; name: Name; request: LibraryWork[Name]['request'] };
}[LibraryWorkName];

export type LibraryReply =
  { id: number; result: LibraryWork[LibraryWorkName]['result'] } | { id: number; error: WireError };
