import { z } from 'zod';
import type { Said } from './messages.ts';
import type { PhotoId } from './photos.ts';
import type { Verdict } from './registration.ts';

/** What the library shows of a photo beside its name and picture; null where EXIF says nothing. */
export interface PhotoFacts {
  readonly id: PhotoId;
  /** Upright. */
  readonly width: number;
  readonly height: number;
  /** ISO 8601, local time of the camera. */
  readonly capturedAt: string | null;
  /** As `cameraName` says it. */
  readonly camera: string | null;
  /** Millimetres, as if on 35 mm film. */
  readonly focalLength35: number | null;
  /** The photo of which this one is an edited copy, another format or a double; absent where it is none. */
  readonly versionOf?: PhotoId;
}

/** How far a pair has come, or a photo that stands alone. */
export type PairStep = 'new' | 'registered' | 'enhanced' | 'exported';

export interface PairStatus {
  readonly pairId: string;
  readonly step: PairStep;
  /** It was exported, and edited since; absent where it was not. */
  readonly isChanged?: true;
  /** How well the tele fits; null while nobody looked, and for a photo that stands alone. */
  readonly verdict: Verdict | null;
  /** What went wrong with it, in words; null when nothing did. */
  readonly problem: Said | null;
}

/** A part of the library: facts of photos and statuses of pairs, in the order of the project. */
export interface LibraryPage {
  readonly photos: readonly PhotoFacts[];
  readonly statuses: readonly PairStatus[];
  /** Where the next part begins; null after the last. */
  readonly next: number | null;
}

/** Photos and pairs in one part. */
export const libraryPageSize = 500;

/**
 * `preview`: the small picture that the camera put into the file. `full`: made from the photo itself. `none`: there can be
 * none, for the reason given.
 */
export type Thumbnail =
  | { readonly id: PhotoId; readonly stage: 'preview' | 'full' }
  | { readonly id: PhotoId; readonly stage: 'none'; readonly problem: Said };

/** Photos that are asked for at once: more than any screen shows. */
export const maxThumbnailsAsked = 1000;

export const libraryOrders = ['added', 'time', 'name', 'state'] as const;
export type LibraryOrder = (typeof libraryOrders)[number];

export const libraryKinds = ['all', 'pairs', 'singles'] as const;
export type LibraryKind = (typeof libraryKinds)[number];

export const libraryStates = ['any', 'new', 'registered', 'enhanced', 'exported', 'problem'] as const;
export type LibraryStateFilter = (typeof libraryStates)[number];

/** How a person looks at the library, kept as they left it. Items are named by their pair's id, or their photo's. */
export const libraryView = z.object({
  isOpen: z.boolean(),
  order: z.enum(libraryOrders),
  isDescending: z.boolean(),
  kind: z.enum(libraryKinds),
  state: z.enum(libraryStates),
  text: z.string().max(200),
  /** How wide a picture is at least, in CSS pixels at the usual size of text. */
  pictureSize: z.number().min(64).max(512),
  chosen: z.array(z.string().min(1)).max(100_000),
  active: z.string().nullable(),
  /** The item at the top of what is in sight. */
  top: z.string().nullable(),
});
export type LibraryView = z.infer<typeof libraryView>;

export const defaultLibraryView: LibraryView = {
  isOpen: false,
  order: 'added',
  isDescending: false,
  kind: 'all',
  state: 'any',
  text: '',
  pictureSize: 168,
  chosen: [],
  active: null,
  top: null,
};
