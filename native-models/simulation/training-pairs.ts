import type { Random } from '../random.ts';
import { copyWindow, type PlanarImage } from './planar-image.ts';
import { referenceSide, tileSide, truthCells, truthSide, truthStart } from './tile-geometry.ts';
import { cutScene, type SharpPhoto, type TrainingScene } from './scene/cut-scene.ts';
import { createRandomFrom, drawShare } from './draw.ts';
import { photographByPhone, seeThroughPhone, type KnownPhone } from './camera/known-phone.ts';
import { drawTruthCamera, photographTruth, seeAsTruth } from './scene/photographed-truth.ts';
import ranges from './ranges.json' with { type: 'json' };
import { makeReference, type ReferenceKind } from './reference/references.ts';
import { drawWideCamera, photographWide, seeThrough, type WideCameraKind } from './camera/wide-cameras.ts';
import { blurPlane } from './camera/lens-blur.ts';
import { comparedSide, noiseLeft } from '../noise-left.ts';

export type { KnownPhone, ReferenceKind, SharpPhoto, WideCameraKind };

/** B pairs; colours 0 to 1 as encoded in sRGB, planes in the order red, green, blue, rows from the top. */
export interface TrainingBatch {
  /** [B, 3, 64, 64], in whole steps of 1/255. */
  readonly wide: Float32Array;
  /** [B, 3, 128, 128] on the 2x grid: the scene's own pixels, or those of the photo that a clean wide was shrunk from. */
  readonly truth: Float32Array;
  /** [B, 3, 176, 176] on the 2x grid, 24 pixels more than the truth on each side; grey 0.5 where it is not known. */
  readonly reference: Float32Array;
  /** [B, 1, 176, 176], 1 where the reference is known, else 0. */
  readonly validity: Float32Array;
  /** K(I_Ref), [B, 3, 64, 64]: the reference as the wide camera would have taken it, as far as that camera is known. */
  readonly seen: Float32Array;
  /** [B, 1, 1, 1]: standard deviation of what the right K(I_Ref) leaves of the wide. */
  readonly noise: Float32Array;
  /**
   * [B, 1024]: for each of the truth's 32 x 32 cells of 4 x 4 pixels (reading order) the number of the reference cell, of
   * 44 x 44 in reading order, that shows what lies at its centre; -1 where none does.
   */
  readonly matches: Float32Array;
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
 * Pairs of a wide tile and a reference with their truth, cut from sharp photos of at least 224 x 224 pixels; everything is
 * drawn from `training/ranges.json`. The same seed gives the same bytes; a pair depends on the seed and its place in
 * the batch alone, and pairs that differ only in `reference` have the same wide and truth. Throws a RangeError without
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
    const { wide, truth, see } = photograph(scene, options.phone ?? options.camera ?? camera, random);
    const isOwnTele = options.phone !== undefined;
    const reference = makeReference(scene, photos, options.reference ?? kind, random.fork('tele'), isOwnTele);
    put(batch.wide, wide, index);
    put(batch.truth, copyWindow(truth, truthStart, truthStart, truthSide).data, index);
    put(batch.reference, reference.pixels, index);
    put(batch.validity, reference.validity, index);
    put(batch.matches, reference.matches, index);
    const estimate = random.fork('estimate');
    const errors = [ranges.estimate.gain * estimate.normal(), ranges.estimate.gain * estimate.normal()] as const;
    const seen = reference.picture === null ? wide : see(reference.picture);
    const left = noiseBetween(wide, errWhereSharp(see(scene.seen), errors));
    const noise = left * Math.exp(ranges.estimate.noise * estimate.normal());
    put(batch.seen, errWhereSharp(seen, errors), index);
    put(batch.noise, Float32Array.of(noise), index);
  }
  return batch;
}

/** A scene before a wide camera: its tile, the picture that the truth is cut from, and any picture as that camera sees it. */
interface Photographed {
  readonly wide: Float32Array;
  readonly truth: PlanarImage;
  readonly see: (picture: PlanarImage) => Float32Array;
}

function photograph({ seen }: TrainingScene, by: WideCameraKind | KnownPhone, random: Random): Photographed {
  if (typeof by !== 'string')
    return {
      wide: photographByPhone(seen, by, random.fork('wide')),
      truth: seen,
      see: (picture) => seeThroughPhone(picture, by),
    };
  const truthCamera = by === 'clean' ? drawTruthCamera(random.fork('truth-camera')) : null;
  const truth = truthCamera === null ? seen : photographTruth(seen, truthCamera, random.fork('truth'));
  const camera = drawWideCamera(by, random.fork('camera'));
  return {
    wide: photographWide(truth, camera, random.fork('wide')),
    truth,
    see: (picture) => seeThrough(truthCamera === null ? picture : seeAsTruth(picture, truthCamera), camera),
  };
}

function createBatch(count: number): TrainingBatch {
  return {
    wide: new Float32Array(count * 3 * tileSide ** 2),
    truth: new Float32Array(count * 3 * truthSide ** 2),
    reference: new Float32Array(count * 3 * referenceSide ** 2),
    validity: new Float32Array(count * referenceSide ** 2),
    seen: new Float32Array(count * 3 * tileSide ** 2),
    noise: new Float32Array(count),
    matches: new Float32Array(count * truthCells ** 2),
  };
}

function put(target: Float32Array, part: Float32Array, index: number): void {
  target.set(part, index * part.length);
}

const plane = tileSide * tileSide;
/** What is left between wide and seen, both [3, T, T], as an enhancement measures it. */
export function noiseBetween(wide: Float32Array, seen: Float32Array): number {
  const residual = wide.map((value, at) => value - (seen[at] ?? 0));
  const across = Array.from({ length: tileSide / comparedSide }, (_, index) => index * comparedSide);
  return noiseLeft(
    across.flatMap((y) =>
      across.map((x) => ({ rough: deviationAround(residual, x, y), texture: deviationAround(wide, x, y) })),
    ),
  );
}

/** Of green in the square whose first pixel is (x, y). */
function deviationAround(planes: Float32Array, x: number, y: number): number {
  const values = Array.from({ length: comparedSide ** 2 }, (_, index) => {
    const row = y + Math.floor(index / comparedSide);
    return planes[plane + row * tileSide + x + (index % comparedSide)] ?? 0;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** The bands in which an estimate errs, in wide pixels: what is finer than the first, and than the second. */
const bands = [0.8, 2] as const;

/** A camera that was measured a little too sharp or too soft: what [3, T, T] has in each band made stronger by a share of its own. */
export function errWhereSharp(seen: Float32Array, shares: readonly [number, number]): Float32Array {
  const result = seen.slice();
  const soft = new Float32Array(plane);
  for (let channel = 0; channel < 3; channel++) {
    const exact = seen.subarray(channel * plane, (channel + 1) * plane);
    const erring = result.subarray(channel * plane, (channel + 1) * plane);
    bands.forEach((sigma, band) => {
      blurPlane(exact, soft, tileSide, tileSide, sigma);
      for (let at = 0; at < plane; at++)
        erring[at] = (erring[at] ?? 0) + (shares[band] ?? 0) * ((exact[at] ?? 0) - (soft[at] ?? 0));
    });
  }
  return result;
}
