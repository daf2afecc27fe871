import { fitInside, isInsidePhoto, largestCrop, turnHomography } from '#contract/crop-geometry';
import {
  applyHomography,
  composeHomographies,
  invertHomography,
  type Point,
  type Rectangle,
  type Size,
} from '#contract/geometry';
import type { CropRatio } from '#contract/project-edits';

/** Where a crop is taken hold of: its sides and corners by the compass, or all of it. */
export const grips = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Grip = (typeof grips)[number];

/** Crops smaller than this cannot be taken hold of any more. */
export const smallestCrop = 16;

/** Width over height; null when nothing is kept. */
export function ratioValue(ratio: CropRatio, photo: Size): number | null {
  if (ratio === 'free') return null;
  if (ratio === 'original') return photo.width / photo.height;
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  return across / down;
}

/** The crop moved as far towards a place as the turned photo goes, sliding along its edges. */
export function moveCrop(photo: Size, degrees: number, crop: Rectangle, by: Point): Rectangle {
  const shifted = ({ x, y }: Point): Rectangle => ({
    ...crop,
    // Adding 0 leaves no negative zero.
    x: Math.round(crop.x + x) + 0,
    y: Math.round(crop.y + y) + 0,
  });
  const reach = (from: Point, step: Point): Point => {
    let [low, high] = [0, 1];
    const at = (share: number): Point => ({ x: from.x + step.x * share, y: from.y + step.y * share });
    if (isInsidePhoto(photo, shifted(at(1)), degrees)) return at(1);
    for (let round = 0; round < 16; round += 1) {
      const share = (low + high) / 2;
      if (isInsidePhoto(photo, shifted(at(share)), degrees)) low = share;
      else high = share;
    }
    return at(low);
  };
  const straight = reach({ x: 0, y: 0 }, by);
  const across = reach(straight, { x: by.x - straight.x, y: 0 });
  const place = shifted(reach(across, { x: 0, y: by.y - across.y }));
  return isInsidePhoto(photo, place, degrees) ? place : crop;
}

/** The crop with one side or corner pulled, as far as the turned photo goes; `ratio` is kept, or null. */
export function pullCrop(
  photo: Size,
  degrees: number,
  crop: Rectangle,
  { grip, by, ratio }: { grip: Grip; by: Point; ratio: number | null },
): Rectangle {
  const at = (share: number): Rectangle => pulled(crop, grip, { x: by.x * share, y: by.y * share }, ratio);
  if (isInsidePhoto(photo, at(1), degrees)) return at(1);
  let [low, high] = [0, 1];
  for (let round = 0; round < 16; round += 1) {
    const share = (low + high) / 2;
    if (isInsidePhoto(photo, at(share), degrees)) low = share;
    else high = share;
  }
  return isInsidePhoto(photo, at(low), degrees) ? at(low) : crop;
}

function pulled(crop: Rectangle, grip: Grip, by: Point, ratio: number | null): Rectangle {
  const [left, right] = [grip.includes('w'), grip.includes('e')];
  const [top, bottom] = [grip.includes('n'), grip.includes('s')];
  let width = Math.max(smallestCrop, crop.width + (right ? by.x : left ? -by.x : 0));
  let height = Math.max(smallestCrop, crop.height + (bottom ? by.y : top ? -by.y : 0));
  if (ratio !== null) {
    // Of a corner the side that was pulled further decides; of a side, that side.
    const isWide = left || right ? !(top || bottom) || width / crop.width >= height / crop.height : false;
    if (isWide) height = width / ratio;
    else width = height * ratio;
  }
  [width, height] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  const middle = (start: number, old: number, now: number): number => Math.round(start + (old - now) / 2);
  const x = left ? crop.x + crop.width - width : right ? crop.x : middle(crop.x, crop.width, width);
  const y = top ? crop.y + crop.height - height : bottom ? crop.y : middle(crop.y, crop.height, height);
  return { x, y, width, height };
}

/** The crop in another shape: about as large, around the same middle, inside the turned photo. */
export function reshapeCrop(photo: Size, degrees: number, crop: Rectangle, ratio: number): Rectangle {
  const width = Math.sqrt(crop.width * crop.height * ratio);
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(width / ratio)) };
  const place = { x: crop.x + (crop.width - size.width) / 2, y: crop.y + (crop.height - size.height) / 2 };
  return fitInside(photo, { ...place, ...size }, degrees) ?? largestCrop(photo, degrees, ratio);
}

/** The crop around the same thing after the photo was turned further. */
export function turnCrop(photo: Size, crop: Rectangle, from: number, to: number): Rectangle {
  const turn = composeHomographies(turnHomography(photo, to), invertHomography(turnHomography(photo, from)));
  const middle = applyHomography(turn, { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 });
  const place = { x: middle.x - crop.width / 2, y: middle.y - crop.height / 2 };
  return fitInside(photo, { ...crop, ...place }, to) ?? largestCrop(photo, to);
}

/** The angle that brings a line in the photo, as it is turned now, level or upright, whichever is nearer. */
export function straightenBy(degrees: number, from: Point, to: Point): number {
  const slope = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const lean = slope - Math.round(slope / 90) * 90;
  return Math.round(Math.min(45, Math.max(-45, degrees - lean)) * 100) / 100;
}
