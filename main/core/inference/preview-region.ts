import type { Point, Rectangle, Size } from '#contract/geometry';
import { halo, tileStep } from './plan-tiles.ts';

/** Side of the square that a preview shows, in wide pixels: 512 of the result. */
export const previewSide = 256;

/** What a preview shows and what the network must see for it, in wide pixels. */
export interface PreviewRegion {
  /** Inside the photo. */
  core: Rectangle;
  /** The core and its surroundings; may reach outside the photo, which is mirrored there. */
  input: Rectangle;
}

/** The square around `centre`, moved into the photo where it would reach out of it; a photo that is smaller is shown whole. */
export function previewRegion(photo: Size, centre: Point): PreviewRegion {
  const [x, width] = along(photo.width, centre.x);
  const [y, height] = along(photo.height, centre.y);
  const [inputWidth, inputHeight] = [inputLength(width), inputLength(height)];
  return {
    core: { x, y, width, height },
    input: {
      x: x - (inputWidth - width) / 2,
      y: y - (inputHeight - height) / 2,
      width: inputWidth,
      height: inputHeight,
    },
  };
}

/** The core's part of an enhanced input, [3, 2 height, 2 width], as interleaved rows. */
export function cutCore(enhanced: Float32Array, { core, input }: PreviewRegion): Float32Array {
  const [width, height] = [2 * core.width, 2 * core.height];
  const [inputWidth, plane] = [2 * input.width, 4 * input.width * input.height];
  const rows = new Float32Array(3 * width * height);
  let target = 0;
  for (let y = 0; y < height; y += 1) {
    let source = (2 * (core.y - input.y) + y) * inputWidth + 2 * (core.x - input.x);
    for (let x = 0; x < width; x += 1, source += 1) {
      rows[target] = enhanced[source] ?? 0;
      rows[target + 1] = enhanced[source + plane] ?? 0;
      rows[target + 2] = enhanced[source + 2 * plane] ?? 0;
      target += 3;
    }
  }
  return rows;
}

/** An even length, so that its surroundings are as wide on both sides. */
function along(photo: number, centre: number): [start: number, length: number] {
  const length = Math.min(previewSide, photo - (photo % 2 === 0 ? 0 : 1));
  return [Math.min(photo - length, Math.max(0, Math.round(centre - length / 2))), length];
}

function inputLength(length: number): number {
  return Math.ceil((length + 2 * halo) / tileStep) * tileStep;
}
