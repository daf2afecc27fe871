import { isInsidePolygon, type Point, type Rectangle, type Size } from './geometry.ts';

/** A small picture, one byte a pixel, rows from the top. */
export interface SmallPicture extends Size {
  readonly data: ArrayLike<number>;
}

/** Of the side of the picture, where no telephoto says how much one shows. */
const defaultShare = 1 / 3;
/** A place with less than this share of the picture's mean detail is sky or wall, and no photo of it is worth taking. */
const minDetail = 0.25;
/** Places that are looked at along each side. */
const steps = 40;

/**
 * Where another telephoto would help most: of the places that are as large as one of the outlines on average, that with most detail
 * which none of them shows. In pixels of the picture, as the outlines are; null where nothing that is left has any detail.
 */
export function placeOfNextPhoto(picture: SmallPicture, outlines: readonly (readonly Point[])[]): Rectangle | null {
  const { width, height } = picture;
  const { sums, mean } = bareDetail(picture, outlines);
  const sides = outlines.map((outline) => sidesOf(outline));
  const average = (pick: (side: Size) => number, whole: number): number =>
    Math.round(
      sides.length === 0
        ? whole * defaultShare
        : Math.min(whole, sides.reduce((sum, side) => sum + pick(side), 0) / sides.length),
    );
  const size = { width: average((side) => side.width, width), height: average((side) => side.height, height) };
  const at = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0;
  let [best, most] = [{ x: 0, y: 0, ...size }, -1];
  for (let row = 0; row <= steps; row += 1) {
    for (let column = 0; column <= steps; column += 1) {
      const x = Math.round((column * (width - size.width)) / steps);
      const y = Math.round((row * (height - size.height)) / steps);
      const detail = at(x + size.width, y + size.height) - at(x, y + size.height) - at(x + size.width, y) + at(x, y);
      if (detail > most) [best, most] = [{ x, y, ...size }, detail];
    }
  }
  return most <= minDetail * mean * size.width * size.height ? null : best;
}

/** Sums of detail over all that lies left of and above a corner, [height + 1, width + 1]; what is shown already has none. And the picture's own mean. */
function bareDetail({ width, height, data }: SmallPicture, outlines: readonly (readonly Point[])[]) {
  const sums = new Float64Array((width + 1) * (height + 1));
  let all = 0;
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const here = data[at] ?? 0;
      const detail = Math.abs(here - (data[at + 1] ?? here)) + Math.abs(here - (data[at + width] ?? here));
      all += detail;
      const place = { x: x + 0.5, y: y + 0.5 };
      if (!outlines.some((outline) => isInsidePolygon(outline, place))) row += detail;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return { sums, mean: all / (width * height) };
}

function sidesOf(outline: readonly Point[]): Size {
  const span = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  return { width: span(outline.map(({ x }) => x)), height: span(outline.map(({ y }) => y)) };
}
