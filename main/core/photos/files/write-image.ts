import { stat, utimes } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import {
  completeSettings,
  type CompleteExportSettings,
  type ExportFormat,
  type ExportSettings,
} from '#contract/export-settings';
import type { Rectangle, Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import { writeWhole } from '#core/ground/disk/write-whole';
import { chooseMetadata, type ChosenMetadata } from '../metadata/chosen-metadata.ts';
import { appendExifToTiff, fillReservedExif, fittingExif, reserveExif } from '../metadata/embed-exif.ts';
import { depthToEncode, encodings } from './encodings.ts';
import { finishPicture, finishedSize, type FinishedPicture } from '../scratch/finish-picture.ts';
import { appendGainMap, prepareGainMap, type CarriedGainMap } from '../metadata/gain-map.ts';
import { sharp } from '../image-library.ts';
import { orientationOf, readPhotoHeader, type PhotoHeader } from './photo-header.ts';
import { speaksOfPanorama } from '../metadata/carry-xmp.ts';
import { addDescription, type ProcessingNote } from '../metadata/processing-xmp.ts';
import { readRaster } from '../scratch/scratch-image.ts';

export interface WriteOptions {
  /** A finished scratch image. */
  scratchPath: string;
  targetPath: string;
  settings: ExportSettings;
  /** The photo whose EXIF and XMP the picture carries on. */
  metadataFrom: string;
  /** Name and version of the program, for the metadata. */
  software: string;
  /** What was done, for the XMP; nothing is said without it. */
  note?: ProcessingNote | null;
  /** The part of the photo that the picture shows, in pixels of the upright and straightened photo; null or absent for all of it. */
  crop?: Rectangle | null;
  /** Degrees; not at all unless told. */
  straighten?: number | undefined;
  /** Files that must not be overwritten. */
  never: readonly string[];
  /** Where the unfinished file lies, on the target's disk; the target's own folder unless told. */
  temporaryFolder?: string | undefined;
  /** Told, in words, of anything of the photo or the wishes that the file cannot hold. */
  onLoss?: (loss: Said) => void;
  /** Called when the file is whole but not yet in its place, with where it lies. */
  beforePlacing?: (path: string) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Encodes a scratch image from file to file: finished as the settings say (see finish-picture.ts), with the metadata of the original
 * that was chosen (see chosen-metadata.ts) and its HDR gain map where the format holds one.
 * The target is whole or absent. An abort is seen between the steps; a running encoder is waited for.
 * Throws `image-too-large` when the format cannot hold the size, `not-writable`, `out-of-disk`, and what reading the original throws.
 */
export async function writeImage(options: WriteOptions): Promise<void> {
  const { scratchPath, targetPath, metadataFrom, never, signal, onLoss = () => undefined } = options;
  const settings = completeSettings(options.settings);
  const encoding = encodings[settings.format];
  const raster = await readRaster(scratchPath);
  const size = finishedSize(raster, settings.size);
  checkSide(size, settings.format);
  const depth = depthToEncode(encoding, settings.bitDepth, { ...size, depth: raster.depth });
  if (depth === 8 && settings.bitDepth !== 'keep' && settings.bitDepth > 8) {
    onLoss(
      encoding.maxBits > 8
        ? say('writing.eight-bits-memory')
        : say('writing.eight-bits-format', { format: settings.format.toUpperCase() }),
    );
  }
  const photo = await readPhotoHeader(metadataFrom);
  photo.notes.forEach(onLoss);
  const gainMap = await gainMapFor(photo, settings, options, size, onLoss);
  const metadata = withFittingExif(
    metadataFor(photo, settings, options, size, gainMap, onLoss),
    settings.format,
    onLoss,
  );

  let picture: FinishedPicture | null = null;
  const encodeTo = async (path: string): Promise<void> => {
    picture = await finishPicture({ scratchPath, settings, depth, signal });
    await encode(picture, path, settings, metadata);
    if (gainMap !== null) await appendGainMap(path, gainMap);
    if (settings.keepsFileTime) await takeFileTime(path, metadataFrom);
    await options.beforePlacing?.(path);
  };
  try {
    await writeWhole(targetPath, encodeTo, { never, signal, temporaryFolder: options.temporaryFolder });
  } finally {
    await (picture as FinishedPicture | null)?.remove();
  }
}

async function encode(
  { path: sourcePath, raster }: FinishedPicture,
  path: string,
  { format, quality, isCompact }: CompleteExportSettings,
  { exif, xmp }: ChosenMetadata,
): Promise<void> {
  const encoding = encodings[format];
  const pipeline = sharp(sourcePath, { limitInputPixels: false }).keepIccProfile();
  if (raster.depth === 16) pipeline.toColourspace('rgb16');
  if (xmp !== null) pipeline.withXmp(xmp);
  const placeholder = format === 'tiff' || exif === null ? null : reserveExif(exif);
  if (placeholder !== null) pipeline.withExif(placeholder.exif);
  await encoding.encode(pipeline, { ...raster, quality, isCompact }).toFile(path);
  if (placeholder !== null) await fillReservedExif(path, placeholder);
  if (format === 'tiff' && exif !== null) await appendExifToTiff(path, exif);
}

async function gainMapFor(
  photo: PhotoHeader,
  { format }: CompleteExportSettings,
  { crop, straighten = 0 }: WriteOptions,
  size: Size,
  onLoss: (loss: Said) => void,
): Promise<CarriedGainMap | null> {
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height };
  const { carried, loss } = await prepareGainMap(photo, crop ?? whole, size);
  if (loss !== null) onLoss(loss);
  if (carried === null || (format === 'jpeg' && straighten === 0)) return carried;
  onLoss(say(straighten === 0 ? 'writing.gain-map-format' : 'writing.gain-map-straightened'));
  return null;
}

/** The XMP grows with what it has to tell; what a format cannot hold is given up, the map of provenance first. */
function metadataFor(
  photo: PhotoHeader,
  settings: CompleteExportSettings,
  { software, crop, straighten, note = null }: WriteOptions,
  size: Size,
  gainMap: CarriedGainMap | null,
  onLoss: (loss: Said) => void,
): ChosenMetadata {
  const { maxMetadata } = encodings[settings.format];
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height };
  const regions = { photo, orientation: orientationOf(photo), straighten, crop: crop ?? whole };
  const changes = { size, software, keepGps: settings.keepGps, regions };
  const choose = (from: PhotoHeader, told: ProcessingNote | null): ChosenMetadata => {
    const metadata = chooseMetadata(from, settings.metadata, changes, told);
    return gainMap === null ? metadata : { ...metadata, xmp: addDescription(metadata.xmp, gainMap.description) };
  };
  const fits = ({ xmp }: ChosenMetadata): boolean => xmp === null || Buffer.byteLength(xmp) <= maxMetadata;
  if (settings.metadata === 'all' && speaksOfPanorama(photo.xmp)) {
    onLoss(say('writing.panorama-left-out'));
  }
  const everything = choose(photo, note);
  if (fits(everything)) return everything;
  let told = note;
  if (note?.provenanceMap) {
    onLoss(say('writing.provenance-too-large'));
    told = { ...note, provenanceMap: null };
    const smaller = choose(photo, told);
    if (fits(smaller)) return smaller;
  }
  if (photo.shorterXmp !== null) {
    onLoss(say('writing.xmp-shortened'));
    const shorter = choose({ ...photo, xmp: photo.shorterXmp }, told);
    if (fits(shorter)) return shorter;
  }
  onLoss(say('writing.xmp-too-large', { format: settings.format.toUpperCase() }));
  return { exif: everything.exif, xmp: gainMap === null ? null : addDescription(null, gainMap.description) };
}

function withFittingExif(metadata: ChosenMetadata, format: ExportFormat, onLoss: (loss: Said) => void): ChosenMetadata {
  if (metadata.exif === null) return metadata;
  const exif = fittingExif(metadata.exif, encodings[format].maxMetadata);
  if (exif !== metadata.exif) onLoss(say('writing.exif-shortened', { format: format.toUpperCase() }));
  return { ...metadata, exif };
}

async function takeFileTime(path: string, from: string): Promise<void> {
  const { atime, mtime } = await stat(from);
  await utimes(path, atime, mtime);
}

/** Throws `image-too-large` for a picture that the format cannot hold. */
export function checkSide({ width, height }: Size, format: ExportFormat): void {
  const { maxSide } = encodings[format];
  if (Math.max(width, height) <= maxSide) return;
  throw new AppError(
    'image-too-large',
    say('writing.too-many-pixels', { format: format.toUpperCase(), most: maxSide, width, height }),
  );
}
