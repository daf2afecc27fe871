import { applyHomography, cornersOf, type Point, type Size } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { leftHalfOf } from './altered-reference.ts';
import type { Mask } from './metrics.ts';
import { insetPolygon, overlapMask } from './overlap-mask.ts';

export const regionNames = ['whole', 'overlap', 'inner-overlap', 'outside', 'damaged-half', 'good-half'] as const;
/** `inner-overlap` is the overlap without its outermost 24 pixels of the result; `damaged-half` is the part of the overlap that the tele's left half shows, `good-half` the rest of the overlap. */
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
};

/** In pixels of the result. */
const innerMargin = 24;

function damagedMask({ truth, tele, registration: { homography } }: Pair): Mask {
  const corners = homography === null ? [] : cornersOf(leftHalfOf(tele));
  return overlapMask(
    truth,
    doubled(corners.map((corner) => (homography ? applyHomography(homography, corner) : corner))),
  );
}

function within(overlap: Mask | undefined, damaged: Mask, wanted: 0 | 1): Mask {
  return damaged.map((value, index) => (value === wanted && overlap?.[index] === 1 ? 1 : 0));
}

function doubled(polygon: readonly Point[]): Point[] {
  return polygon.map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));
}
