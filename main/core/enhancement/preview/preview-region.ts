import { uprightBounds } from '#contract/crop-geometry';
import type { Point, Rectangle, Size } from '#contract/geometry';
import { turnMargin, type Framed } from '#core/enhancement/enhance-crop';
import { halo, tileStep } from '#core/enhancement/inference/plan-tiles';

/** Side of the square that a preview shows, in wide pixels: 512 of the result. */
export const previewSide = 256;

/** What a preview shows and what the network must see for it, in wide pixels. */
export interface PreviewRegion {
  /** Inside the crop, in pixels of the turned photo; the picture has twice its width and height. */
  core: Rectangle;
  /** What of the upright photo it is made of: the core itself where nothing is turned. */
  part: Rectangle;
  /** The part and its surroundings; may reach outside the photo, which is mirrored there. Its size depends on the angle alone, unless the crop is small. */
  input: Rectangle;
}

/** The square around `centre`, in pixels of the turned photo, moved into the crop where it would reach out of it; a crop that is smaller is shown whole. */
export function previewRegion(photo: Size, centre: Point, { crop, straighten }: Framed): PreviewRegion {
  const [x, width] = along(crop.x, crop.width, centre.x);
  const [y, height] = along(crop.y, crop.height, centre.y);
  const core = { x, y, width, height };
  if (straighten === 0) return { core, part: core, input: around(core, core) };
  const part = uprightBounds(photo, core, straighten, turnMargin);
  return { core, part, input: around(part, boxAround(core, straighten)) };
}

/** The part of an enhanced input, [3, 2 height, 2 width], as interleaved rows. */
export function cutPart(enhanced: Float32Array, { part, input }: PreviewRegion): Float32Array {
  const [width, height] = [2 * part.width, 2 * part.height];
  const [inputWidth, plane] = [2 * input.width, 4 * input.width * input.height];
  const rows = new Float32Array(3 * width * height);
  let target = 0;
  for (let y = 0; y < height; y += 1) {
    let source = (2 * (part.y - input.y) + y) * inputWidth + 2 * (part.x - input.x);
    for (let x = 0; x < width; x += 1, source += 1) {
      rows[target] = enhanced[source] ?? 0;
      rows[target + 1] = enhanced[source + plane] ?? 0;
      rows[target + 2] = enhanced[source + 2 * plane] ?? 0;
      target += 3;
    }
  }
  return rows;
}

function along(from: number, length: number, centre: number): [start: number, length: number] {
  const shown = Math.min(previewSide, length);
  return [Math.min(from + length - shown, Math.max(from, Math.round(centre - shown / 2))), shown];
}

/** The most that the bounds of a turned core can measure, wherever it lies. */
function boxAround({ width, height }: Size, degrees: number): Size {
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Rounding outwards adds a pixel on each side.
  const rounding = 2 * turnMargin + 2;
  return {
    width: Math.ceil(width * cos + height * sin) + rounding,
    height: Math.ceil(width * sin + height * cos) + rounding,
  };
}

/** An input that is large enough for `size` and lies around the part. */
function around({ x, y, width, height }: Rectangle, size: Size): Rectangle {
  const [inputWidth, inputHeight] = [inputLength(size.width), inputLength(size.height)];
  return {
    x: x - Math.floor((inputWidth - width) / 2),
    y: y - Math.floor((inputHeight - height) / 2),
    width: inputWidth,
    height: inputHeight,
  };
}

function inputLength(length: number): number {
  return Math.ceil((length + 2 * halo) / tileStep) * tileStep;
}
