import type { Point, Rectangle } from '#contract/geometry';
import { highBand } from './high-band.ts';
import { lumaOf } from './luma.ts';
import { sumsUpTo, type Plane } from '#native-models/planes';
import type { Mask } from './metrics.ts';
import { join } from 'node:path';
import type { PixelImage } from '#core/photos/pixel-image';
import { writePng } from '#core/photos/files/write-png';
import { comparisonStrip } from './comparison-strip.ts';
import type { PairMeasure } from './measure-pair.ts';
import type { RowName } from './rows.ts';

/** Why a place is shown. */
export type PlaceName = 'overlap' | 'edge' | 'outside' | 'worst';

/** A square of the result, in its pixels. */
export interface PicturePlace extends Rectangle {
  name: PlaceName;
}

/**
 * The squares that are looked at, by rule and never by hand. `overlap`, `edge` and `outside` have the most texture (mean square of the
 * truth's high band) of all squares wholly inside the overlap, half of them inside it, and wholly outside. `worst` is the square inside
 * the overlap where the result with the reference loses the most against the one without. A place that does not exist is left out.
 */
export function picturePlaces(options: {
  truth: Plane;
  overlap: Mask;
  without: Plane;
  result: Plane;
  side: number;
}): PicturePlace[] {
  const { truth, overlap, without, result, side } = options;
  const { width, height } = truth;
  const texture = sumsUpTo(
    width,
    height,
    highBand(truth).data.map((value) => value * value),
  );
  const inside = sumsUpTo(width, height, overlap);
  const loss = sumsUpTo(
    width,
    height,
    truth.data.map((value, index) => {
      const [before, after] = [value - (without.data[index] ?? 0), value - (result.data[index] ?? 0)];
      return after * after - before * before;
    }),
  );
  const corners: Point[] = [];
  for (let y = 0; y + side <= height; y += step) {
    for (let x = 0; x + side <= width; x += step) corners.push({ x, y });
  }
  const most = (isHere: (share: number) => boolean, score: (corner: Point) => number): Point | undefined =>
    corners
      .filter((corner) => isHere(inside(corner.x, corner.y, side, side) / side ** 2))
      .reduce<Point | undefined>(
        (best, one) => (best === undefined || score(one) > score(best) ? one : best),
        undefined,
      );
  const detailAt = (corner: Point): number => texture(corner.x, corner.y, side, side);
  const chosen: [PlaceName, Point | undefined][] = [
    ['overlap', most((share) => share === 1, detailAt)],
    ['edge', most((share) => share > 0.4 && share < 0.6, detailAt)],
    ['outside', most((share) => share === 0, detailAt)],
    [
      'worst',
      most(
        (share) => share === 1,
        (corner) => loss(corner.x, corner.y, side, side),
      ),
    ],
  ];
  return chosen.flatMap(([name, corner]) => (corner ? [{ name, ...corner, width: side, height: side }] : []));
}

/** Squares lie on a grid this fine. */
const step = 16;

/**
 * Writes `<name>-<place>.png` for each place of picture-places.ts: the input by bicubic, the result without reference, the result, and
 * the truth, pixel by pixel. Writes nothing when one of the results is not there.
 */
export async function writePictures(options: {
  folder: string;
  name: string;
  results: ReadonlyMap<RowName, PixelImage>;
  truth: PixelImage;
  measure: Pick<PairMeasure, 'truth' | 'overlap'>;
}): Promise<void> {
  const { folder, name, results, truth, measure } = options;
  const [bicubic, without, result] = [results.get('bicubic'), results.get('without-reference'), results.get('tele')];
  if (!bicubic || !without || !result) return;
  const side = Math.min(largestSide, 16 * Math.floor(Math.min(truth.width, truth.height) / 48));
  if (side === 0) return;
  const places = picturePlaces({ ...measure, without: lumaOf(without), result: lumaOf(result), side });
  for (const place of places) {
    const strip = comparisonStrip(
      [
        { label: 'Input, bicubic', image: bicubic },
        { label: 'Without reference', image: without },
        { label: 'With the tele', image: result },
        { label: 'Truth', image: truth },
      ],
      place,
    );
    await writePng(join(folder, `${name}-${place.name}.png`), strip);
  }
}

const largestSide = 288;
