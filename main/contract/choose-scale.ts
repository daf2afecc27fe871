import type { OutputScale } from './enhancement.ts';
import type { Size } from './geometry.ts';
import type { ScaleChoice } from './project-edits.ts';

const scales: readonly OutputScale[] = [2, 3, 4];

/**
 * How many times as wide and high as the crop the result is: what was asked for, 2 unless told; by `auto` as fine as the finest tele that is used, at
 * least 2, at most 4, and at most so that the result stays below the pixel limit.
 */
export function chooseScale(
  choice: ScaleChoice | undefined,
  {
    finest,
    crop,
    pixelLimit,
  }: {
    /** Tele pixels to one of the wide; null without a tele. */ finest: number | null;
    crop: Size;
    pixelLimit: number;
  },
): OutputScale {
  if (choice === undefined) return 2;
  if (choice !== 'auto') return choice;
  const fits = (scale: number): boolean =>
    Math.round(finest ?? 2) >= scale && crop.width * crop.height * scale ** 2 <= pixelLimit;
  return scales.findLast(fits) ?? 2;
}
