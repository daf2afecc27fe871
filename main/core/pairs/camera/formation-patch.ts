import type { Size } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { alignPatch } from './align-patch.ts';
import { choosePatches, type PatchPlace } from './choose-patches.ts';
import { detrend, lumaOfPixels, patchSize } from './patch.ts';
import { readReference, type Plane, type ReferenceSource } from './reference-patch.ts';
import { referenceReach } from './response-terms.ts';

/** What lies around a patch, in wide pixels: as far as sharpening reaches. */
export const formationMargin = 9;
export const windowSide = patchSize + 2 * formationMargin;

/** A patch with its surroundings, in luma of 0 to 1 as encoded. */
export interface FormationPatch {
  /** The wide, `windowSide` pixels a side. */
  readonly wide: Plane;
  /** The tele on the 2x grid, with `referenceReach` fine pixels more than the window on every side. */
  readonly reference: Plane;
}

/** So many patches tell sharpening from a lens. */
const maxPatches = 48;

/** The patches of a pair that have texture and are found in the tele, `pause` awaited between them. */
export async function formationPatches(
  wide: PixelImage,
  source: ReferenceSource,
  overlap: Parameters<typeof choosePatches>[1],
  pause: () => Promise<void>,
): Promise<FormationPatch[]> {
  const patches: FormationPatch[] = [];
  for (const place of choosePatches(wide, overlap).textured) {
    if (patches.length === maxPatches) break;
    await pause();
    const patch = formationPatch(wide, source, place);
    if (patch !== null) patches.push(patch);
  }
  return patches;
}

/** Null where the tele ends or shows something else, or the wide ends. */
function formationPatch(wide: PixelImage, source: ReferenceSource, place: PatchPlace): FormationPatch | null {
  const gridToTele = alignPatch(source, place, detrend(lumaOfPixels(wide, place)));
  if (gridToTele === null) return null;
  const reference = readReference({ ...source, gridToTele }, place, referenceReach + 2 * formationMargin);
  const window = { x: place.x - formationMargin, y: place.y - formationMargin };
  const isInside =
    Math.min(window.x, window.y) >= 0 && window.x + windowSide <= wide.width && window.y + windowSide <= wide.height;
  return reference !== null && isInside ? { reference, wide: lumaWindow(wide, window) } : null;
}

function lumaWindow({ width, depth, data }: PixelImage, { x, y }: { x: number; y: number }): Plane & Size {
  const gain = 1 / whiteOf(depth);
  const luma = new Float32Array(windowSide * windowSide);
  for (let row = 0, target = 0; row < windowSide; row += 1) {
    for (let column = 0; column < windowSide; column += 1, target += 1) {
      const at = ((y + row) * width + x + column) * 3;
      luma[target] = gain * (0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
    }
  }
  return { width: windowSide, height: windowSide, data: luma };
}
