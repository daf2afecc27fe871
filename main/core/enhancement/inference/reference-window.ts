import { clipPolygon, polygonArea, type Point, type Rectangle } from '#contract/geometry';
import { halveBand, type DetailBand } from '#core/pairs/registering/detail-band';
import { comparisonShrink, type PhotoComparison } from './compare-photos.ts';

/** Which part of the registered tele a tile gets as its reference. */
export interface ReferenceWindow {
  /** Where the window lies against the tile's own place, in pixels of the 2x grid; even numbers. */
  offset: Point;
  /** Correlation of the wide's detail with the tele's at that offset, -1 to 1. */
  agreement: number;
}

/** Gives a tile's window, or null: the tile lies outside the overlap, or the tele does not show what the wide shows there. */
export type ReferenceFinder = (input: Rectangle) => ReferenceWindow | null;

/**
 * Finds each tile's window by normalised correlation of wide and registered tele at reduced size:
 * sum(a b) / sqrt(sum(a^2) sum(b^2)) over the pixels that both have, for offsets up to 104 pixels of the 2x grid each way.
 * So near things, which parallax moves against the homography, are still found; the registered place is kept unless
 * another one is clearly better.
 */
export function createReferenceFinder({ overlap, bounds, ...fine }: PhotoComparison): ReferenceFinder {
  const coarse: Bands = { wide: halveBand(fine.wide), tele: halveBand(fine.tele) };
  const known = new Map<string, ReferenceWindow | null>();

  return (input) => {
    if (coveredShare(overlap, input) === 0) return null;
    const area = comparedArea(input);
    const key = Object.values(area).join();
    const window = known.get(key) ?? findWindow(fine, coarse, { ...area, x: area.x - bounds.x, y: area.y - bounds.y });
    known.set(key, window);
    return window;
  };
}

/** Finds the windows of tiles that were asked for together before. */
export interface WindowFinder {
  /** Looks for the windows of these tiles. Rejects with what comparing the photos rejects with. */
  look(inputs: readonly Rectangle[]): Promise<void>;
  /** As a `ReferenceFinder` gives it; null for a tile that was not looked for. */
  windowFor(input: Rectangle): ReferenceWindow | null;
}

/** A finder that has the photos compared when tiles are asked for, and keeps nothing of it but the windows. */
export function createPassingFinder(overlap: readonly Point[], compare: () => Promise<PhotoComparison>): WindowFinder {
  const known = new Map<string, ReferenceWindow | null>();
  const keyOf = (input: Rectangle): string => Object.values(input).join();
  return {
    async look(inputs) {
      const unknown = inputs.filter((input) => !known.has(keyOf(input)) && coveredShare(overlap, input) > 0);
      if (unknown.length === 0) return;
      const find = createReferenceFinder(await compare());
      for (const input of unknown) known.set(keyOf(input), find(input));
    },
    windowFor: (input) => known.get(keyOf(input)) ?? null,
  };
}

function findWindow(fine: Bands, coarse: Bands, area: Rectangle): ReferenceWindow | null {
  const here = correlation(fine, area, { x: 0, y: 0 });
  if (here + clearlyBetter >= 1) return { offset: { x: 0, y: 0 }, agreement: here };
  const near = best(coarse, halved(area), { x: 0, y: 0 }, coarseReach);
  const found = best(fine, area, { x: 2 * near.offset.x, y: 2 * near.offset.y }, fineReach);
  const { offset, agreement } =
    found.agreement > here + clearlyBetter ? found : { offset: { x: 0, y: 0 }, agreement: here };
  if (agreement < smallestAgreement) return null;
  const toGrid = 2 * comparisonShrink;
  return { offset: { x: offset.x * toGrid, y: offset.y * toGrid }, agreement };
}

/** Steps of 8 pixels of the 2x grid. */
const coarseReach = 12;
/** Steps of 4 pixels of the 2x grid. */
const fineReach = 2;
/** Side of the square that is compared, at least, and the grid it lies on, in wide pixels: less says too little by chance. */
const smallestArea = 256;
const areaStep = 64;
/** An offset is only believed when it correlates better than the registered place by this much. */
const clearlyBetter = 0.05;
/**
 * Below this the two do not show the same thing, or nothing that could be compared. Of a real pair half of the squares reach
 * 0.92, those of sky 0.05 to 0.3; an unrelated photo in the tele's place 0.14 at most, 0.31 where it covers little of the square.
 */
const smallestAgreement = 0.35;
/** Of the compared square's pixels that both must have. */
const smallestShare = 0.05;

interface Bands {
  wide: DetailBand;
  tele: DetailBand;
}

/** The square, or rectangle for a larger tile, around the tile's middle; on the bands' grid. */
function comparedArea(input: Rectangle): Rectangle {
  const along = (start: number, length: number): [start: number, length: number] => {
    const side = Math.max(length, smallestArea);
    const centre = Math.round((start + length / 2) / areaStep) * areaStep;
    return [Math.round((centre - side / 2) / comparisonShrink), side / comparisonShrink];
  };
  const [x, width] = along(input.x, input.width);
  const [y, height] = along(input.y, input.height);
  return { x, y, width, height };
}

function halved({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.floor(x / 2), y: Math.floor(y / 2), width: width / 2, height: height / 2 };
}

function coveredShare(overlap: readonly Point[], { x, y, width, height }: Rectangle): number {
  const inside = clipPolygon(
    overlap.map((corner) => ({ x: corner.x - x, y: corner.y - y })),
    { width, height },
  );
  return polygonArea(inside) / (width * height);
}

function best(bands: Bands, area: Rectangle, around: Point, reach: number): ReferenceWindow {
  let winner: ReferenceWindow = { offset: around, agreement: -1 };
  for (let y = around.y - reach; y <= around.y + reach; y += 1) {
    for (let x = around.x - reach; x <= around.x + reach; x += 1) {
      const agreement = correlation(bands, area, { x, y });
      if (agreement > winner.agreement) winner = { offset: { x, y }, agreement };
    }
  }
  return winner;
}

/** Of the wide inside `area` with the tele moved by `offset`; 0 when too few pixels are common. */
function correlation({ wide, tele }: Bands, area: Rectangle, offset: Point): number {
  const left = Math.max(area.x, 0, -offset.x);
  const top = Math.max(area.y, 0, -offset.y);
  const right = Math.min(area.x + area.width, wide.width, wide.width - offset.x);
  const bottom = Math.min(area.y + area.height, wide.height, wide.height - offset.y);
  const shift = offset.y * wide.width + offset.x;
  let [count, wideEnergy, teleEnergy, product] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let index = y * wide.width + left; index < y * wide.width + right; index += 1) {
      const valid = tele.validity[index + shift] ?? 0;
      const wideValue = (wide.values[index] ?? 0) * valid;
      const teleValue = tele.values[index + shift] ?? 0;
      count += valid;
      wideEnergy += wideValue * wideValue;
      teleEnergy += teleValue * teleValue;
      product += wideValue * teleValue;
    }
  }
  const energy = Math.sqrt(wideEnergy * teleEnergy);
  return count < smallestShare * area.width * area.height || energy === 0 ? 0 : product / energy;
}
