import {
  applyHomography,
  boundsOf,
  invertHomography,
  type Homography,
  type Point,
  type Rectangle,
} from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';

/** Mean colours of both photos over the same cells of a coarse grid on the wide. */
export interface ColourSamples {
  readonly columns: number;
  readonly rows: number;
  /** What the grid covers, in wide pixels. */
  readonly region: Rectangle;
  /** [3, rows, columns], 0..1 as encoded. */
  readonly wide: Float32Array;
  readonly tele: Float32Array;
  /** [rows, columns]: share of the cell that both photos show, lower where a photo is clipped. */
  readonly weight: Float32Array;
}

/** Cells along the long side of the overlap: small against the smoothing, large against lens blur and parallax. */
const cellsAlong = 96;
/** Points looked at per cell along one axis. */
const pointsAlong = 4;
/** Values beyond these say little of the tone: the sensor or the encoding clipped them. */
const clipped = { dark: 0.01, bright: 0.985, weight: 0.1 };

/** Compares the colours of both photos over the overlap. Null when the overlap is smaller than a few cells. */
export function sampleColours(
  wide: PixelImage,
  tele: PixelImage,
  homography: Homography,
  overlap: readonly Point[],
): ColourSamples | null {
  const region = clampRegion(boundsOf(overlap), wide);
  const cell = Math.max(region.width, region.height, 0) / cellsAlong;
  const [columns, rows] = [Math.floor(region.width / cell), Math.floor(region.height / cell)];
  if (!(cell > 0) || columns < 4 || rows < 4 || region.width < 8 || region.height < 8) return null;
  const samples: ColourSamples = {
    columns,
    rows,
    region,
    wide: new Float32Array(3 * rows * columns),
    tele: new Float32Array(3 * rows * columns),
    weight: new Float32Array(rows * columns),
  };
  const toTele = invertHomography(homography);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) sampleCell(samples, wide, tele, toTele, row, column);
  }
  return samples;
}

function sampleCell(
  samples: ColourSamples,
  wide: PixelImage,
  tele: PixelImage,
  toTele: Homography,
  row: number,
  column: number,
): void {
  const { region, columns, rows } = samples;
  const [inWide, inTele] = [new Float64Array(3), new Float64Array(3)];
  let known = 0;
  for (let index = 0; index < pointsAlong ** 2; index += 1) {
    const point = {
      x: region.x + (region.width / columns) * (column + ((index % pointsAlong) + 0.5) / pointsAlong),
      y: region.y + (region.height / rows) * (row + (Math.floor(index / pointsAlong) + 0.5) / pointsAlong),
    };
    const there = applyHomography(toTele, point);
    if (!isInside(wide, point) || !isInside(tele, there)) continue;
    known += 1;
    addPixel(inWide, wide, point);
    addPixel(inTele, tele, there);
  }
  if (known === 0) return;
  const cell = row * columns + column;
  let share = known / pointsAlong ** 2;
  for (let channel = 0; channel < 3; channel += 1) {
    const [wideMean, teleMean] = [(inWide[channel] ?? 0) / known, (inTele[channel] ?? 0) / known];
    samples.wide[channel * rows * columns + cell] = wideMean;
    samples.tele[channel * rows * columns + cell] = teleMean;
    if (isClipped(wideMean) || isClipped(teleMean)) share = Math.min(share, clipped.weight);
  }
  samples.weight[cell] = share;
}

function addPixel(sum: Float64Array, image: PixelImage, { x, y }: Point): void {
  const at = (Math.floor(y) * image.width + Math.floor(x)) * 3;
  const white = whiteOf(image.depth);
  for (let channel = 0; channel < 3; channel += 1) {
    sum[channel] = (sum[channel] ?? 0) + (image.data[at + channel] ?? 0) / white;
  }
}

function isInside({ width, height }: PixelImage, { x, y }: Point): boolean {
  return x >= 0 && y >= 0 && x < width && y < height;
}

function isClipped(value: number): boolean {
  return value < clipped.dark || value > clipped.bright;
}

function clampRegion(region: Rectangle, { width, height }: PixelImage): Rectangle {
  const [x, y] = [Math.max(0, region.x), Math.max(0, region.y)];
  return {
    x,
    y,
    width: Math.min(width, region.x + region.width) - x,
    height: Math.min(height, region.y + region.height) - y,
  };
}
