import type { Point, Rectangle } from '#contract/geometry';
import { highBand, lumaOf } from './luma.ts';
import { sumsUpTo, type Plane } from '#native-models/planes';
import type { Mask } from './metrics.ts';
import { join } from 'node:path';
import { type PixelImage, whiteOf } from '#core/photos/pixel-image';
import { writePng } from '#core/photos/files/write-png';
import type { PairMeasure } from './measure-pair.ts';
import type { RowName } from './rows.ts';
import { letterStyles, letterText } from '#native-models/simulation/painted-photos/lettering/letter-text';

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

/** A small RGBA picture, 8 bit. */
interface Strip {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/**
 * The same place of several pictures beside each other, pixel by pixel, each under its name. Colours are the pictures' own encoded
 * values; a profile is not carried.
 */
export function comparisonStrip(pictures: readonly { label: string; image: PixelImage }[], place: Rectangle): Strip {
  const width = pictures.length * (place.width + gap) - gap;
  const height = labelHeight + place.height;
  const strip: Strip = { width, height, pixels: new Uint8Array(4 * width * height).fill(255) };
  pictures.forEach(({ label, image }, index) => {
    const left = index * (place.width + gap);
    writeLabel(strip, label, left, place.width);
    copyPlace(strip, image, place, left);
  });
  return strip;
}

const gap = 8;
const labelHeight = 24;
const letterHeight = 11;

function copyPlace(strip: Strip, image: PixelImage, place: Rectangle, left: number): void {
  const scale = 255 / whiteOf(image.depth);
  for (let y = 0; y < place.height; y += 1) {
    for (let x = 0; x < place.width; x += 1) {
      const source = ((place.y + y) * image.width + place.x + x) * 3;
      const target = ((labelHeight + y) * strip.width + left + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        strip.pixels[target + channel] = Math.round((image.data[source + channel] ?? 0) * scale);
      }
    }
  }
}

/** Black on white, cut off where the picture's width ends. */
function writeLabel(strip: Strip, label: string, left: number, width: number): void {
  const line = letterText(label, letterStyles.plain, letterHeight);
  const baseline = (labelHeight + letterHeight) / 2;
  for (let y = 0; y < labelHeight; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const ink = Math.min(1, Math.max(0, line.coverage(x + 0.5, baseline - y - 0.5, 1)));
      const target = (y * strip.width + left + x) * 4;
      strip.pixels.fill(Math.round(255 * (1 - ink)), target, target + 3);
    }
  }
}
