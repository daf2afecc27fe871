import { createPlanarImage, planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';
import { drawFrom, drawShare } from '../draw.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { drawShape } from './shapes.ts';
import { sceneSide } from '../tile-geometry.ts';

/** A picture as sharp as its pixels allow: RGB interleaved, sRGB encoded. */
export interface SharpPhoto {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What the wide camera stands before: `sceneSide` squares, as encoded, in whole steps of 1/255. */
export interface TrainingScene {
  /** All that the wide sees, the object included. */
  readonly seen: PlanarImage;
  /** Something before the rest that the tele sees elsewhere. */
  readonly object: SceneObject | null;
}

export interface SceneObject {
  readonly picture: PlanarImage;
  /** Share of each pixel of the wide's view that the object covers. */
  readonly cover: Float32Array;
  /** The scene without the object. */
  readonly behind: PlanarImage;
  /** How far the object has moved in the tele's view, in pixels; null when it is gone. */
  readonly shift: { readonly x: number; readonly y: number } | null;
}

/** A scene from one photo, in a share of cases with an object from another before it. Throws a RangeError without usable photos. */
export function cutScene(photos: readonly SharpPhoto[], random: Random): TrainingScene {
  const { objects, nearShift, movingShift } = ranges.scene;
  const behind = cutSquare(photos, random.fork('behind'));
  const kind = drawShare(random, objects);
  if (kind === 'no') return { seen: behind, object: null };
  const picture = cutSquare(photos, random.fork('object'));
  const cover = drawShape(random.fork('shape'), sceneSide);
  const length = drawFrom(random, kind === 'near' ? nearShift : movingShift);
  const angle = random.between(0, 2 * Math.PI);
  const shift = kind === 'gone' ? null : { x: length * Math.cos(angle), y: length * Math.sin(angle) };
  return { seen: placed(picture, cover, behind), object: { picture, cover, behind, shift } };
}

/** A square of a photo that shows something, at random mirrored and turned, as encoded values 0 to 1. */
export function cutSquare(photos: readonly SharpPhoto[], random: Random): PlanarImage {
  const { mirrored, turned } = ranges.scene;
  let place = drawPlace(photos, random);
  for (let attempt = 1; attempt < 5 && contrastOf(place) <= ranges.scene.minContrast; attempt++)
    place = drawPlace(photos, random);
  const isMirrored = random.chance(mirrored);
  const isTurned = random.chance(turned);
  const square = createPlanarImage(sceneSide, sceneSide);
  const { photo, x, y } = place;
  for (let channel = 0; channel < 3; channel++) {
    const plane = planeOf(square, channel);
    for (let row = 0; row < sceneSide; row++) {
      for (let column = 0; column < sceneSide; column++) {
        const across = isMirrored ? sceneSide - 1 - column : column;
        const at = isTurned ? across * sceneSide + row : row * sceneSide + across;
        plane[at] = (photo.data[((y + row) * photo.width + x + column) * 3 + channel] ?? 0) / 255;
      }
    }
  }
  return square;
}

interface Place {
  photo: SharpPhoto;
  x: number;
  y: number;
}

function drawPlace(photos: readonly SharpPhoto[], random: Random): Place {
  const photo = random.pick(photos);
  if (photo.width < sceneSide || photo.height < sceneSide)
    throw new RangeError(
      `Expected photos of at least ${sceneSide} x ${sceneSide} pixels, received ${photo.width} x ${photo.height}`,
    );
  return { photo, x: random.integer(0, photo.width - sceneSide), y: random.integer(0, photo.height - sceneSide) };
}

/** Standard deviation of the values of every 9th pixel, 0 to 255. */
function contrastOf({ photo, x, y }: Place): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let row = 0; row < sceneSide; row += 3) {
    for (let column = 0; column < sceneSide; column += 3) {
      const at = ((y + row) * photo.width + x + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const value = photo.data[at + channel] ?? 0;
        count += 1;
        sum += value;
        squares += value * value;
      }
    }
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

function placed(picture: PlanarImage, cover: Float32Array, behind: PlanarImage): PlanarImage {
  const seen = { ...behind, data: behind.data.slice() };
  const size = cover.length;
  for (let at = 0; at < seen.data.length; at++) {
    const share = cover[at % size] ?? 0;
    if (share === 0) continue;
    const from = seen.data[at] ?? 0;
    seen.data[at] = Math.round((from + ((picture.data[at] ?? 0) - from) * share) * 255) / 255;
  }
  return seen;
}
