import {
  applyHomography,
  composeHomographies,
  invertHomography,
  type Homography,
  type Point,
  type Size,
} from '#contract/geometry';
import { maxPins, type Correction, type Pin } from '#contract/project-edits';
import { fitPins } from '#contract/fit-pins';

/** Where the tele's middle lies in the wide photo. */
export function middleOf(homography: Homography, tele: Size): Point {
  return applyHomography(homography, { x: tele.width / 2, y: tele.height / 2 });
}

/** The tele moved; pins go along, because they say where it is. */
export function moveBy(correction: Correction, { x, y }: Point): Correction {
  return moved(correction, [1, 0, x, 0, 1, y, 0, 0, 1]);
}

/** The tele turned clockwise and scaled around a point of the wide photo. */
export function turnAround(correction: Correction, centre: Point, degrees: number, scale: number): Correction {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const { x, y } = centre;
  return moved(correction, [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1]);
}

/** Turned and scaled so that what lay at `from` lies at `to`, around a point of the wide photo. */
export function dragAround(correction: Correction, centre: Point, from: Point, to: Point): Correction {
  const before = { x: from.x - centre.x, y: from.y - centre.y };
  const after = { x: to.x - centre.x, y: to.y - centre.y };
  const lengths = [Math.hypot(before.x, before.y), Math.hypot(after.x, after.y)] as const;
  if (Math.min(...lengths) < 1) return correction;
  const turn = Math.atan2(after.y, after.x) - Math.atan2(before.y, before.x);
  return turnAround(correction, centre, (turn * 180) / Math.PI, lengths[1] / lengths[0]);
}

/**
 * A pin at a point of the wide photo. Its partner is where the tele lies there now; beside the tele it is halfway from the tele's middle to
 * the side towards the pin, to be dragged on. Null when there is no room.
 */
export function addPin(correction: Correction, at: Point, tele: Size): Correction | null {
  if (correction.pins.length >= maxPins) return null;
  const { x, y } = applyHomography(invertHomography(correction.homography), at);
  const isOnTele = x >= 0 && y >= 0 && x <= tele.width && y <= tele.height;
  const place = isOnTele ? { x, y } : towards({ x, y }, tele);
  return { ...correction, pins: [...correction.pins, { wide: at, tele: place }] };
}

function towards(point: Point, { width, height }: Size): Point {
  const [right, down] = [(2 * point.x) / width - 1, (2 * point.y) / height - 1];
  const share = 0.5 / Math.max(Math.abs(right), Math.abs(down));
  return { x: ((1 + share * right) * width) / 2, y: ((1 + share * down) * height) / 2 };
}

/** The tele moved so that what is seen at `to` comes to the pin's place in the wide photo. */
export function dragPartner(correction: Correction, index: number, to: Point): Correction {
  const tele = applyHomography(invertHomography(correction.homography), to);
  return fitted(
    correction,
    correction.pins.map((pin, at) => (at === index ? { ...pin, tele } : pin)),
  );
}

export function removePin(correction: Correction, index: number): Correction {
  return { ...correction, pins: correction.pins.filter((_, at) => at !== index) };
}

function fitted(correction: Correction, pins: Pin[]): Correction {
  return { homography: scaled(fitPins(correction.homography, pins)), pins, origin: 'hand' };
}

function moved({ homography, pins }: Correction, move: Homography): Correction {
  return {
    homography: scaled(composeHomographies(move, homography)),
    pins: pins.map(({ wide, tele }) => ({ wide: applyHomography(move, wide), tele })),
    origin: 'hand',
  };
}

/** The last entry is 1 by definition, and said to be. */
export function scaled([a, b, c, d, e, f, g, h]: Homography): Correction['homography'] {
  return [a, b, c, d, e, f, g, h, 1];
}
