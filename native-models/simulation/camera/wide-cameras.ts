import type { SensorNoise } from './bayer-sensor.ts';
import { sharpen, type Sharpening, reduceNoise, type NoiseReduction } from './sharpening.ts';
import { createPlanarImage, planeOf, type PlanarImage, copyWindow } from '../planar-image.ts';
import { tileSide } from '../tile-geometry.ts';
import type { Random } from '../../random.ts';
import { drawFrom, drawShare, drawWhole } from '../draw.ts';
import { keysCubic } from '../../planes.ts';
import { filterByTaps, filterPlane, type LineFilter } from './filter-plane.ts';
import { compressAsJpeg } from './jpeg-compression.ts';
import { gaussianTaps, lensFilters } from './lens-shape.ts';
import { decodeLight, encodeLight, quantiseToBytes } from './light.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { addSensorNoise } from './sensor-noise.ts';

/**
 * clean    shrunk by a resampling filter, as encoded: both photos of a pair are shrunk so to have a truth
 * blurred  a lens of any softness, noise, at times sharpened
 * phone    a soft lens, then the phone's own noise reduction, and its sharpening with dark and bright halos
 */
export type WideCameraKind = 'clean' | 'blurred' | 'phone';

/** One wide camera: what it does to a scene, drawn once and the same for every picture that it takes. */
export interface WideCamera {
  /** Whether lens and pixels act on light, or on encoded values as resampling programs do. */
  readonly isLinear: boolean;
  readonly shrink: ShrinkKind;
  readonly blur: Blur;
  /** Of linear light; null without noise. */
  readonly noise: SensorNoise | null;
  /** Of its photos; what the camera is measured by, edges, shows none of it. */
  readonly noiseReduction: NoiseReduction | null;
  readonly sharpening: Sharpening | null;
  /** The probability that its photos are kept as JPEG. */
  readonly compressed: number;
}

/** JPEG's blocks lie anywhere over the tile; this many pixels, a multiple of 16, always hold it. */
const compressedSide = tileSide + 16;
/** What compression and sharpening look at around the tile, in wide pixels. */
const margin = 16;
const sharpeningMargin = 10;

export function drawWideCamera(kind: WideCameraKind, random: Random): WideCamera {
  const model = ranges.wide[kind];
  const isLinear = random.chance(model.linearLight);
  const shrink = drawShare<ShrinkKind>(random, model.filters);
  const blur = drawBlur(random, model.blur);
  const isNoisy = random.chance(model.noisy);
  const noise = { shot: drawFrom(random, model.shot), read: drawFrom(random, model.read) };
  const sharpening = drawSharpening(random, model);
  const noiseReduction = drawNoiseReduction(random.fork('noise-reduction'), model.smoothed);
  return {
    isLinear,
    shrink,
    blur,
    noise: isNoisy ? noise : null,
    noiseReduction,
    sharpening,
    compressed: model.compressed,
  };
}

/** The middle tile of a scene as the camera's photo shows it: [3, T, T], encoded, in whole steps of 1/255. */
export function photographWide(scene: PlanarImage, camera: WideCamera, random: Random): Float32Array {
  const photo = exposed(scene, camera, margin);
  const { isLinear, noise, noiseReduction, sharpening } = camera;
  if (noise !== null) {
    if (!isLinear) decodeLight(photo.data);
    addSensorNoise(photo, noise, random.fork('noise'));
  }
  if (noise !== null || isLinear) encodeLight(photo.data);
  if (noiseReduction !== null) reduceNoise(photo, noiseReduction);
  if (sharpening !== null) sharpen(photo, sharpening);
  return developed(photo, random.fork('file'), camera.compressed);
}

/** The middle tile of any picture on the 2x grid as the camera would see it, without noise and not as a file: K(I), [3, T, T]. */
export function seeThrough(picture: PlanarImage, camera: WideCamera): Float32Array {
  const photo = exposed(picture, camera, sharpeningMargin);
  if (camera.isLinear) encodeLight(photo.data);
  if (camera.sharpening !== null) sharpen(photo, camera.sharpening);
  return copyWindow(photo, sharpeningMargin, sharpeningMargin, tileSide).data;
}

/** A tile of the photo with `border` pixels around it, before noise, in the camera's own domain. */
function exposed(picture: PlanarImage, { isLinear, blur, shrink }: WideCamera, border: number): PlanarImage {
  const source = isLinear ? { ...picture, data: picture.data.slice() } : picture;
  if (isLinear) decodeLight(source.data);
  return shrunk(source, blur, shrinkTaps[shrink], tileSide + 2 * border);
}

export interface Blur {
  readonly along: number;
  readonly across: number;
  readonly angle: number;
}

function drawBlur(random: Random, range: { from: number; to: number }): Blur {
  const along = range.to > 0 ? drawFrom(random, range) : 0;
  const other = range.to > 0 ? drawFrom(random, range) : 0;
  return {
    along,
    across: random.chance(ranges.wide.equalBlur) ? along : other,
    angle: random.between(0, Math.PI),
  };
}

function drawSharpening(random: Random, model: (typeof ranges.wide)[WideCameraKind]): Sharpening | null {
  const sharpening = {
    amount: drawFrom(random, model.amount),
    sigma: drawFrom(random, model.radius),
    chromaSigma: drawFrom(random, model.chromaRadius),
  };
  return random.chance(model.sharpened) ? sharpening : null;
}

function drawNoiseReduction(random: Random, smoothed: number): NoiseReduction | null {
  const { threshold, radius } = ranges.noiseReduction;
  const drawn = { threshold: drawFrom(random, threshold), sigma: drawFrom(random, radius) };
  return random.chance(smoothed) ? drawn : null;
}

/** The middle of a picture at half its size, `side` pixels of it. */
function shrunk(source: PlanarImage, blur: Blur, weights: readonly number[], side: number): PlanarImage {
  const start = (source.width - 2 * side) / 2;
  const photo = createPlanarImage(side, side);
  if (blur.along === blur.across) {
    const line = blur.along > 0 ? gaussianTaps(blur.along).map(({ weight }) => weight) : [1];
    const filter = createHalving(combined(line, weights), start, side);
    for (let channel = 0; channel < 3; channel++)
      filterPlane(planeOf(source, channel), source.width, filter, filter, planeOf(photo, channel));
    return photo;
  }
  const [straight, slanted] = lensFilters(blur);
  const filter = createHalving(weights, start, side);
  const [first, second] = [new Float32Array(source.width ** 2), new Float32Array(source.width ** 2)];
  for (let channel = 0; channel < 3; channel++) {
    filterByTaps(planeOf(source, channel), source.width, straight, first);
    filterByTaps(first, source.width, slanted, second);
    filterPlane(second, source.width, filter, filter, planeOf(photo, channel));
  }
  return photo;
}

/** The tile as a file would give it back. */
function developed(photo: PlanarImage, random: Random, compressed: number): Float32Array {
  const quality = drawWhole(random, ranges.jpeg.quality);
  const halved = random.chance(ranges.jpeg.halved);
  const [x, y] = [random.integer(0, compressedSide - tileSide - 1), random.integer(0, compressedSide - tileSide - 1)];
  if (!random.chance(compressed)) {
    const tile = copyWindow(photo, margin, margin, tileSide);
    quantiseToBytes(tile.data);
    return tile.data;
  }
  const blocks = copyWindow(photo, margin - x, margin - y, compressedSide);
  compressAsJpeg(blocks, { quality, halved });
  return copyWindow(blocks, x, y, tileSide).data;
}

/**
 * Filters that halve a line, centred between two pixels: the bicubic one stretched by two against aliasing (as
 * shrinking programs do), plain bicubic, and the mean of two pixels.
 */
export const shrinkTaps = {
  antialiased: normalised([-1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75].map(keysCubic)),
  bicubic: normalised([-1.5, -0.5, 0.5, 1.5].map(keysCubic)),
  area: [0.5, 0.5],
} as const satisfies Record<string, readonly number[]>;

type ShrinkKind = keyof typeof shrinkTaps;

/** `count` results from pairs of pixels beginning at `start`; `weights` are an even number, the middle ones those of the pair. */
export function createHalving(weights: readonly number[], start: number, count: number): LineFilter {
  const taps = weights.length;
  const filter = { taps, places: new Int32Array(count * taps), weights: new Float32Array(count * taps) };
  for (let index = 0; index < count; index++) {
    for (const [tap, weight] of weights.entries()) {
      filter.places[index * taps + tap] = start + 2 * index - taps / 2 + 1 + tap;
      filter.weights[index * taps + tap] = weight;
    }
  }
  return filter;
}

/** The weights of two filters one after the other. */
export function combined(one: readonly number[], other: readonly number[]): number[] {
  const result = new Array<number>(one.length + other.length - 1).fill(0);
  for (const [at, weight] of one.entries())
    for (const [further, factor] of other.entries())
      result[at + further] = (result[at + further] ?? 0) + weight * factor;
  return result;
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
