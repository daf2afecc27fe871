import { applyHomography, isInsidePolygon, invertHomography, type Homography, type Point } from '#contract/geometry';
import { readTele } from '#core/enhancement/inference/prepare-reference';
import { smoothed } from '#core/learning/evaluation/pasting/smooth-plane';
import { insetPolygon } from '#core/learning/evaluation/regions';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { matchColour } from '#core/pairs/registering/match-colour';
import { registerPair } from '#core/pairs/registering/register-pair';
import { shiftAt } from '#core/pairs/registering/shift-field';
import { planarTile } from '#core/photos/pixels/resample';
import type { PixelImage } from '#core/photos/pixel-image';

/** A pair whose geometry is known. */
export interface KnownPair {
  wide: PixelImage;
  tele: PixelImage;
  /** The sharp scene, twice the wide's size. */
  truth: PixelImage;
  /** Where the tele really shows what the wide shows at a point. */
  toTele: (point: Point) => Point;
  /** Tele to wide, when nothing else moves anything; else null. */
  homography: Homography | null;
}

/** What registration, local alignment and colour match leave of one pair. Lengths are wide pixels. */
export interface Misfit {
  /** Vectors, every 4 wide pixels of the overlap. */
  shifts: Point[];
  /** Their means over squares of 32 wide pixels, and each one's way from the mean of its square. */
  means: Point[];
  rests: Point[];
  /** Of squares of 32 wide pixels and one colour: contrast over the truth's less 1, and what the mean is off, 0 to 1. */
  gains: number[];
  offsets: number[];
}

/** Null when the pair is not registered. */
export async function measureMisfit(pair: KnownPair, programFolder: string): Promise<Misfit | null> {
  const { wide, tele } = pair;
  const registration = await registerPair(wide, tele, { zoomHint: null, programFolder });
  const { homography, overlap, zoom } = registration;
  if (homography === null || overlap.length < 3) return null;
  const field = await alignLocally({ wide, tele, homography, overlap, zoom: zoom ?? 1 });
  const toTele = invertHomography(homography);
  const inside = insetPolygon(overlap, border);
  const misfit: Misfit = { shifts: [], means: [], rests: [], gains: [], offsets: [] };
  for (const square of squaresIn(wide, inside)) {
    const shifts = pointsIn(square).map((point) => {
      const shift = field === null ? { x: 0, y: 0 } : shiftAt(field, point);
      const taken = applyHomography(
        homography,
        applyHomography(toTele, { x: point.x + shift.x, y: point.y + shift.y }),
      );
      const wanted = applyHomography(homography, pair.toTele(point));
      return { x: taken.x - wanted.x, y: taken.y - wanted.y };
    });
    const mean = meanPoint(shifts);
    misfit.shifts.push(...shifts);
    misfit.means.push(mean);
    misfit.rests.push(...shifts.map(({ x, y }) => ({ x: x - mean.x, y: y - mean.y })));
  }
  if (pair.homography !== null) {
    const colour = matchColour(wide, tele, registration);
    addColours(misfit, pair.truth, squaresIn(wide, inside), (input) =>
      readTele(
        { tele, homography: pair.homography ?? homography, colour, field: null, tone: null },
        { x: 2 * input.x, y: 2 * input.y, width: 2 * input.width, height: 2 * input.height },
      ),
    );
  }
  return misfit;
}

const border = 8;
const side = 32;
const step = 4;

interface Square extends Point {
  width: number;
  height: number;
}

function squaresIn({ width, height }: PixelImage, polygon: readonly Point[]): Square[] {
  const squares: Square[] = [];
  for (let y = 0; y + side <= height; y += side) {
    for (let x = 0; x + side <= width; x += side) {
      const corners = [0, side].flatMap((right) => [0, side].map((down) => ({ x: x + right, y: y + down })));
      if (corners.every((corner) => isInsidePolygon(polygon, corner)))
        squares.push({ x, y, width: side, height: side });
    }
  }
  return squares;
}

function pointsIn({ x, y }: Square): Point[] {
  const along = Array.from({ length: side / step }, (_, index) => (index + 0.5) * step);
  return along.flatMap((down) => along.map((right) => ({ x: x + right, y: y + down })));
}

function meanPoint(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Blurred by 2 pixels of the 2x grid, so that noise and sharpness do not pass for contrast. */
const blur = 2;
/** Standard deviation of the truth in a square below which it says nothing of contrast. */
const flat = 0.03;

function addColours(
  misfit: Misfit,
  truth: PixelImage,
  squares: readonly Square[],
  read: (square: Square) => { pixels: Float32Array; validity: Float32Array },
): void {
  for (const square of squares) {
    const { pixels, validity } = read(square);
    if (validity.includes(0)) continue;
    const fine = { x: 2 * square.x, y: 2 * square.y, width: 2 * side, height: 2 * side };
    const wanted = planarTile(truth, fine);
    const plane = fine.width * fine.height;
    for (let channel = 0; channel < 3; channel += 1) {
      const [tele, own] = [pixels, wanted].map((values) => {
        const values3 = values.subarray(channel * plane, (channel + 1) * plane);
        return smoothed({ width: fine.width, height: fine.height, data: values3 }, blur).data;
      });
      if (tele === undefined || own === undefined) continue;
      const [meanTele, meanOwn] = [meanOf(tele), meanOf(own)];
      misfit.offsets.push(meanTele - meanOwn);
      let [product, square2] = [0, 0];
      own.forEach((value, index) => {
        product += (value - meanOwn) * ((tele[index] ?? 0) - meanTele);
        square2 += (value - meanOwn) ** 2;
      });
      if (Math.sqrt(square2 / plane) >= flat) misfit.gains.push(product / square2 - 1);
    }
  }
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
