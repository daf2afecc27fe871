import { applyHomography, cornersOf, invertHomography, type Point, type Size, clipBySide } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { leftHalfOf } from './altered-reference.ts';
import type { Mask } from './metrics.ts';
import { liesOnStamp, type StampName } from './stamp.ts';

export const regionNames = [
  'whole',
  'overlap',
  'inner-overlap',
  'outside',
  'damaged-half',
  'good-half',
  'far-good-half',
  'date-stamp',
  'watermark',
] as const;
/**
 * `inner-overlap` is the overlap without its outermost 24 pixels of the result; `damaged-half` is the part of the overlap that the tele's left half
 * shows, `good-half` the rest of the overlap, `far-good-half` what of that lies more than 24 pixels of the result from the damage. The stamps' are
 * where stamp.ts burns letters into the tele.
 */
export type RegionName = (typeof regionNames)[number];

/**
 * The pixels of a region on the 2x grid; undefined is all of them. `overlap` is in wide pixels, `truth` is the picture measured against.
 */
export function regionMask(
  region: RegionName,
  pair: { truth: Size; overlap: readonly Point[]; tele: Size; registration: Registration },
): Mask | undefined {
  return masks[region](pair);
}

type Pair = Parameters<typeof regionMask>[1];

const masks: Record<RegionName, (pair: Pair) => Mask | undefined> = {
  whole: () => undefined,
  overlap: ({ truth, overlap }) => overlapMask(truth, doubled(overlap)),
  'inner-overlap': ({ truth, overlap }) => overlapMask(truth, insetPolygon(doubled(overlap), innerMargin)),
  outside: (pair) => masks.overlap(pair)?.map((value) => 1 - value),
  'damaged-half': (pair) => within(masks.overlap(pair), damagedMask(pair), 1),
  'good-half': (pair) => within(masks.overlap(pair), damagedMask(pair), 0),
  'far-good-half': (pair) => within(masks.overlap(pair), damagedMask(pair, farAway), 0),
  'date-stamp': (pair) => within(masks.overlap(pair), stampMask('date-stamp', pair), 1),
  watermark: (pair) => within(masks.overlap(pair), stampMask('watermark', pair), 1),
};

/** In pixels of the result. */
const innerMargin = 24;

/** From the damage, in pixels of the result: as far as nothing can have spread that is only pasted or trusted. */
const farAway = 24;

/** What the tele's left half shows, and so many pixels of the result beside it. */
function damagedMask({ truth, tele, registration: { homography, zoom } }: Pair, beside = 0): Mask {
  const half = leftHalfOf(tele);
  const reach = (beside / 2) * (zoom ?? 1);
  const corners = homography === null ? [] : cornersOf({ ...half, width: half.width + reach });
  return overlapMask(
    truth,
    doubled(corners.map((corner) => (homography ? applyHomography(homography, corner) : corner))),
  );
}

function stampMask(name: StampName, { truth, overlap, tele, registration: { homography } }: Pair): Mask {
  const mask = new Uint8Array(truth.width * truth.height);
  if (homography === null || overlap.length < 3) return mask;
  const toTele = invertHomography(homography);
  const isStamped = liesOnStamp(name, tele);
  for (let y = 0, index = 0; y < truth.height; y += 1) {
    for (let x = 0; x < truth.width; x += 1, index += 1) {
      if (isStamped(applyHomography(toTele, { x: (x + 0.5) / 2, y: (y + 0.5) / 2 }))) mask[index] = 1;
    }
  }
  return mask;
}

function within(overlap: Mask | undefined, damaged: Mask, wanted: 0 | 1): Mask {
  return damaged.map((value, index) => (value === wanted && overlap?.[index] === 1 ? 1 : 0));
}

function doubled(polygon: readonly Point[]): Point[] {
  return polygon.map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));
}

/** 1 for every pixel whose centre lies inside the convex polygon, else 0. */
export function overlapMask({ width, height }: Size, polygon: readonly Point[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const crossings = polygon.flatMap((point, index) =>
      crossing(point, polygon[(index + 1) % polygon.length] ?? point, y + 0.5),
    );
    if (crossings.length < 2) continue;
    const first = Math.max(0, Math.ceil(Math.min(...crossings) - 0.5));
    const last = Math.min(width, Math.ceil(Math.max(...crossings) - 0.5));
    if (last > first) mask.fill(1, y * width + first, y * width + last);
  }
  return mask;
}

/** Where the side from `a` to `b` crosses the height `y`, if it does. */
function crossing(a: Point, b: Point, y: number): number[] {
  return a.y <= y === b.y <= y ? [] : [a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)];
}

/** The convex polygon without what lies nearer than `distance` to one of its sides; empty when nothing is left. */
export function insetPolygon(polygon: readonly Point[], distance: number): Point[] {
  const middle = {
    x: polygon.reduce((sum, { x }) => sum + x, 0) / polygon.length,
    y: polygon.reduce((sum, { y }) => sum + y, 0) / polygon.length,
  };
  return polygon.reduce<Point[]>(
    (kept, from, index) => {
      const to = polygon[(index + 1) % polygon.length] ?? from;
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      if (length === 0) return kept;
      const depth = ({ x, y }: Point): number =>
        ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) / length;
      const inwards = Math.sign(depth(middle));
      return clipBySide(kept, (point) => inwards * depth(point) - distance);
    },
    [...polygon],
  );
}
