import type { PlanarImage } from '../planar-image.ts';
import { keys } from '../camera/filter-plane.ts';

/** Places between two pixels that the kernel is tabulated for. */
const phases = 512;
const weights = Float32Array.from({ length: (phases + 1) * 4 }, (_, at) =>
  keys((at & 3) - 1 - Math.floor(at / 4) / phases),
);

/**
 * The picture's value at (x, y), pixel centres at whole numbers, by the cubic kernel of Keys: `target`'s entries `at`, and as far
 * again for each colour as a plane of the target is long. Beyond the border its pixels repeat.
 */
export function samplePicture(picture: PlanarImage, x: number, y: number, target: PlanarImage, at: number): void {
  const { width, height, data } = picture;
  const left = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const across = 4 * Math.round(Math.min(1, Math.max(0, x - left)) * phases);
  const down = 4 * Math.round(Math.min(1, Math.max(0, y - top)) * phases);
  const [w0, w1, w2, w3] = [
    weights[across] ?? 0,
    weights[across + 1] ?? 0,
    weights[across + 2] ?? 0,
    weights[across + 3] ?? 0,
  ];
  const c0 = left > 0 ? left - 1 : 0;
  const c3 = left + 2 < width ? left + 2 : width - 1;
  const plane = width * height;
  const targetPlane = target.width * target.height;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let tap = 0; tap < 4; tap++) {
      const row = Math.min(height - 1, Math.max(0, top + tap - 1));
      const start = channel * plane + row * width;
      sum +=
        (weights[down + tap] ?? 0) *
        (w0 * (data[start + c0] ?? 0) +
          w1 * (data[start + left] ?? 0) +
          w2 * (data[start + left + 1] ?? 0) +
          w3 * (data[start + c3] ?? 0));
    }
    target.data[channel * targetPlane + at] = sum;
  }
}
