import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import type { Point, Homography } from '#contract/geometry';
import { luma, lumaOfPlanes, type Plane } from '#native-models/planes';
import { warpPlanar } from '#core/photos/pixels/resample';
import { applyColourMatch, type ColourMatch } from '#core/pairs/registering/match-colour';
import { decodeLight } from '#native-models/simulation/camera/light';

/** Side of the squares of the wide photo that are compared: small enough to fit by a shift, large enough to find it. */
export const patchSize = 32;
export const planeLength = patchSize * patchSize;

/** BT.601 luma, 0 to 1, of a patch of a photo by its top left corner. */
export function lumaOfPixels({ width, depth, data }: PixelImage, { x, y }: Point): Float32Array {
  const gain = 1 / whiteOf(depth);
  const brightness = new Float32Array(planeLength);
  for (let row = 0, target = 0; row < patchSize; row += 1) {
    const start = ((y + row) * width + x) * 3;
    for (let index = start; index < start + 3 * patchSize; index += 3, target += 1)
      brightness[target] = gain * luma(data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0);
  }
  return brightness;
}

/**
 * Takes the best fitting polynomial of degree two out of a patch, in place: what colour matching, vignetting and tone curves leave between two
 * photos is that smooth. What remains is the band that estimates look at, from about one cycle per patch on.
 */
export function detrend(patch: Float32Array): Float32Array {
  for (const term of trend) {
    let share = 0;
    for (let index = 0; index < planeLength; index += 1) share += (term[index] ?? 0) * (patch[index] ?? 0);
    for (let index = 0; index < planeLength; index += 1)
      patch[index] = (patch[index] ?? 0) - share * (term[index] ?? 0);
  }
  return patch;
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** 1, x, y, x squared, xy, y squared over a patch, made orthonormal. */
const trend = orthonormalised(trendPlanes());

function trendPlanes(): Float32Array[] {
  const terms: readonly ((x: number, y: number) => number)[] = [
    () => 1,
    (x) => x,
    (_, y) => y,
    (x) => x * x,
    (x, y) => x * y,
    (_, y) => y * y,
  ];
  const at = (place: number): number => (2 * place + 1) / patchSize - 1;
  return terms.map((term) =>
    Float32Array.from({ length: planeLength }, (_, index) =>
      term(at(index % patchSize), at(Math.floor(index / patchSize))),
    ),
  );
}

function orthonormalised(terms: readonly Float32Array[]): Float32Array[] {
  const done: Float32Array[] = [];
  for (const term of terms) {
    for (const earlier of done) {
      const share = dot(term, earlier);
      for (let index = 0; index < term.length; index += 1)
        term[index] = (term[index] ?? 0) - share * (earlier[index] ?? 0);
    }
    const length = Math.sqrt(dot(term, term));
    done.push(term.map((value) => value / length));
  }
  return done;
}

/** The tele and how it comes onto the 2x grid, in the wide's colours. */
export interface ReferenceSource {
  readonly tele: PixelImage;
  readonly gridToTele: Homography;
  readonly colour: ColourMatch;
  /** Whether patches are read as light: a lens blurs light, and in encoded values blur moves an edge to its dark side. */
  readonly asLight?: boolean;
}

/** The tele's luma on the 2x grid, 0 to 1, encoded unless the source is read as light, over a patch of the wide and `reach` fine pixels more on every side; null where it ends. */
export function readReference(
  { tele, gridToTele, colour, asLight = false }: ReferenceSource,
  { x, y }: Point,
  reach: number,
): Plane | null {
  const side = 2 * patchSize + 2 * reach;
  const rectangle = { x: 2 * x - reach, y: 2 * y - reach, width: side, height: side };
  const { pixels, validity } = warpPlanar(tele, gridToTele, rectangle);
  if (validity.includes(0)) return null;
  applyColourMatch(colour, pixels, rectangle);
  const data = lumaOfPlanes(pixels);
  if (asLight) decodeLight(data);
  return { width: side, height: side, data };
}
