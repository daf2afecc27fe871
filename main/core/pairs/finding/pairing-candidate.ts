import type { PhotoSummary } from '#contract/photos';
import { readPhotoName, type NameParts } from './photo-name.ts';

/** A photo with what pairing needs of it, read once. */
export interface Candidate {
  readonly photo: PhotoSummary;
  readonly name: NameParts;
  /** Milliseconds on the camera's own clock; null when EXIF does not say. */
  readonly time: number | null;
  /** Make and model; null when EXIF does not say. */
  readonly camera: string | null;
}

export function candidateOf(photo: PhotoSummary): Candidate {
  const { make, model, capturedAt } = photo.camera;
  const camera = [make, model].filter((part) => part !== null).join(' ');
  return {
    photo,
    name: readPhotoName(photo.path),
    time: capturedAt === null ? null : clockTime(capturedAt),
    camera: camera === '' ? null : camera,
  };
}

/** Tele over wide focal length; null when one is unknown. */
export function focalRatio(wide: Candidate, tele: Candidate): number | null {
  const [short, long] = [wide.photo.camera.focalLength35, tele.photo.camera.focalLength35];
  return short && long ? long / short : null;
}

/** The clock's own reading, whatever time zone it stood in. */
function clockTime(capturedAt: string): number | null {
  const local = capturedAt.replace(/(Z|[+-]\d\d:?\d\d)$/, '');
  const time = Date.parse(`${local}Z`);
  return Number.isNaN(time) ? null : time;
}
