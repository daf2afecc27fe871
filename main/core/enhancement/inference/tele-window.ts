import {
  applyHomography,
  boundsOf,
  composeHomographies,
  cornersOf,
  invertHomography,
  scaleHomography,
  type Homography,
  type Rectangle,
} from '#contract/geometry';
import type { ShiftField } from '#core/pairs/registering/shift-field';
import type { StoredPhoto } from '#core/photos/scratch/stored-photo';
import type { PlacedTele } from './prepare-reference.ts';

/** How far a kernel reaches beyond its place, in tele pixels, at a scale of one; and a pixel for rounding. */
const kernelReach = 2;
const rounding = 1;

/** The part of a tele on the disk that a rectangle of the 2x grid shows, placed as the whole is. */
export function readTeleWindow(
  tele: StoredPhoto,
  { homography, field }: { homography: Homography; field: ShiftField | null },
  rectangle: Rectangle,
): Pick<PlacedTele, 'tele' | 'homography'> {
  const gridToTele = composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
  const reach = 2 * furthest(field) + 1;
  const corners = cornersOf({ width: rectangle.width + 2 * reach, height: rectangle.height + 2 * reach }).map(
    ({ x, y }) => applyHomography(gridToTele, { x: x + rectangle.x - reach, y: y + rectangle.y - reach }),
  );
  const bounds = boundsOf(corners);
  const scale = Math.max(1, bounds.width / rectangle.width, bounds.height / rectangle.height);
  const margin = Math.ceil(kernelReach * scale) + rounding;
  const { image, part } = tele.read({
    x: bounds.x - margin,
    y: bounds.y - margin,
    width: bounds.width + 2 * margin,
    height: bounds.height + 2 * margin,
  });
  return { tele: image, homography: composeHomographies(homography, [1, 0, part.x, 0, 1, part.y, 0, 0, 1]) };
}

/** The longest shift of the field along one axis, in wide pixels. */
function furthest(field: ShiftField | null): number {
  return field === null ? 0 : field.shift.reduce((most, shift) => Math.max(most, Math.abs(shift)), 0);
}
