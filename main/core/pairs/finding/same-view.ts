import type { Place } from '#core/pairs/registering/compare-contents';
import type { Candidate } from './pairing-candidate.ts';
import { longestGapSeconds, secondsBetween } from './pairing-cost.ts';

/** Of what two outlines cover together they share so much when they show the same view. */
const oneView = 0.7;
/** Photos whose likeness differs by less are as good as each other. */
export const nearlyAsGood = 0.05;
/** The sharpness of photos that are as sharp as each other differs by less. */
const clearlySharper = 1.15;

/** A photo that holds a part, or is one, and where the part lies; null when that is not known. */
interface Viewed {
  readonly photo: Candidate;
  readonly place: Place | null;
}

/** Whether two photos of one zoom show the same, and were not taken by two cameras or at quite different times. */
export function areOfOneView(one: Viewed, other: Viewed): boolean {
  if (one.place === null || other.place === null) return false;
  const seconds = secondsBetween(one.photo, other.photo);
  const isBurst = one.photo.camera === other.photo.camera && (seconds ?? 0) <= longestGapSeconds;
  return isBurst && sharedOf(one.place, other.place) >= oneView;
}

/** What two rectangles share of what they cover together. */
function sharedOf(one: Place, other: Place): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  const areaOf = ({ left, top, right, bottom }: Place): number => (right - left) * (bottom - top);
  return shared / (areaOf(one) + areaOf(other) - shared);
}

/** What speaks for one of several photos of the same view. */
export interface Rated<Item> {
  readonly item: Item;
  readonly likeness: number;
  readonly sharpness: number;
  readonly isKnown: boolean;
  readonly distance: number;
}

/** The one that shows the other photos' view as well as any, then the sharpest, then the one that is known, the nearest, the most alike. */
export function bestOf<Item>(all: readonly Rated<Item>[]): Item {
  const likeness = Math.max(...all.map((one) => one.likeness));
  const good = all.filter((one) => one.likeness > likeness - nearlyAsGood);
  const sharpness = Math.max(...good.map((one) => one.sharpness));
  const sharp = good.filter((one) => one.sharpness * clearlySharper >= sharpness);
  const [best] = sharp.toSorted(
    (one, other) =>
      Number(other.isKnown) - Number(one.isKnown) || one.distance - other.distance || other.likeness - one.likeness,
  );
  if (best === undefined) throw new RangeError('Expected at least one photo to choose from');
  return best.item;
}
