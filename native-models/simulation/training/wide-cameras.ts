import { sharpen, type Sharpening } from '../camera/sharpening.ts';
import { createPlanarImage, planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../random.ts';
import { gainsOfFilters } from './camera-gains.ts';
import { copyWindow } from './copy-window.ts';
import { drawFrom, drawShare, drawWhole } from './draw.ts';
import { filterByTaps, filterPlane, type Tap } from './filter-plane.ts';
import { compressAsJpeg } from './jpeg-compression.ts';
import { gaussianTaps, lensFilters } from './lens-shape.ts';
import { decodeLight, encodeLight, quantiseToBytes } from './light.ts';
import ranges from './ranges.json' with { type: 'json' };
import { addSensorNoise } from './sensor-noise.ts';
import { combined, createHalving, shrinkTaps, type ShrinkKind } from './shrinking.ts';
import { sceneSide, tileSide, truthStart } from './tile-geometry.ts';

/**
 * clean    shrunk by a resampling filter, as encoded: both photos of a pair are shrunk so to have a truth
 * blurred  a lens of any softness, noise, at times sharpened
 * phone    a soft lens, then the phone's own sharpening with its dark and bright halos
 */
export type WideCameraKind = 'clean' | 'blurred' | 'phone';

export interface WideTile {
  /** [3, 32, 32], encoded, in whole steps of 1/255. */
  readonly pixels: Float32Array;
  /** What the camera leaves of waves at the described frequencies of the 2x grid. */
  readonly gains: readonly number[];
  /** Standard deviation of the tile's luma noise, encoded. */
  readonly noise: number;
}

/** Of the part of the wide photo that is simulated, for sharpening and compression to reach beyond the tile. */
const regionSide = 64;
const tileStart = (regionSide - tileSide) / 2;
const regionStart = truthStart - 2 * tileStart;
/** JPEG's blocks lie anywhere over the tile; this many pixels always hold it. */
const compressedSide = 48;

/** The middle tile of a scene through a wide camera of a kind. */
export function photographWide(seen: PlanarImage, kind: WideCameraKind, random: Random): WideTile {
  const model = ranges.wide[kind];
  const isLinear = random.chance(model.linearLight);
  const shrink = drawShare<ShrinkKind>(random, model.filters);
  const blur = drawBlur(random, model.blur);
  const source = isLinear ? { ...seen, data: seen.data.slice() } : seen;
  if (isLinear) decodeLight(source.data);
  const { photo, filters } = shrunk(source, blur, shrinkTaps[shrink]);
  const noiseRandom = random.fork('noise');
  const isNoisy = random.chance(model.noisy);
  const level = { shot: drawFrom(random, model.shot), read: drawFrom(random, model.read) };
  const sharpening = drawSharpening(random, model);
  const before = isNoisy ? encoded(photo, isLinear) : null;
  if (isNoisy && !isLinear) decodeLight(photo.data);
  if (isNoisy) addSensorNoise(photo, level, noiseRandom);
  if (isNoisy || isLinear) encodeLight(photo.data);
  const noise = before === null ? 0 : noiseOf(before, photo, sharpening);
  if (sharpening !== null) sharpen(photo, sharpening);
  const gains = gainsOfFilters(filters, {
    amount: sharpening?.amount ?? 0,
    soft: gaussianTaps(sharpening?.sigma ?? 0),
  });
  return { pixels: developed(photo, random.fork('file'), model.compressed), gains, noise };
}

interface Blur {
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

/** The scene's middle at half its size, and the filters of the 2x grid that were applied. */
function shrunk(
  source: PlanarImage,
  blur: Blur,
  weights: readonly number[],
): { photo: PlanarImage; filters: readonly (readonly Tap[])[] } {
  const photo = createPlanarImage(regionSide, regionSide);
  const shrinking = lineOf(weights);
  if (blur.along === blur.across) {
    const line = blur.along > 0 ? gaussianTaps(blur.along).map(({ weight }) => weight) : [1];
    const filter = createHalving(combined(line, weights), regionStart, regionSide);
    for (let channel = 0; channel < 3; channel++)
      filterPlane(planeOf(source, channel), sceneSide, filter, filter, planeOf(photo, channel));
    return { photo, filters: [...lineOf(line), ...shrinking] };
  }
  const [straight, slanted] = lensFilters(blur);
  const filter = createHalving(weights, regionStart, regionSide);
  const [first, second] = [new Float32Array(sceneSide ** 2), new Float32Array(sceneSide ** 2)];
  for (let channel = 0; channel < 3; channel++) {
    filterByTaps(planeOf(source, channel), sceneSide, straight, first);
    filterByTaps(first, sceneSide, slanted, second);
    filterPlane(second, sceneSide, filter, filter, planeOf(photo, channel));
  }
  return { photo, filters: [straight, slanted, ...shrinking] };
}

/** The same weights along rows and along columns. */
function lineOf(weights: readonly number[]): Tap[][] {
  return [
    weights.map((weight, right) => ({ right, down: 0, weight })),
    weights.map((weight, down) => ({ right: 0, down, weight })),
  ];
}

function encoded(photo: PlanarImage, isLinear: boolean): PlanarImage {
  const data = isLinear ? photo.data.slice() : photo.data.map((value) => Math.min(1, Math.max(0, value)));
  if (isLinear) encodeLight(data);
  return { ...photo, data };
}

/** Standard deviation over the tile of what noise does to brightness, as sharpening leaves it. */
function noiseOf(before: PlanarImage, after: PlanarImage, sharpening: Sharpening | null): number {
  const difference = createPlanarImage(regionSide, regionSide);
  for (let at = 0; at < difference.data.length; at++)
    difference.data[at] = (after.data[at] ?? 0) - (before.data[at] ?? 0);
  if (sharpening !== null) sharpen(difference, { ...sharpening, chromaSigma: 0 });
  const [red, green, blue] = [planeOf(difference, 0), planeOf(difference, 1), planeOf(difference, 2)];
  let squares = 0;
  for (let row = tileStart; row < tileStart + tileSide; row++) {
    for (let column = tileStart; column < tileStart + tileSide; column++) {
      const at = row * regionSide + column;
      squares += (0.299 * (red[at] ?? 0) + 0.587 * (green[at] ?? 0) + 0.114 * (blue[at] ?? 0)) ** 2;
    }
  }
  return Math.sqrt(squares) / tileSide;
}

/** The tile as a file would give it back. */
function developed(photo: PlanarImage, random: Random, compressed: number): Float32Array {
  const quality = drawWhole(random, ranges.jpeg.quality);
  const halved = random.chance(ranges.jpeg.halved);
  const [x, y] = [random.integer(0, compressedSide - tileSide - 1), random.integer(0, compressedSide - tileSide - 1)];
  if (!random.chance(compressed)) {
    const tile = copyWindow(photo, tileStart, tileStart, tileSide);
    quantiseToBytes(tile.data);
    return tile.data;
  }
  const blocks = copyWindow(photo, tileStart - x, tileStart - y, compressedSide);
  compressAsJpeg(blocks, { quality, halved });
  return copyWindow(blocks, x, y, tileSide).data;
}
