import {
  applyHomography,
  clipPolygon,
  composeHomographies,
  type Homography,
  type Point,
  type Rectangle,
  type Size,
} from '#contract/geometry';
import type { ColourMatch } from '#core/pairs/registering/match-colour';
import type { ShiftField } from '#core/pairs/registering/shift-field';
import type { PlacedTele } from './prepare-reference.ts';
import type { ReferenceWindow } from './reference-window.ts';

/** How a part of a wide photo became a larger picture: a point p of the photo is (p - origin) times `factor` in it. */
export interface Enlargement {
  readonly origin: Point;
  readonly factor: number;
}

/** Points of the photo to points of the larger picture. */
export function enlargementHomography({ origin, factor }: Enlargement): Homography {
  return [factor, 0, -factor * origin.x, 0, factor, -factor * origin.y, 0, 0, 1];
}

/** Where a tele lies in the larger picture when it lies so in the photo. */
export function enlargePlacement(
  { homography, colour, field }: Pick<PlacedTele, 'homography' | 'colour' | 'field'>,
  enlargement: Enlargement,
): Pick<PlacedTele, 'homography' | 'colour' | 'field'> {
  return {
    homography: composeHomographies(enlargementHomography(enlargement), homography),
    colour: enlargeColours(colour, enlargement),
    field: field && enlargeField(field, enlargement),
  };
}

/** What of a polygon of the photo lies in the larger picture of that size; empty when nothing does. */
export function enlargePolygon(polygon: readonly Point[], enlargement: Enlargement, size: Size): Point[] {
  const toLarger = enlargementHomography(enlargement);
  return clipPolygon(
    polygon.map((point) => applyHomography(toLarger, point)),
    size,
  );
}

/** What of the photo a rectangle of the larger picture shows. */
export function shrinkRectangle({ x, y, width, height }: Rectangle, { origin, factor }: Enlargement): Rectangle {
  const [left, top] = [Math.floor(origin.x + x / factor), Math.floor(origin.y + y / factor)];
  return { x: left, y: top, width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
}

/** A window of the photo's 2x grid on that of the larger picture. */
export function enlargeWindow(window: ReferenceWindow | null, { factor }: Enlargement): ReferenceWindow | null {
  if (window === null) return null;
  const { x, y } = window.offset;
  return { ...window, offset: { x: 2 * Math.round((factor * x) / 2), y: 2 * Math.round((factor * y) / 2) } };
}

function enlargeColours(colour: ColourMatch, { origin, factor }: Enlargement): ColourMatch {
  const { x, y, width, height } = colour.region;
  const region = {
    x: (x - origin.x) * factor,
    y: (y - origin.y) * factor,
    width: width * factor,
    height: height * factor,
  };
  return { ...colour, region };
}

function enlargeField(field: ShiftField, { origin, factor }: Enlargement): ShiftField {
  return {
    ...field,
    origin: { x: (field.origin.x - origin.x) * factor, y: (field.origin.y - origin.y) * factor },
    spacing: field.spacing * factor,
    shift: field.shift.map((shift) => factor * shift),
  };
}
