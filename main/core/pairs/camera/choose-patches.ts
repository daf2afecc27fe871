import { boundsOf, isInsidePolygon, type Point } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { lumaOfPixels, patchSize, planeLength } from './patch.ts';

/** A square of `patchSize` wide pixels, by its top left corner. */
export interface PatchPlace {
  readonly x: number;
  readonly y: number;
}

export interface ChosenPatches {
  /** With structure in both directions, spread over the overlap. */
  readonly textured: readonly PatchPlace[];
  /** The flattest of every brightness, with their mean luma. */
  readonly flat: readonly FlatPlace[];
}

export interface FlatPlace extends PatchPlace {
  readonly level: number;
}

/** Around a patch, in wide pixels, the tele has to be known: what the response and the soft border of a photo reach into. */
const margin = 8;
const maxTextured = 160;
const texturedPerBlock = 2;
const levels = 8;
const flatPerLevel = 10;
/** Values beyond these were clipped. A patch may have so few of them, or, where hardly any patch would be left, some more. */
const clipped = { dark: 0.012, bright: 0.98, share: 0.01, maxShare: 0.05 };
const fewest = 24;

/** Looks at every place of the overlap and picks where the camera's response and where its noise can be seen. */
export function choosePatches(wide: PixelImage, overlap: readonly Point[]): ChosenPatches {
  const bounds = boundsOf(overlap);
  const [columns, rows] = [patchesAlong(bounds.width), patchesAlong(bounds.height)];
  const x = bounds.x + Math.floor((bounds.width - columns * patchSize) / 2);
  const y = bounds.y + Math.floor((bounds.height - rows * patchSize) / 2);
  const perBlock = Math.sqrt((texturedPerBlock * columns * rows) / maxTextured);
  const candidates: Candidate[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const place = { x: x + column * patchSize, y: y + row * patchSize };
      if (!isUsable(place, wide, overlap)) continue;
      const block =
        perBlock <= 1 ? row * columns + column : Math.floor(row / perBlock) * columns + Math.floor(column / perBlock);
      const looks = lookAt(wide, place);
      if (looks !== null) candidates.push({ ...place, ...looks, block });
    }
  }
  const clean = candidates.filter(({ clippedShare }) => clippedShare <= clipped.share);
  const chosen = clean.length < fewest ? candidates : clean;
  return { textured: chooseTextured(chosen), flat: chooseFlat(chosen) };
}

function patchesAlong(length: number): number {
  return Math.max(0, Math.floor((length - 2 * margin) / patchSize));
}

interface Candidate extends PatchPlace {
  readonly block: number;
  readonly level: number;
  /** Smaller eigenvalue of the mean gradient product: structure that pins a patch in both directions. */
  readonly corners: number;
  /** Mean squared gradient. */
  readonly energy: number;
  readonly clippedShare: number;
}

function isUsable({ x, y }: PatchPlace, { width, height }: PixelImage, overlap: readonly Point[]): boolean {
  const [left, top, right, bottom] = [x - margin, y - margin, x + patchSize + margin, y + patchSize + margin];
  if (left < 0 || top < 0 || right > width || bottom > height) return false;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return corners.every((corner) => isInsidePolygon(overlap, corner));
}

/** Null when too many values are clipped. */
function lookAt(
  image: PixelImage,
  place: PatchPlace,
): Pick<Candidate, 'level' | 'corners' | 'energy' | 'clippedShare'> | null {
  const clippedShare = clippedShareOf(image, place);
  if (clippedShare > clipped.maxShare) return null;
  const luma = lumaOfPixels(image, place);
  let [sum, xx, xy, yy] = [0, 0, 0, 0];
  for (let row = 1; row < patchSize - 1; row += 1) {
    for (let index = row * patchSize + 1; index < (row + 1) * patchSize - 1; index += 1) {
      const gradientX = ((luma[index + 1] ?? 0) - (luma[index - 1] ?? 0)) / 2;
      const gradientY = ((luma[index + patchSize] ?? 0) - (luma[index - patchSize] ?? 0)) / 2;
      sum += luma[index] ?? 0;
      xx += gradientX * gradientX;
      xy += gradientX * gradientY;
      yy += gradientY * gradientY;
    }
  }
  const count = (patchSize - 2) ** 2;
  const corners = ((xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy)) / count;
  return { level: sum / count, corners, energy: (xx + yy) / count, clippedShare };
}

function clippedShareOf({ width, depth, data }: PixelImage, { x, y }: PatchPlace): number {
  const [dark, bright] = [clipped.dark * whiteOf(depth), clipped.bright * whiteOf(depth)];
  let count = 0;
  for (let row = y; row < y + patchSize; row += 1) {
    for (let index = (row * width + x) * 3; index < (row * width + x + patchSize) * 3; index += 1) {
      const value = data[index] ?? 0;
      if (value < dark || value > bright) count += 1;
    }
  }
  return count / (3 * planeLength);
}

function chooseTextured(candidates: readonly Candidate[]): PatchPlace[] {
  const taken = new Map<number, number>();
  return candidates
    .toSorted((one, other) => other.corners - one.corners)
    .filter(({ block }) => {
      const count = (taken.get(block) ?? 0) + 1;
      taken.set(block, count);
      return count <= texturedPerBlock;
    })
    .slice(0, maxTextured);
}

function chooseFlat(candidates: readonly Candidate[]): FlatPlace[] {
  const byEnergy = candidates.toSorted((one, other) => one.energy - other.energy);
  const flatter = byEnergy.slice(0, Math.ceil(byEnergy.length / 2));
  return Array.from({ length: levels }, (_, level) =>
    flatter.filter((place) => Math.min(Math.floor(place.level * levels), levels - 1) === level).slice(0, flatPerLevel),
  ).flat();
}
