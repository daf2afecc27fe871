import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { listPhotoFiles } from '#core/photos/files/scan-photos';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { shrinkImage } from '#core/photos/pixels/resample';
import { pause } from '#core/ground/waiting/pause';
import type { SharpPhoto } from '#native-models/simulation/scene/cut-scene';
import { syntheticPhotos } from '#native-models/simulation/painted-photos/paint-photos';

/** Photos in memory that worker threads share without copying. */
export interface TrainingPhotos {
  readonly training: readonly SharpPhoto[];
  /** Kept out of training: every 10th of each folder, the first included. */
  readonly validation: readonly SharpPhoto[];
  /** Changes when a photo does. */
  readonly fingerprint: string;
}

export interface ReadPhotosOptions {
  folders: readonly string[];
  /** Photos that were made and not read; every 10th of them is kept out too. */
  invented?: readonly SharpPhoto[];
  signal?: AbortSignal;
  report?: (fraction: number, label: string) => void;
  /** Told of every photo that is passed over, and why. */
  warn?: (message: string) => void;
}

/**
 * Reads the photos of some folders (with those below them, in the order of their names) as 8-bit sRGB. A photo that cannot be
 * read, or has a side under 256 pixels, is passed over with a warning. Full-size photos are halved, and only the middle of a
 * large one is kept. Throws `invalid-request` when fewer than two are left: one to train on and one to measure with.
 */
export async function readTrainingPhotos(options: ReadPhotosOptions): Promise<TrainingPhotos> {
  const { folders, invented = [], signal, report, warn } = options;
  const lists = [];
  for (const folder of folders) lists.push(await listPhotoFiles([folder]));
  const total = lists.flat().length;
  const side = keptSide(total);
  const [training, validation]: [SharpPhoto[], SharpPhoto[]] = [[], []];
  const hash = createHash('sha256');
  const share = (photos: readonly SharpPhoto[]): void => {
    for (const [index, photo] of photos.entries()) {
      (index % validationInterval === 0 ? validation : training).push(photo);
      hash.update(`${photo.width}x${photo.height} `).update(photo.data);
    }
  };
  let seen = 0;
  for (const list of lists) {
    const photos: SharpPhoto[] = [];
    for (const path of list) {
      signal?.throwIfAborted();
      report?.(seen / total, `Reading photo ${seen + 1} of ${total}`);
      seen += 1;
      const photo = await readSharpPhoto(path, side, warn);
      if (photo !== null) photos.push(photo);
    }
    share(photos);
  }
  share(invented);
  const found = training.length + validation.length;
  if (training.length === 0) {
    throw new AppError('invalid-request', {
      raw:
        `Expected at least two photos of ${minSide} pixels a side to train on, found ${found} in ${folders.join(', ') || 'no folder'}. ` +
        'Name a folder of sharp photos',
    });
  }
  return { training, validation, fingerprint: hash.digest('hex').slice(0, 16) };
}

const validationInterval = 10;
const minSide = 256;
const pixelLimit = 250e6;

/** Of all photos together, in bytes; what more would need is left out by keeping less of each photo. */
const memoryBudget = 2 * 2 ** 30;

/**
 * Photos from here on come whole from a camera. Every pixel of a sensor sees one colour, the rest is guessed, denoised and
 * sharpened, and lenses blur: at 100 % such a photo is not sharp, and would teach the network that blur is the truth.
 */
const fullSizePixels = 8e6;

function keptSide(photos: number): number {
  return Math.min(2048, Math.max(minSide, Math.floor(Math.sqrt(memoryBudget / 3 / Math.max(1, photos)))));
}

async function readSharpPhoto(path: string, side: number, warn: ReadPhotosOptions['warn']): Promise<SharpPhoto | null> {
  try {
    const image = await readImage(path, { pixelLimit, profile: null });
    const { width, height } = image;
    const isFullSize = width * height >= fullSizePixels;
    const sharp = isFullSize ? await shrinkImage(image, Math.round(Math.max(width, height) / 2)) : image;
    if (Math.min(sharp.width, sharp.height) >= minSide) return middleOf(sharp, side);
    warn?.(
      `${basename(path)} is passed over: it has ${width} x ${height} pixels, at least ${minSide} a side are needed.`,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    warn?.(`${basename(path)} is passed over: ${error.message}.`);
  }
  return null;
}

/** The middle, where lenses are sharpest, in memory that threads can share. */
function middleOf({ width, height, depth, data }: PixelImage, side: number): SharpPhoto {
  const [keptWidth, keptHeight] = [Math.min(width, side), Math.min(height, side)];
  const [left, top] = [(width - keptWidth) >> 1, (height - keptHeight) >> 1];
  const kept = new Uint8Array(new SharedArrayBuffer(keptWidth * keptHeight * 3));
  for (let y = 0; y < keptHeight; y += 1) {
    const start = ((top + y) * width + left) * 3;
    const row = data.subarray(start, start + keptWidth * 3);
    kept.set(depth === 8 ? row : row.map((value) => Math.round(value / 257)), y * keptWidth * 3);
  }
  return { width: keptWidth, height: keptHeight, data: kept };
}

/**
 * Photos that nobody took, in memory that threads share, so that a training needs none. Each follows from the seed and its
 * number alone. Throws the signal's reason between two of them.
 */
export async function inventPhotos(
  count: number,
  { seed, signal, report }: { seed: number; signal?: AbortSignal; report?: (fraction: number, label: string) => void },
): Promise<SharpPhoto[]> {
  const photos: SharpPhoto[] = [];
  for (let number = 0; number < count; number += 1) {
    signal?.throwIfAborted();
    report?.(number / count, `Inventing photo ${number + 1} of ${count}`);
    // One at a time: a picture takes a while, and Ctrl+C must get its turn.
    await pause();
    for (const { width, height, data } of syntheticPhotos(1, seed * seedsApart + number)) {
      const shared = new Uint8Array(new SharedArrayBuffer(data.length));
      shared.set(data);
      photos.push({ width, height, data: shared });
    }
  }
  return photos;
}

/** More than there are numbers. */
const seedsApart = 1_000_003;
