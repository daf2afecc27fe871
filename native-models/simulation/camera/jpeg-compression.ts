import { planeOf, type PlanarImage } from '../planar-image.ts';

export interface JpegSettings {
  /** 1 to 100, as libjpeg counts. */
  readonly quality: number;
  /** Whether colour has half the resolution (4:2:0) or all of it (4:4:4). */
  readonly halved: boolean;
}

/**
 * What remains of a picture after JPEG, in place, without a file: YCbCr in whole steps, blocks of 8 x 8 through the cosine transform,
 * quantised and back, halved colours averaged and interpolated by triangles as libjpeg does. Encoded values 0 to 1, clipped and
 * rounded to 1/255. Throws a RangeError when a side is not a multiple of 8, or of 16 with halved colours.
 */
export function compressAsJpeg(image: PlanarImage, { quality, halved }: JpegSettings): void {
  const { width, height } = image;
  const step = halved ? 16 : 8;
  if (width % step !== 0 || height % step !== 0)
    throw new RangeError(`Expected sides that are multiples of ${step}, received ${width} x ${height}`);
  const tables = quantisationTables(quality);
  const [y, u, v] = [planeOf(image, 0), planeOf(image, 1), planeOf(image, 2)];
  separateColours(y, u, v);
  quantiseBlocks(y, width, height, tables.brightness);
  for (const plane of [u, v]) {
    if (!halved) {
      quantiseBlocks(plane, width, height, tables.colour);
      continue;
    }
    const small = halve(plane, width, height);
    quantiseBlocks(small, width / 2, height / 2, tables.colour);
    double(small, width / 2, height / 2, plane);
  }
  joinColours(y, u, v);
}

/** Red, green, blue 0 to 1 become Y, Cb and Cr around 0 in steps of 1, -128 to 127; in place. */
function separateColours(first: Float32Array, second: Float32Array, third: Float32Array): void {
  for (let at = 0; at < first.length; at++) {
    const red = toByte((first[at] ?? 0) * 255);
    const green = toByte((second[at] ?? 0) * 255);
    const blue = toByte((third[at] ?? 0) * 255);
    first[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue) - 128;
    second[at] = Math.round(-0.168735892 * red - 0.331264108 * green + 0.5 * blue);
    third[at] = Math.round(0.5 * red - 0.418687589 * green - 0.081312411 * blue);
  }
}

function joinColours(first: Float32Array, second: Float32Array, third: Float32Array): void {
  for (let at = 0; at < first.length; at++) {
    const y = (first[at] ?? 0) + 128;
    const u = second[at] ?? 0;
    const v = third[at] ?? 0;
    first[at] = toByte(y + 1.402 * v) / 255;
    second[at] = toByte(y - 0.344136286 * u - 0.714136286 * v) / 255;
    third[at] = toByte(y + 1.772 * u) / 255;
  }
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0;
}

function quantiseBlocks(plane: Float32Array, width: number, height: number, table: Float32Array): void {
  const block = new Float32Array(64);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const start = top * width + left;
      for (let row = 0; row < 8; row++)
        for (let column = 0; column < 8; column++) block[row * 8 + column] = plane[start + row * width + column] ?? 0;
      for (let row = 0; row < 8; row++) transformLine(block, row * 8, 1);
      for (let column = 0; column < 8; column++) transformLine(block, column, 8);
      for (let at = 0; at < 64; at++) block[at] = Math.round((block[at] ?? 0) / (table[at] ?? 1)) * (table[at] ?? 1);
      for (let column = 0; column < 8; column++) restoreLine(block, column, 8);
      for (let row = 0; row < 8; row++) restoreLine(block, row * 8, 1);
      for (let row = 0; row < 8; row++) {
        for (let column = 0; column < 8; column++) {
          const value = Math.round(block[row * 8 + column] ?? 0);
          plane[start + row * width + column] = value < -128 ? -128 : value > 127 ? 127 : value;
        }
      }
    }
  }
}

/** c(k) = cos(k pi / 16) / 2, the weights of the orthonormal cosine transform of 8 numbers. */
const [c1, c2, c3, c4, c5, c6, c7] = [1, 2, 3, 4, 5, 6, 7].map((k) => Math.cos((k * Math.PI) / 16) / 2) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** The cosine transform of 8 numbers at `start`, `step` apart, in place; even and odd waves from sums and differences. */
function transformLine(block: Float32Array, start: number, step: number): void {
  const x0 = block[start] ?? 0;
  const x1 = block[start + step] ?? 0;
  const x2 = block[start + 2 * step] ?? 0;
  const x3 = block[start + 3 * step] ?? 0;
  const x4 = block[start + 4 * step] ?? 0;
  const x5 = block[start + 5 * step] ?? 0;
  const x6 = block[start + 6 * step] ?? 0;
  const x7 = block[start + 7 * step] ?? 0;
  const [s0, s1, s2, s3] = [x0 + x7, x1 + x6, x2 + x5, x3 + x4];
  const [d0, d1, d2, d3] = [x0 - x7, x1 - x6, x2 - x5, x3 - x4];
  block[start] = c4 * (s0 + s1 + s2 + s3);
  block[start + step] = c1 * d0 + c3 * d1 + c5 * d2 + c7 * d3;
  block[start + 2 * step] = c2 * (s0 - s3) + c6 * (s1 - s2);
  block[start + 3 * step] = c3 * d0 - c7 * d1 - c1 * d2 - c5 * d3;
  block[start + 4 * step] = c4 * (s0 - s1 - s2 + s3);
  block[start + 5 * step] = c5 * d0 - c1 * d1 + c7 * d2 + c3 * d3;
  block[start + 6 * step] = c6 * (s0 - s3) - c2 * (s1 - s2);
  block[start + 7 * step] = c7 * d0 - c5 * d1 + c3 * d2 - c1 * d3;
}

/** The inverse of `transformLine`. */
function restoreLine(block: Float32Array, start: number, step: number): void {
  const y0 = block[start] ?? 0;
  const y1 = block[start + step] ?? 0;
  const y2 = block[start + 2 * step] ?? 0;
  const y3 = block[start + 3 * step] ?? 0;
  const y4 = block[start + 4 * step] ?? 0;
  const y5 = block[start + 5 * step] ?? 0;
  const y6 = block[start + 6 * step] ?? 0;
  const y7 = block[start + 7 * step] ?? 0;
  const [sum, difference] = [c4 * (y0 + y4), c4 * (y0 - y4)];
  const [wide, narrow] = [c2 * y2 + c6 * y6, c6 * y2 - c2 * y6];
  const [s0, s1, s2, s3] = [sum + wide, difference + narrow, difference - narrow, sum - wide];
  const d0 = c1 * y1 + c3 * y3 + c5 * y5 + c7 * y7;
  const d1 = c3 * y1 - c7 * y3 - c1 * y5 - c5 * y7;
  const d2 = c5 * y1 - c1 * y3 + c7 * y5 + c3 * y7;
  const d3 = c7 * y1 - c5 * y3 + c3 * y5 - c1 * y7;
  block[start] = s0 + d0;
  block[start + step] = s1 + d1;
  block[start + 2 * step] = s2 + d2;
  block[start + 3 * step] = s3 + d3;
  block[start + 4 * step] = s3 - d3;
  block[start + 5 * step] = s2 - d2;
  block[start + 6 * step] = s1 - d1;
  block[start + 7 * step] = s0 - d0;
}

function halve(plane: Float32Array, width: number, height: number): Float32Array {
  const small = new Float32Array((width * height) / 4);
  for (let row = 0; row < height / 2; row++) {
    for (let column = 0; column < width / 2; column++) {
      const at = 2 * row * width + 2 * column;
      const above = (plane[at] ?? 0) + (plane[at + 1] ?? 0);
      const below = (plane[at + width] ?? 0) + (plane[at + width + 1] ?? 0);
      // Halves go down and up by turns, as in libjpeg, so that they do not add up to a tint.
      small[(row * width) / 2 + column] = Math.floor((above + below + 1 + (column & 1)) / 4);
    }
  }
  return small;
}

/** Twice the size: three quarters of the nearest value and one of the next, along both axes. */
function double(small: Float32Array, width: number, height: number, target: Float32Array): void {
  for (let row = 0; row < 2 * height; row++) {
    const near = row >> 1;
    const next = Math.min(height - 1, Math.max(0, near + ((row & 1) === 0 ? -1 : 1)));
    for (let column = 0; column < 2 * width; column++) {
      const here = column >> 1;
      const aside = Math.min(width - 1, Math.max(0, here + ((column & 1) === 0 ? -1 : 1)));
      const nearest = 3 * (small[near * width + here] ?? 0) + (small[next * width + here] ?? 0);
      const further = 3 * (small[near * width + aside] ?? 0) + (small[next * width + aside] ?? 0);
      target[row * 2 * width + column] = Math.floor((3 * nearest + further + 8 - (column & 1)) / 16);
    }
  }
}

/** Quantisation tables of the JPEG standard (ITU-T T.81, annex K.1), row by row. */
const brightness = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const colour = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99,
];

/** The standard's tables at a quality of 1 to 100, scaled as libjpeg scales them: half at 75, every step 1 at 100. */
export function quantisationTables(quality: number): { brightness: Float32Array; colour: Float32Array } {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const scaled = (table: readonly number[]): Float32Array =>
    Float32Array.from(table, (step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
  return { brightness: scaled(brightness), colour: scaled(colour) };
}
