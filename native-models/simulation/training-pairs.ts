import { cameraDescriptionLength, describeCamera, describeGains, unknownCamera } from '../dcsr/camera-description.ts';
import type { Random } from './random.ts';
import { copyWindow } from './training/copy-window.ts';
import type { PlanarImage } from './planar-image.ts';
import { cutScene, type SharpPhoto } from './training/cut-scene.ts';
import { createRandomFrom, drawShare } from './training/draw.ts';
import { photographByPhone, type KnownPhone } from './training/known-phone.ts';
import { photographTruth } from './training/photographed-truth.ts';
import ranges from './training/ranges.json' with { type: 'json' };
import { makeReference, type ReferenceKind } from './training/references.ts';
import { referenceSide, tileSide, truthCells, truthSide, truthStart } from './training/tile-geometry.ts';
import { photographWide, type WideCameraKind } from './training/wide-cameras.ts';

export type { KnownPhone, ReferenceKind, SharpPhoto, WideCameraKind };

/** B pairs; colours 0 to 1 as encoded in sRGB, planes in the order red, green, blue, rows from the top. */
export interface TrainingBatch {
  /** [B, 3, 32, 32], in whole steps of 1/255. */
  readonly wide: Float32Array;
  /** [B, 3, 64, 64] on the 2x grid: the scene's own pixels, or those of the photo that a clean wide was shrunk from. */
  readonly truth: Float32Array;
  /** [B, 3, 112, 112] on the 2x grid, 24 pixels more than the truth on each side; grey 0.5 where it is not known. */
  readonly reference: Float32Array;
  /** [B, 1, 112, 112], 1 where the reference is known, else 0. */
  readonly validity: Float32Array;
  /**
   * [B, 256]: for each of the truth's 16 x 16 cells of 4 x 4 pixels (reading order) the number of the reference cell, of
   * 28 x 28 in reading order, that shows what lies at its centre; -1 where none does.
   */
  readonly matches: Float32Array;
  /** [B, 5]: what is known of the wide camera, as `describeCamera` gives it; zeros where nothing is. */
  readonly camera: Float32Array;
}

export interface TrainingBatchOptions {
  readonly count: number;
  /** Whole numbers, say of the training and of the step. */
  readonly seed: readonly number[];
  /** Fix what is drawn otherwise. */
  readonly camera?: WideCameraKind;
  readonly reference?: ReferenceKind;
  /** The wide camera itself, where it is known, and the photos are those of its tele: then the truth is the scene, and `camera` is not asked. */
  readonly phone?: KnownPhone;
}

/**
 * Pairs of a wide tile and a reference with their truth, cut from sharp photos of at least 160 x 160 pixels; everything is
 * drawn from `training/ranges.json`. The same seed gives the same bytes; a pair depends on the seed and its place in
 * the batch alone, and pairs that differ only in `reference` have the same wide, truth and camera. Throws a RangeError without
 * photos, with too small ones, and for a count that is not a whole number of at least 1.
 */
export function simulateTrainingBatch(photos: readonly SharpPhoto[], options: TrainingBatchOptions): TrainingBatch {
  const { count, seed } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`Expected a whole number of pairs, at least 1, received ${count}`);
  const batch = createBatch(count);
  for (let index = 0; index < count; index++) {
    const random = createRandomFrom([...seed, index]);
    const camera = drawShare(random, ranges.wide.cameras);
    const kind = drawShare(random, ranges.reference.kinds);
    const scene = cutScene(photos, random.fork('scene'));
    const { wide, truth, description } =
      options.phone === undefined
        ? photographByKind(scene.seen, options.camera ?? camera, random)
        : photographByKnownPhone(scene.seen, options.phone, random);
    const isOwnTele = options.phone !== undefined;
    const reference = makeReference(scene, photos, options.reference ?? kind, random.fork('tele'), isOwnTele);
    put(batch.wide, wide, index);
    put(batch.truth, copyWindow(truth, truthStart, truthStart, truthSide).data, index);
    put(batch.reference, reference.pixels, index);
    put(batch.validity, reference.validity, index);
    put(batch.matches, reference.matches, index);
    put(batch.camera, description, index);
  }
  return batch;
}

/** A scene before a wide camera: its tile, the picture that the truth is cut from, and what is known of the camera. */
interface Photographed {
  readonly wide: Float32Array;
  readonly truth: PlanarImage;
  readonly description: Float32Array;
}

function photographByKind(seen: PlanarImage, kind: WideCameraKind, random: Random): Photographed {
  const truth = kind === 'clean' ? photographTruth(seen, random.fork('truth')) : { photo: seen, noise: 0 };
  const wide = photographWide(truth.photo, kind, random.fork('wide'));
  const noise = Math.max(wide.noise, truth.noise);
  return {
    wide: wide.pixels,
    truth: truth.photo,
    description: describe(wide.gains, noise, random.fork('description')),
  };
}

function photographByKnownPhone(seen: PlanarImage, phone: KnownPhone, random: Random): Photographed {
  const deviations = phone.noise.map(({ deviation }) => deviation);
  const noise = deviations.reduce((sum, deviation) => sum + deviation, 0) / Math.max(1, deviations.length);
  return {
    wide: photographByPhone(seen, phone, random.fork('wide')),
    truth: seen,
    description: describeCamera(phone.response, noise),
  };
}

function createBatch(count: number): TrainingBatch {
  return {
    wide: new Float32Array(count * 3 * tileSide ** 2),
    truth: new Float32Array(count * 3 * truthSide ** 2),
    reference: new Float32Array(count * 3 * referenceSide ** 2),
    validity: new Float32Array(count * referenceSide ** 2),
    matches: new Float32Array(count * truthCells ** 2),
    camera: new Float32Array(count * cameraDescriptionLength),
  };
}

function put(target: Float32Array, part: Float32Array, index: number): void {
  target.set(part, index * part.length);
}

/** What an estimate from the pair at hand would say of the camera, if there is one. */
function describe(gains: readonly number[], noise: number, random: Random): Float32Array {
  const { unknown, error, noiseError } = ranges.description;
  if (random.chance(unknown)) return unknownCamera;
  const estimated = gains.map((gain) => Math.max(0, gain + error * random.normal()));
  return describeGains(estimated, noise * Math.exp(noiseError * random.normal()));
}
