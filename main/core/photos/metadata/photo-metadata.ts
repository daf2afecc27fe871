import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CameraFacts, PhotoSummary } from '#contract/photos';
import { profileName } from '../colour/colour-profile.ts';
import { serialiseExif, type ExifDirectories } from './exif-block.ts';
import { explainImageError } from '../files/explain-image-error.ts';
import { readExifDirectories, readPhotoHeader } from '../files/photo-header.ts';

/**
 * What is known of a photo without decoding its pixels. Its `id` is the start of the SHA-256 of the file's bytes: a photo that
 * was moved or renamed is the same photo. Throws as `readPhotoHeader` does; broken or missing EXIF only leaves facts out.
 */
export async function readPhotoSummary(path: string): Promise<PhotoSummary> {
  const header = await readPhotoHeader(path);
  const directories = readExifDirectories(header);
  const [id, tags] = await Promise.all([contentIdOf(path), readTags(directories)]);
  return {
    id,
    name: basename(path),
    path: resolve(path),
    format: header.format,
    fileBytes: header.fileBytes,
    width: header.width,
    height: header.height,
    bitDepth: header.depth,
    colourProfile: profileName(header.embeddedProfile),
    hasGps:
      directories?.gps.some(({ tag, value }) => tag !== gpsVersionTag && value.some((byte) => byte !== 0)) ?? false,
    camera: describeCamera(tags),
  };
}

/** The only GPS tag that says nothing of where or when. */
const gpsVersionTag = 0;

type Tags = Readonly<Record<string, unknown>>;

/** The name of what a file holds: of its whole content. Throws as `readPhotoSummary` does. */
export async function contentIdOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw explainImageError(error, path);
  }
  return hash.digest('hex').slice(0, 32);
}

/** EXIF by name. What exifr cannot understand counts as missing: a photo is more than its metadata. */
async function readTags(directories: ExifDirectories | null): Promise<Tags> {
  if (directories === null) return {};
  const options = { tiff: true, exif: true, gps: true, reviveValues: false, translateValues: false };
  const { default: exifr } = await import('exifr');
  const tags: unknown = await exifr.parse(serialiseExif(directories), options).catch(() => null);
  return typeof tags === 'object' && tags !== null ? (tags as Tags) : {};
}

function describeCamera(tags: Tags): CameraFacts {
  return {
    make: textIn(tags, 'Make'),
    model: textIn(tags, 'Model'),
    lens: textIn(tags, 'LensModel'),
    focalLength: positiveIn(tags, 'FocalLength'),
    focalLength35: focalLength35(tags),
    digitalZoom: positiveIn(tags, 'DigitalZoomRatio'),
    exposureSeconds: positiveIn(tags, 'ExposureTime'),
    iso: positiveIn(tags, 'ISO'),
    capturedAt: capturedAt(tags),
  };
}

/** The three times of a photo, best first: taken, digitised, and the file's last change, which a camera sets to the same. */
const times = [
  { time: 'DateTimeOriginal', fraction: 'SubSecTimeOriginal', offset: 'OffsetTimeOriginal' },
  { time: 'CreateDate', fraction: 'SubSecTimeDigitized', offset: 'OffsetTimeDigitized' },
  { time: 'ModifyDate', fraction: 'SubSecTime', offset: 'OffsetTime' },
] as const;

/** Cameras that write one distance to UTC often write it with another of the times. */
function capturedAt(tags: Tags): string | null {
  for (const { time, fraction, offset } of times) {
    const local = localTime(textIn(tags, time), textIn(tags, fraction));
    if (local === null) continue;
    const offsets = [offset, ...times.map((one) => one.offset)].map((name) => textIn(tags, name));
    return local + (offsets.find((text) => text !== null && /^([+-]\d\d:\d\d|Z)$/.test(text)) ?? '');
  }
  return null;
}

/**
 * As the camera states it (which includes digital zoom), else from the true focal length and the size of the sensor:
 * f35 = f * zoom * diagonal of 35 mm film / diagonal of the sensor.
 */
function focalLength35(tags: Tags): number | null {
  const stated = positiveIn(tags, 'FocalLengthIn35mmFormat');
  if (stated !== null) return stated;
  const focalLength = positiveIn(tags, 'FocalLength');
  const width = sensorLength(tags, 'ExifImageWidth', 'FocalPlaneXResolution');
  const height = sensorLength(tags, 'ExifImageHeight', 'FocalPlaneYResolution');
  if (focalLength === null || width === null || height === null) return null;
  const diagonal = Math.hypot(width, height);
  if (diagonal < smallestSensor || diagonal > largestSensor) return null;
  const zoom = positiveIn(tags, 'DigitalZoomRatio') ?? 1;
  const equivalent = (focalLength * zoom * filmDiagonal) / diagonal;
  return Math.round(equivalent * 10) / 10;
}

/** Diagonal of a 36 x 24 mm frame, millimetres. */
const filmDiagonal = Math.hypot(36, 24);

/** Diagonals in millimetres beyond which the numbers are of a photo that was resized after it was taken. */
const smallestSensor = 3;
const largestSensor = 80;

/** Millimetres per unit of FocalPlaneResolutionUnit: inch, centimetre, millimetre, micrometre. */
const unitMillimetres: Record<number, number> = { 2: 25.4, 3: 10, 4: 1, 5: 0.001 };

/** One side of the sensor in millimetres: pixels over pixels per unit. */
function sensorLength(tags: Tags, pixelsName: string, resolutionName: string): number | null {
  const pixels = positiveIn(tags, pixelsName);
  const resolution = positiveIn(tags, resolutionName);
  const unit = unitMillimetres[positiveIn(tags, 'FocalPlaneResolutionUnit') ?? 2];
  return pixels === null || resolution === null || unit === undefined ? null : (pixels / resolution) * unit;
}

/** EXIF writes `2019:10:01 12:00:00`. Unset clocks and nonsense give null. */
function localTime(written: string | null, fraction: string | null): string | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(written ?? '');
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${time}Z`))) return null;
  return /^\d{1,9}$/.test(fraction ?? '') ? `${time}.${fraction}` : time;
}

function textIn(tags: Tags, name: string): string | null {
  const value = tags[name];
  const text = typeof value === 'string' ? value.replace(/\0.*$/s, '').trim() : '';
  return text === '' ? null : text;
}

function numberIn(tags: Tags, name: string): number | null {
  const value = tags[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function positiveIn(tags: Tags, name: string): number | null {
  const value = numberIn(tags, name);
  return value !== null && value > 0 ? value : null;
}
