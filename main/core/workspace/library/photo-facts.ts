import { z } from 'zod';
import type { PhotoSummary } from '#contract/photos';
import { openRecord } from './open-record.ts';
import type { ReadPhoto } from './read-photos.ts';

/** What was read of photos, remembered beyond the program's end. Only a cache: everything can be read again. */
export interface PhotoFactStore {
  /** Null when it was not read yet. */
  get(photoId: string): PhotoSummary | null;
  /** Of the file that lies there, when its bytes and its time are the same as when it was read. */
  at(path: string, file: { size: number; mtimeMs: number }): PhotoSummary | null;
  add(photos: readonly ReadPhoto[]): void;
  close(): Promise<void>;
}

const text = z.string().nullable();
const number = z.number().nullable();
const line: z.ZodType<ReadPhoto> = z.object({
  mtimeMs: z.number(),
  summary: z.object({
    id: z.string(),
    name: z.string(),
    path: z.string(),
    format: z.string(),
    fileBytes: z.number(),
    width: z.number(),
    height: z.number(),
    bitDepth: z.union([z.literal(8), z.literal(16)]),
    colourProfile: z.string(),
    hasGps: z.boolean(),
    camera: z.object({
      make: text,
      model: text,
      lens: text,
      focalLength: number,
      focalLength35: number,
      digitalZoom: number,
      exposureSeconds: number,
      iso: number,
      capturedAt: text,
    }),
  }),
});

/** Photos that are remembered at most. */
const maxPhotos = 100_000;
/** A file with so many lines more than photos is written anew. */
const wornLines = 5000;

/** `refused` hears why something could not be remembered. */
export async function openPhotoFacts(options: {
  path: string;
  refused: (error: unknown) => void;
}): Promise<PhotoFactStore> {
  const file = await openRecord({ ...options, parse: (json) => line.parse(json) });
  const known = new Map<string, ReadPhoto>();
  const byPath = new Map<string, ReadPhoto>();
  const take = (photos: readonly ReadPhoto[]): void => {
    for (const photo of photos) {
      known.set(photo.summary.id, photo);
      byPath.set(photo.summary.path, photo);
    }
  };
  take(file.lines.slice(-maxPhotos));
  if (file.lines.length > known.size + wornLines) file.replace([...known.values()]);
  return {
    get: (photoId) => known.get(photoId)?.summary ?? null,
    at(path, { size, mtimeMs }) {
      const photo = byPath.get(path);
      return photo?.mtimeMs === mtimeMs && photo.summary.fileBytes === size ? photo.summary : null;
    },
    add(photos) {
      if (photos.length === 0) return;
      take(photos);
      file.append(photos);
    },
    close: () => file.close(),
  };
}
