import { applyHomography, invertHomography, type Homography, type Size } from '#contract/geometry';
import { boxSums, type Plane } from '#native-models/planes';
import type { GreyImage } from './grey-image.ts';

export function planeOf({ width, height, data }: GreyImage): Plane {
  return { width, height, data: Float32Array.from(data) };
}

/**
 * The image seen from another grid: the value at `imageToGrid`'s inverse of every pixel centre, bilinear; NaN outside
 * the image. Throws a RangeError when the homography has no inverse.
 */
export function warpPlane(image: GreyImage, imageToGrid: Homography, { width, height }: Size): Plane {
  const gridToImage = invertHomography(imageToGrid);
  const forwards = applyHomography(imageToGrid, { x: image.width / 2, y: image.height / 2 });
  const side = Math.sign(depthAt(gridToImage, forwards.x, forwards.y));
  const data = new Float32Array(width * height);
  const [a, b, c, d, e, f, g, h, i] = gridToImage;
  for (let row = 0, index = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, index += 1) {
      const x = column + 0.5;
      const y = row + 0.5;
      const depth = g * x + h * y + i;
      data[index] =
        depth * side > 0 ? sample(image, (a * x + b * y + c) / depth - 0.5, (d * x + e * y + f) / depth - 0.5) : NaN;
    }
  }
  return { width, height, data };
}

/** Mean over a square of 2 `radius` + 1 pixels. Pixels outside the plane or NaN do not count; NaN where none is left. */
export function boxBlur(plane: Plane, radius: number): Plane {
  const { data } = plane;
  const values = new Float32Array(data.length);
  const known = new Float32Array(data.length);
  for (let index = 0; index < data.length; index += 1) {
    const value = data[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    values[index] = value;
    known[index] = 1;
  }
  const means = boxSums({ ...plane, data: values }, radius);
  const counts = boxSums({ ...plane, data: known }, radius);
  for (let index = 0; index < means.length; index += 1) {
    const count = counts[index] ?? 0;
    means[index] = count > 0.5 ? (means[index] ?? 0) / count : NaN;
  }
  return { ...plane, data: means };
}

/** The plane at a whole fraction of its size, every pixel the mean of a square; NaN where any of them is. */
export function shrinkPlane(plane: Plane, factor: number): Plane {
  const [width, height] = [Math.floor(plane.width / factor), Math.floor(plane.height / factor)];
  const data = new Float32Array(width * height);
  for (let row = 0, index = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, index += 1) {
      let sum = 0;
      for (let y = row * factor; y < (row + 1) * factor; y += 1) {
        const start = y * plane.width + column * factor;
        for (let at = start; at < start + factor; at += 1) sum += plane.data[at] ?? NaN;
      }
      data[index] = sum / (factor * factor);
    }
  }
  return { width, height, data };
}

function sample({ width, height, data }: GreyImage, x: number, y: number): number {
  if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) return NaN;
  const left = Math.min(Math.max(Math.floor(x), 0), width - 1);
  const top = Math.min(Math.max(Math.floor(y), 0), height - 1);
  const right = Math.min(left + 1, width - 1);
  const shareX = Math.min(Math.max(x - left, 0), 1);
  const shareY = Math.min(Math.max(y - top, 0), 1);
  const above = top * width;
  const below = Math.min(top + 1, height - 1) * width;
  const upper = (data[above + left] ?? 0) * (1 - shareX) + (data[above + right] ?? 0) * shareX;
  const lower = (data[below + left] ?? 0) * (1 - shareX) + (data[below + right] ?? 0) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

function depthAt(h: Homography, x: number, y: number): number {
  return h[6] * x + h[7] * y + h[8];
}
