import { boundsOf, isInsidePolygon, type Point, type Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { cropImage } from '../crop-image.ts';
import { lumaOf } from '../luma.ts';
import { insetPolygon } from '../overlap-mask.ts';
import { bandOf } from '../pasting/smooth-plane.ts';
import { sumsUpTo } from '../square-sums.ts';

/**
 * The squares of the wide, at most four and apart from each other, that lie wholly inside the overlap and have the most texture, in its pixels; smaller ones
 * where the overlap is small. Chosen by rule, so that every result is measured in the same places.
 */
export function texturedWindows(wide: PixelImage, overlap: readonly Point[]): Rectangle[] {
  const inside = insetPolygon(overlap, border);
  if (inside.length < 3) return [];
  const bounds = boundsOf(inside);
  const left = Math.max(0, bounds.x);
  const top = Math.max(0, bounds.y);
  const width = Math.min(wide.width, bounds.x + bounds.width) - left;
  const height = Math.min(wide.height, bounds.y + bounds.height) - top;
  const side = 2 * Math.floor(Math.min(largestSide, width, height) / 2);
  if (side < smallestSide) return [];
  const luma = lumaOf(cropImage(wide, () => ({ x: left, y: top, width, height })));
  const texture = bandOf(luma, 0.7, 3).values.map((value) => value ** 2);
  const energy = sumsUpTo(width, height, texture);
  const places: (Rectangle & { energy: number })[] = [];
  for (let y = 0; y + side <= height; y += step) {
    for (let x = 0; x + side <= width; x += step) {
      const window = { x: left + x, y: top + y, width: side, height: side, energy: energy({ x, y }, side) };
      if (cornersOfWindow(window).every((corner) => isInsidePolygon(inside, corner))) places.push(window);
    }
  }
  places.sort((one, other) => other.energy - one.energy);
  const chosen: Rectangle[] = [];
  for (const { x, y } of places) {
    if (chosen.length === maxWindows) break;
    const isApart = chosen.every((one) => Math.abs(one.x - x) >= side || Math.abs(one.y - y) >= side);
    if (isApart) chosen.push({ x, y, width: side, height: side });
  }
  return chosen;
}

const border = 8;
const step = 16;
const largestSide = 512;
const smallestSide = 64;
const maxWindows = 4;

function cornersOfWindow({ x, y, width, height }: Rectangle): Point[] {
  return [0, width].flatMap((right) => [0, height].map((down) => ({ x: x + right, y: y + down })));
}
