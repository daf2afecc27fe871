import { dirname } from 'node:path';
import type { PhotoSummary } from '#contract/photos';
import { groupBy } from './group-by.ts';
import { readVersionName, type VersionName } from './version-name.ts';

/** One moment that was photographed once, however many files tell of it. */
export interface Shot {
  /** What is looked at and enhanced: the original in its best quality. */
  readonly best: PhotoSummary;
  /** Edited copies, other formats and doubles of it, in the order in which they came. */
  readonly versions: readonly PhotoSummary[];
}

/**
 * Gathers the files of one shot: the very same bytes wherever they lie; in one folder the copies that a program left beside an original,
 * by their names, unless what the camera wrote contradicts; and one name with several endings. Shots come in the order of their first files.
 */
export function gatherShots(photos: readonly PhotoSummary[], folderOf: (path: string) => string = dirname): Shot[] {
  const doubles = [...groupBy(photos, ({ id }) => id).values()].map((same) =>
    same.map((photo) => versionOf(photo, folderOf)),
  );
  const named = groupBy(doubles, ([first]) => first?.scene ?? '');
  const shots = [...named.values()].flatMap((group) => gatherGroup(group));
  const placeOf = new Map(photos.map((photo, place) => [photo, place]));
  const place = ({ photo }: Version): number => placeOf.get(photo) ?? 0;
  return shots
    .map((versions) => versions.toSorted((one, other) => place(one) - place(other)))
    .sort(([one], [other]) => (one && other ? place(one) - place(other) : 0))
    .map(shotOf);
}

/** The photos among these, by their ids, that are versions of another one, which stands for them. */
export function versionsAmong(photos: readonly PhotoSummary[], folderOf: (path: string) => string): Set<string> {
  return new Set(gatherShots(photos, folderOf).flatMap(({ versions }) => versions.map(({ id }) => id)));
}

interface Version {
  readonly photo: PhotoSummary;
  readonly name: VersionName;
  /** Equal for what may be one shot. */
  readonly scene: string;
}

function versionOf(photo: PhotoSummary, folderOf: (path: string) => string): Version {
  const name = readVersionName(photo.name);
  return { photo, name, scene: `${folderOf(photo.path)}/${name.stem}` };
}

/** Each file joins the first shot of its name that it does not contradict. */
function gatherGroup(doubles: readonly Version[][]): Version[][] {
  const shots: Version[][] = [];
  for (const same of doubles) {
    const [one] = same;
    const shot = one && shots.find((versions) => versions.every((other) => areOneShot(one, other)));
    if (shot) shot.push(...same);
    else shots.push([...same]);
  }
  return shots;
}

/**
 * A name that says "edited" is believed unless time or camera contradict, and so is one name with two endings. A mere number behind a name
 * may come of two different pictures, so there the camera has to say that it was one moment.
 */
function areOneShot(one: Version, other: Version): boolean {
  if (one.photo.id === other.photo.id) return true;
  if (one.photo.format === '' || other.photo.format === '') return false;
  const isDoubtful = one.name.isDoubtful || other.name.isDoubtful;
  return isDoubtful ? isSameMoment(one.photo, other.photo) : !isContradicted(one, other);
}

function isSameMoment({ camera: one }: PhotoSummary, { camera: other }: PhotoSummary): boolean {
  if (one.capturedAt === null || one.model === null) return false;
  const facts = ['capturedAt', 'make', 'model', 'lens', 'focalLength', 'focalLength35'] as const;
  return facts.every((fact) => one[fact] === other[fact]);
}

/** Programs that edit round a time to seconds, and some leave facts out; what both say has to agree. */
function isContradicted(one: Version, other: Version): boolean {
  const [camera, second] = [one.photo.camera, other.photo.camera];
  const facts = ['make', 'model', 'lens', 'focalLength', 'focalLength35'] as const;
  if (facts.some((fact) => camera[fact] !== null && second[fact] !== null && camera[fact] !== second[fact]))
    return true;
  if (camera.capturedAt !== null && second.capturedAt !== null) {
    return camera.capturedAt.slice(0, secondsLength) !== second.capturedAt.slice(0, secondsLength);
  }
  const isEdited = one.name.isEdited || other.name.isEdited;
  return !isEdited && Math.abs(shapeOf(one.photo) / shapeOf(other.photo) - 1) > sameShape;
}

/** Of `2026-06-14T10:00:00`. */
const secondsLength = 19;
const sameShape = 0.02;

function shapeOf({ width, height }: PhotoSummary): number {
  return width / height;
}

function shotOf(versions: readonly Version[]): Shot {
  const [best] = versions.toSorted(
    (one, other) =>
      Number(one.name.isEdited) - Number(other.name.isEdited) ||
      other.photo.width * other.photo.height - one.photo.width * one.photo.height ||
      other.photo.bitDepth - one.photo.bitDepth ||
      rankOf(one.photo) - rankOf(other.photo) ||
      one.photo.name.length - other.photo.name.length,
  );
  if (best === undefined) throw new RangeError('Expected a shot of at least one photo');
  return {
    best: best.photo,
    versions: versions.filter((version) => version !== best).map(({ photo }) => photo),
  };
}

/** What cameras write and what is lossless comes before what is made of it. */
const formats = ['heic', 'tiff', 'png', 'jpeg', 'avif', 'webp'];

function rankOf({ format }: PhotoSummary): number {
  const rank = formats.indexOf(format);
  return rank < 0 ? formats.length : rank;
}
