import { blurGaussian } from '../camera/lens-blur.ts';
import { sharpen } from '../camera/sharpening.ts';
import { createPlanarImage, planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';
import { drawFrom, drawWhole } from '../draw.ts';
import { createLineFilter, cubicKernel, filterPlane, gaussianKernel, type LineFilter } from '../camera/filter-plane.ts';
import { compressAsJpeg } from '../camera/jpeg-compression.ts';
import { decodeLight, encodeLight, quantiseToBytes } from '../camera/light.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { addSensorNoise } from '../camera/sensor-noise.ts';
import { drawShape } from '../scene/shapes.ts';
import { colourLight, drawTeleColours, encodeColours } from './tele-colours.ts';

/**
 * What a telephoto camera makes of its view, on the 2x grid again, as encoded and in its own colours. The camera has pixels of
 * its own: at a zoom of 2 they are as fine as the grid's, below coarser, above finer, and the reference is resampled from them.
 */
export function photographTele(view: PlanarImage, random: Random): PlanarImage {
  const model = ranges.tele;
  const light = { ...view, data: view.data.slice() };
  decodeLight(light.data);
  defocus(light, random.fork('defocus'));
  const isSameGrid = random.chance(model.sameGrid);
  const zoom = isSameGrid ? 2 : drawFrom(random, model.zoom);
  const blur = random.chance(model.blurred) ? drawFrom(random, model.blur) : 0;
  const grid = isSameGrid ? null : createGrid(view.width, zoom / 2, random);
  const photo = expose(light, grid, blur);
  const colours = drawTeleColours(random.fork('colours'));
  colourLight(photo, colours);
  const noise = { shot: drawFrom(random, model.shot), read: drawFrom(random, model.read) };
  if (random.chance(model.noisy)) addSensorNoise(photo, noise, random.fork('noise'));
  encodeColours(photo, colours);
  const sharpening = { amount: drawFrom(random, model.amount), sigma: drawFrom(random, model.radius), chromaSigma: 0 };
  if (random.chance(model.sharpened)) sharpen(photo, sharpening);
  const jpeg = { quality: drawWhole(random, ranges.jpeg.quality), halved: random.chance(ranges.jpeg.halved) };
  if (random.chance(model.compressed)) compressAsJpeg(photo, jpeg);
  else quantiseToBytes(photo.data);
  return grid === null ? photo : filtered(photo, view.width, grid.back);
}

/**
 * What the same camera makes of a view in one of its own photos, in place of a new one: nothing of its sharpness is lost once more, and
 * noise, compression and colours, which the photo has already, differ only a little. On the 2x grid, as encoded.
 */
export function photographTeleAgain(view: PlanarImage, random: Random): PlanarImage {
  const model = ranges.ownTele;
  const photo = { ...view, data: view.data.slice() };
  if (random.chance(model.noisy)) {
    const noise = { shot: drawFrom(random, model.shot), read: drawFrom(random, model.read) };
    decodeLight(photo.data);
    addSensorNoise(photo, noise, random.fork('noise'));
    encodeLight(photo.data);
  }
  const jpeg = { quality: drawWhole(random, ranges.jpeg.quality), halved: random.chance(ranges.jpeg.halved) };
  if (random.chance(model.compressed)) compressAsJpeg(photo, jpeg);
  else quantiseToBytes(photo.data);
  return photo;
}

/** Blurs a part of the picture, in place: what lies beyond the depth of field. */
function defocus(light: PlanarImage, random: Random): void {
  if (!random.chance(ranges.tele.defocused)) return;
  const cover = drawShape(random.fork('shape'), light.width);
  const soft = blurGaussian(light, drawFrom(random, ranges.tele.defocus));
  const edge = blurGaussian({ ...light, data: cubeOf(cover) }, 2);
  for (let at = 0; at < light.data.length; at++) {
    const from = light.data[at] ?? 0;
    light.data[at] = from + ((soft.data[at] ?? 0) - from) * (edge.data[at] ?? 0);
  }
}

function cubeOf(plane: Float32Array): Float32Array {
  const data = new Float32Array(3 * plane.length);
  for (let channel = 0; channel < 3; channel++) data.set(plane, channel * plane.length);
  return data;
}

/** The camera's own pixels and the way back. */
interface TeleGrid {
  readonly side: number;
  /** Tele pixels per pixel of the 2x grid. */
  readonly density: number;
  /** Where the camera's first pixel lies on the 2x grid. */
  readonly start: number;
  readonly back: LineFilter;
}

/** As many pixels as cover the picture, a multiple of 16 for compression. */
function createGrid(side: number, density: number, random: Random): TeleGrid {
  const start = random.between(-1, 0);
  const own = 16 * Math.ceil((side * density + 2) / 16);
  const back = createLineFilter(
    own,
    side,
    cubicKernel(density > 1.05 ? density : 1),
    (index) => (index - start + 0.5) * density - 0.5,
  );
  return { side: own, density, start, back };
}

/** Linear light on the camera's pixels, blurred by its lens (deviation in its own pixels). */
function expose(light: PlanarImage, grid: TeleGrid | null, blur: number): PlanarImage {
  if (grid === null) return blur > 0 ? blurGaussian(light, blur) : light;
  const { side, density, start } = grid;
  const kernel = blur * density ** -1 > 0.5 ? gaussianKernel(blur / density) : cubicKernel(Math.max(1, 1 / density));
  return filtered(
    light,
    side,
    createLineFilter(light.width, side, kernel, (index) => (index + 0.5) / density - 0.5 + start),
  );
}

function filtered(image: PlanarImage, side: number, line: LineFilter): PlanarImage {
  const result = createPlanarImage(side, side);
  for (let channel = 0; channel < 3; channel++)
    filterPlane(planeOf(image, channel), image.width, line, line, planeOf(result, channel));
  return result;
}
