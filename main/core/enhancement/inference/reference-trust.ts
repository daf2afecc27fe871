import type { Point, Rectangle } from '#contract/geometry';
import { fineDetail, type DetailBand } from '#core/pairs/registering/detail-band';
import { comparisonShrink, type PhotoComparison } from './compare-photos.ts';

/** Says where the registered tele is damaged: out of focus, covered, or of something else than the wide shows. */
export interface ReferenceTrust {
  /**
   * Sets a reference's validity to 0 in every square of 32 wide pixels, each 16 from the next, that cannot be used. `rectangle` is its place on the 2x grid,
   * `offset` how far that is from the tile it serves.
   */
  withhold(validity: Float32Array, rectangle: Rectangle, offset: Point): void;
}

/**
 * Compares the finest detail that the wide photo resolves well, square by square. Where the wide has texture, the tele must vary alike
 * in the place it serves or within `reach` wide pixels of it, as far as the network finds it, and at least half as much; where the wide
 * has none, the tele may not have much. Squares with no more than noise in both pass.
 */
export function createReferenceTrust(comparison: PhotoComparison, reach: number): ReferenceTrust {
  const { bounds } = comparison;
  const bands: Bands = { wide: fineDetail(comparison.wide), tele: fineDetail(comparison.tele) };
  const bandReach = Math.floor(reach / comparisonShrink);
  const known = new Map<string, boolean>();
  const isUsable = (x: number, y: number, shift: Point): boolean => {
    const key = `${x} ${y} ${shift.x} ${shift.y}`;
    const answer = known.get(key) ?? judgeSquare(bands, { x: x - around, y: y - around }, shift, bandReach);
    known.set(key, answer);
    return answer;
  };
  return {
    withhold(validity, rectangle, offset) {
      const shift = { x: Math.round(offset.x / gridPixels), y: Math.round(offset.y / gridPixels) };
      const startsAlong = (start: number, length: number, first: number, size: number): number[] => {
        const least = Math.max(0, Math.floor((start / gridPixels - first - around) / cell));
        const most = Math.min(
          Math.ceil(size / cell) - 1,
          Math.floor(((start + length) / gridPixels - first + around) / cell),
        );
        return Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => (least + index) * cell);
      };
      const columns = startsAlong(rectangle.x, rectangle.width, bounds.x, bounds.width);
      for (const y of startsAlong(rectangle.y, rectangle.height, bounds.y, bounds.height)) {
        for (const x of columns) {
          if (isUsable(x, y, shift)) continue;
          clearCell(validity, rectangle, (bounds.x + x) * gridPixels, (bounds.y + y) * gridPixels);
        }
      }
    },
  };
}

interface Bands {
  wide: DetailBand;
  tele: DetailBand;
}

/** Pixels of the 2x grid to one of the bands. */
const gridPixels = 2 * comparisonShrink;
/** A cell is judged by the square around it, all of which is cleared: 16 and 32 wide pixels, here in pixels of the bands. */
const cell = 8;
const side = 16;
const around = (side - cell) / 2;
/**
 * Standard deviations, 0 to 1: above the first the wide has texture, not noise alone. Of real pairs, the tele's squares then correlate
 * with 0.78 to 0.99 in their place, less where things at several distances meet, and vary 0.6 to 1.2 times as much; out of focus by 3 wide
 * pixels 0.1 to 0.45 times.
 */
const textured = 0.008;
const clearlyTextured = 0.016;
const leastVariation = 0.5;
const smallestCorrelation = 0.4;
/** Elsewhere than in its place, where chance picks the best of many. */
const smallestCorrelationFound = 0.55;
/** Of a square's pixels that the tele must have to be judged. */
const smallestShare = 0.25;

interface Likeness {
  correlation: number;
  wide: number;
  tele: number;
}

function judgeSquare(bands: Bands, place: Point, shift: Point, reach: number): boolean {
  const here = compareSquare(bands, place, { x: -shift.x, y: -shift.y });
  if (here === null || isAlike(here, smallestCorrelation)) return true;
  // What is soft resembles something a little further by chance.
  if (here.tele < leastVariation * here.wide) return false;
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) {
      const there = compareSquare(bands, place, { x: x - shift.x, y: y - shift.y });
      if (there !== null && there.wide >= textured && isAlike(there, smallestCorrelationFound)) return true;
    }
  }
  return false;
}

function isAlike({ correlation, wide, tele }: Likeness, smallest: number): boolean {
  if (wide < textured) return tele < clearlyTextured || correlation >= smallest;
  return correlation >= smallest && tele >= leastVariation * wide;
}

/** The tele's square with the wide's that lies `offset` from it; null when too little of either is there. */
function compareSquare({ wide, tele }: Bands, { x, y }: Point, offset: Point): Likeness | null {
  const left = Math.max(x, 0, -offset.x);
  const top = Math.max(y, 0, -offset.y);
  const right = Math.min(x + side, tele.width, tele.width - offset.x);
  const bottom = Math.min(y + side, tele.height, tele.height - offset.y);
  const by = offset.y * tele.width + offset.x;
  let [count, wideEnergy, teleEnergy, product] = [0, 0, 0, 0];
  for (let row = top; row < bottom; row += 1) {
    for (let index = row * tele.width + left; index < row * tele.width + right; index += 1) {
      const valid = tele.validity[index] ?? 0;
      const wideValue = (wide.values[index + by] ?? 0) * valid;
      const teleValue = (tele.values[index] ?? 0) * valid;
      count += valid;
      wideEnergy += wideValue * wideValue;
      teleEnergy += teleValue * teleValue;
      product += wideValue * teleValue;
    }
  }
  if (count < smallestShare * side * side) return null;
  const energy = Math.sqrt(wideEnergy * teleEnergy);
  return {
    correlation: energy > 0 ? product / energy : 0,
    wide: Math.sqrt(wideEnergy / count),
    tele: Math.sqrt(teleEnergy / count),
  };
}

/** `left` and `top` of the cell on the 2x grid. */
function clearCell(validity: Float32Array, rectangle: Rectangle, left: number, top: number): void {
  const spanOf = (place: number, start: number, size: number): [from: number, to: number] => [
    Math.max(0, place - around * gridPixels - start),
    Math.min(size, place + (cell + around) * gridPixels - start),
  ];
  const [from, to] = spanOf(left, rectangle.x, rectangle.width);
  const [above, below] = spanOf(top, rectangle.y, rectangle.height);
  if (from >= to) return;
  for (let y = above; y < below; y += 1) validity.fill(0, y * rectangle.width + from, y * rectangle.width + to);
}
