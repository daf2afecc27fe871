import type { PhotoSummary } from '#contract/photos';
import { groupBy } from './group-by.ts';
import { describeLens, type LensFacts } from './lens-facts.ts';
import { readPhotoName, type NameParts } from './photo-name.ts';

/** A photo with what pairing needs of it, read once. */
export interface Candidate {
  readonly photo: PhotoSummary;
  readonly name: NameParts;
  /** Milliseconds on the camera's own clock, or as it would have stood in the camera's usual time zone; null when EXIF does not say. */
  readonly time: number | null;
  /** The same as the clock was read, whatever its time zone. */
  readonly clock: number | null;
  /** Make and model; null when EXIF does not say. */
  readonly camera: string | null;
  readonly lens: LensFacts;
}

/** The photos as they are paired. What a camera wrote in several time zones is brought to the one it used most. */
export function candidatesOf(photos: readonly PhotoSummary[]): Candidate[] {
  const read = photos.map(readCandidate);
  const offsets = new Map(
    [...groupBy(read, ({ camera }) => camera)].map(([camera, group]) => [camera, defaultOffset(group)]),
  );
  return read.map(({ offset, ...candidate }) => {
    const usual = offsets.get(candidate.camera) ?? null;
    const { clock } = candidate;
    const time = clock === null || offset === null || usual === null ? clock : clock - offset + usual;
    return { ...candidate, time };
  });
}

interface Read extends Omit<Candidate, 'time'> {
  /** Of the clock against UTC, in milliseconds. */
  readonly offset: number | null;
}

function readCandidate(photo: PhotoSummary): Read {
  const { make, model, capturedAt } = photo.camera;
  const camera = [make, model].filter((part) => part !== null).join(' ');
  return {
    photo,
    name: readPhotoName(photo.path),
    clock: capturedAt === null ? null : clockTime(capturedAt),
    offset: capturedAt === null ? null : offsetOf(capturedAt),
    camera: camera === '' ? null : camera,
    lens: describeLens(photo),
  };
}

/** Tele over wide focal length; null when one is unknown. */
export function focalRatio(wide: Candidate, tele: Candidate): number | null {
  const [short, long] = [wide.photo.camera.focalLength35, tele.photo.camera.focalLength35];
  return short && long ? long / short : null;
}

function defaultOffset(group: readonly Read[]): number | null {
  const counts = [...groupBy(group, ({ offset }) => offset)].filter(([offset]) => offset !== null);
  return counts.sort(([, one], [, other]) => other.length - one.length)[0]?.[0] ?? null;
}

/** The clock's own reading, whatever time zone it stood in. */
function clockTime(capturedAt: string): number | null {
  const time = Date.parse(`${capturedAt.replace(zone, '')}Z`);
  return Number.isNaN(time) ? null : time;
}

const zone = /(?:Z|([+-])(\d\d):?(\d\d))$/;

function offsetOf(capturedAt: string): number | null {
  const match = zone.exec(capturedAt);
  if (match === null) return null;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
