import { createPlanarImage, type PlanarImage } from '../planar-image.ts';
import { sceneSide } from '../tile-geometry.ts';
import type { SceneObject, TrainingScene } from '../scene/cut-scene.ts';
import type { Displacement } from './displacement.ts';
import { keysCubic } from '../../planes.ts';

/** The scene from where the tele stands, and what of it the wide shows too. */
export interface TeleView {
  readonly picture: PlanarImage;
  /** For each pixel where the wide shows the same, in pixels of the scene (centres at whole numbers); NaN where it does not. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** What the displacement says, with an object before it that lies elsewhere than in the wide: it covers some of the scene, and uncovers what only the tele sees. */
export function viewFromTele({ seen, object }: TrainingScene, displacement: Displacement): TeleView {
  const { side } = displacement;
  const picture = createPlanarImage(side, side);
  const [x, y] = [displacement.x.slice(), displacement.y.slice()];
  if (object === null) {
    for (let at = 0; at < x.length; at++) samplePicture(seen, x[at] ?? 0, y[at] ?? 0, picture, at);
    return { picture, x, y };
  }
  const { shift } = object;
  const covering = createPlanarImage(1, 1);
  for (let at = 0; at < x.length; at++) {
    const [behindX, behindY] = [x[at] ?? 0, y[at] ?? 0];
    samplePicture(object.behind, behindX, behindY, picture, at);
    if (coverAt(object, behindX, behindY) >= 0.5) [x[at], y[at]] = [NaN, NaN];
    if (shift === null) continue;
    const [objectX, objectY] = [behindX - shift.x, behindY - shift.y];
    const share = coverAt(object, objectX, objectY);
    if (share === 0) continue;
    samplePicture(object.picture, objectX, objectY, covering, 0);
    mixIn(picture, at, covering, share);
    if (share >= 0.5) [x[at], y[at]] = [objectX, objectY];
  }
  return { picture, x, y };
}

function mixIn({ data }: PlanarImage, at: number, covering: PlanarImage, share: number): void {
  const size = data.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const from = data[channel * size + at] ?? 0;
    data[channel * size + at] = from + ((covering.data[channel] ?? 0) - from) * share;
  }
}

/** Between four pixels; nothing beyond the scene. */
function coverAt({ cover }: SceneObject, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= sceneSide - 1 || top >= sceneSide - 1) return 0;
  const at = top * sceneSide + left;
  const above = (cover[at] ?? 0) + ((cover[at + 1] ?? 0) - (cover[at] ?? 0)) * (x - left);
  const next = at + sceneSide;
  const below = (cover[next] ?? 0) + ((cover[next + 1] ?? 0) - (cover[next] ?? 0)) * (x - left);
  return above + (below - above) * (y - top);
}

/** Places between two pixels that the kernel is tabulated for. */
const phases = 512;
const weights = Float32Array.from({ length: (phases + 1) * 4 }, (_, at) =>
  keysCubic((at & 3) - 1 - Math.floor(at / 4) / phases),
);

/**
 * The picture's value at (x, y), pixel centres at whole numbers, by the cubic kernel of Keys: `target`'s entries `at`, and as far
 * again for each colour as a plane of the target is long. Beyond the border its pixels repeat.
 */
function samplePicture(picture: PlanarImage, x: number, y: number, target: PlanarImage, at: number): void {
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
