import { boundsOf, type Point, type Rectangle } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { readTele } from '#core/enhancement/inference/prepare-reference';
import { matchColour } from '#core/pairs/registering/match-colour';
import { highBand } from './luma.ts';
import type { Plane } from '#native-models/planes';

/** How much of a result's high band in the overlap came from the reference; the paper's Figure 9 in one number. */
export interface ReferenceShare {
  /**
   * 1 - E(with reference - reference) / E(without reference - reference), E the energy of the high band of luma. 0: the reference
   * changed nothing; 1: the high band is the reference's own; below 0: it moved away from it.
   */
  result: number;
  /** The same with the truth in the result's place: below 1 by what the two photos do not share, such as noise and misregistration. */
  truth: number;
}

/**
 * Compares in blocks of 64 x 64 pixels of the 2x grid that the tele covers wholly. In each block the registered, colour-matched tele is
 * first moved by up to 8 whole pixels to where it correlates best with the result *without* reference, which knows nothing of it,
 * so that parallax does not count as detail refused. Null without a homography, or where no block is covered.
 */
export function referenceShare(options: {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
  truth: Plane;
  without: Plane;
  result: Plane;
}): ReferenceShare | null {
  const { wide, tele, registration, truth, without, result } = options;
  const { homography, overlap } = registration;
  if (homography === null || overlap.length < 3) return null;
  const colour = matchColour(wide, tele, registration);
  const sums = { truth: 0, without: 0, result: 0 };
  for (const input of blocksIn(overlap, wide)) {
    const { pixels, validity } = readTele(
      { tele, homography, colour, field: null, tone: null },
      { x: 2 * input.x - search, y: 2 * input.y - search, width: side + 2 * search, height: side + 2 * search },
    );
    if (validity.includes(0)) continue;
    const reference = lumaOfPlanes(pixels);
    const place = { x: 2 * input.x, y: 2 * input.y, width: side, height: side };
    const alone = part(without, place);
    const offset = bestOffset(alone, reference);
    const moved = part(reference, { ...offset, width: side, height: side });
    sums.without += energyOfDifference(alone, moved);
    sums.result += energyOfDifference(part(result, place), moved);
    sums.truth += energyOfDifference(part(truth, place), moved);
  }
  if (sums.without === 0) return null;
  return { result: 1 - sums.result / sums.without, truth: 1 - sums.truth / sums.without };
}

/** Of a block, and how far it is moved, in pixels of the 2x grid. */
const side = 64;
const search = 8;

function blocksIn(overlap: readonly Point[], wide: PixelImage): Rectangle[] {
  const bounds = boundsOf(overlap);
  const step = side / 2;
  const blocks: Rectangle[] = [];
  for (let y = Math.max(0, bounds.y); y + step <= Math.min(wide.height, bounds.y + bounds.height); y += step) {
    for (let x = Math.max(0, bounds.x); x + step <= Math.min(wide.width, bounds.x + bounds.width); x += step) {
      blocks.push({ x, y, width: step, height: step });
    }
  }
  return blocks;
}

/** The luma of lumaOf, from planes of 0..1. */
function lumaOfPlanes(pixels: Float32Array): Plane {
  const width = side + 2 * search;
  const plane = width * width;
  const values = Float32Array.from({ length: plane }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = [pixels[index], pixels[plane + index], pixels[2 * plane + index]];
    return 16 + 65.481 * red + 128.553 * green + 24.966 * blue;
  });
  return { width, height: width, data: values };
}

function part(plane: Plane, { x, y, width, height }: Rectangle): Plane {
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = (y + row) * plane.width + x;
    values.set(plane.data.subarray(start, start + width), row * width);
  }
  return { width, height, data: values };
}

/** Where in the larger block the smaller one lies, by correlation of their differences from the mean. */
function bestOffset(block: Plane, reference: Plane): Point {
  const mean = block.data.reduce((sum, value) => sum + value, 0) / block.data.length;
  const centred = block.data.map((value) => value - mean);
  let best = { x: search, y: search };
  let highest = correlation(centred, reference, best);
  for (let y = 0; y <= 2 * search; y += 1) {
    for (let x = 0; x <= 2 * search; x += 1) {
      const found = correlation(centred, reference, { x, y });
      if (found > highest) [best, highest] = [{ x, y }, found];
    }
  }
  return best;
}

function correlation(centred: Float32Array, reference: Plane, at: Point): number {
  let [product, sum, squares] = [0, 0, 0];
  for (let y = 0; y < side; y += 1) {
    const start = (at.y + y) * reference.width + at.x;
    for (let x = 0; x < side; x += 1) {
      const value = reference.data[start + x] ?? 0;
      product += value * (centred[y * side + x] ?? 0);
      sum += value;
      squares += value * value;
    }
  }
  const variance = squares - (sum * sum) / centred.length;
  return variance > 0 ? product / Math.sqrt(variance) : 0;
}

function energyOfDifference(one: Plane, other: Plane): number {
  const difference = one.data.map((value, index) => value - (other.data[index] ?? 0));
  return highBand({ ...one, data: difference }).data.reduce((sum, value) => sum + value * value, 0);
}
