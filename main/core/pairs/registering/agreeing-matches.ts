import type { Homography } from '#contract/geometry';
import type { Correspondences } from './match-features.ts';

/** The likeliest matches, every two of which are tried. */
const tried = 70;
/** Two points that lie nearer together, in the larger picture's pixels, say too little of the zoom. */
const minBaseline = 20;

/** Where one zoom, turn and shift puts the one picture in the other, and how many matches agree. */
export interface AgreedPlace {
  /** From `from` to `to`. */
  readonly homography: Homography;
  /** Lengths in `to` over lengths in `from`. */
  readonly zoom: number;
  readonly count: number;
}

/**
 * The zoom, turn and shift that most matches agree on, where most others may be wrong; null when no two do. Tries every two of the
 * likeliest, so matches come likeliest first, and then fits all that agree. `distance` is in pixels of whichever picture shows things
 * smaller; `mayZoom` says which zooms are possible.
 */
export function agreeingMatches(
  points: Correspondences,
  { distance, mayZoom }: { distance: number; mayZoom: (zoom: number) => boolean },
): AgreedPlace | null {
  const { from, to } = points;
  let best: { count: number; similarity: Similarity } | null = null;
  for (let one = 0; one < Math.min(points.count, tried); one += 1) {
    for (let other = 0; other < one; other += 1) {
      const similarity = similarityOf(from, to, 2 * one, 2 * other);
      if (similarity === null || !mayZoom(similarity.zoom)) continue;
      const count = countAgreeing(points, similarity, distance);
      if (count > (best?.count ?? 1)) best = { count, similarity };
    }
  }
  if (best === null) return null;
  const similarity = fit(points, best.similarity, distance);
  const fitted = { count: countAgreeing(points, similarity, distance), similarity };
  const { count, similarity: last } = fitted.count < best.count ? best : fitted;
  return {
    homography: [last.a, -last.b, last.shiftX, last.b, last.a, last.shiftY, 0, 0, 1],
    zoom: last.zoom,
    count,
  };
}

/** x' = a x - b y + shiftX, y' = b x + a y + shiftY. */
interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly zoom: number;
}

function similarityOf(from: Float32Array, to: Float32Array, one: number, other: number): Similarity | null {
  const [x, y] = [from[one] ?? 0, from[one + 1] ?? 0];
  const [toX, toY] = [to[one] ?? 0, to[one + 1] ?? 0];
  const [dx, dy] = [(from[other] ?? 0) - x, (from[other + 1] ?? 0) - y];
  const [toDx, toDy] = [(to[other] ?? 0) - toX, (to[other + 1] ?? 0) - toY];
  const square = dx * dx + dy * dy;
  if (Math.max(square, toDx * toDx + toDy * toDy) < minBaseline ** 2 || square === 0) return null;
  const a = (dx * toDx + dy * toDy) / square;
  const b = (dx * toDy - dy * toDx) / square;
  return { a, b, shiftX: toX - a * x + b * y, shiftY: toY - b * x - a * y, zoom: Math.hypot(a, b) };
}

/** The similarity that fits all that agree with this one best, by least squares. */
function fit(points: Correspondences, agreed: Similarity, distance: number): Similarity {
  const { from, to } = points;
  const rows: number[] = [];
  for (let at = 0; at < 2 * points.count; at += 2) if (agrees(points, at, agreed, distance)) rows.push(at);
  const mean = (values: Float32Array, side: 0 | 1): number =>
    rows.reduce((sum, at) => sum + (values[at + side] ?? 0), 0) / rows.length;
  const [x, y, toX, toY] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [along, across, square] = [0, 0, 0];
  for (const at of rows) {
    const [dx, dy] = [(from[at] ?? 0) - x, (from[at + 1] ?? 0) - y];
    const [toDx, toDy] = [(to[at] ?? 0) - toX, (to[at + 1] ?? 0) - toY];
    along += dx * toDx + dy * toDy;
    across += dx * toDy - dy * toDx;
    square += dx * dx + dy * dy;
  }
  if (square === 0) return agreed;
  const [a, b] = [along / square, across / square];
  return { a, b, shiftX: toX - a * x + b * y, shiftY: toY - b * x - a * y, zoom: Math.hypot(a, b) };
}

function countAgreeing(points: Correspondences, similarity: Similarity, distance: number): number {
  let count = 0;
  for (let at = 0; at < 2 * points.count; at += 2) if (agrees(points, at, similarity, distance)) count += 1;
  return count;
}

function agrees({ from, to }: Correspondences, at: number, similarity: Similarity, distance: number): boolean {
  const { a, b, shiftX, shiftY, zoom } = similarity;
  const [x, y] = [from[at] ?? 0, from[at + 1] ?? 0];
  const missX = a * x - b * y + shiftX - (to[at] ?? 0);
  const missY = b * x + a * y + shiftY - (to[at + 1] ?? 0);
  const reach = distance * Math.max(zoom, 1);
  return missX * missX + missY * missY <= reach * reach;
}
