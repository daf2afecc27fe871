import type { Homography, Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { applyColourMatch, type ColourMatch } from '#core/pairs/registering/match-colour';
import { decodeLight } from '#native-models/simulation/camera/light';
import { lumaOfPlanes, type Plane } from '#native-models/planes';
import { patchSize } from './patch.ts';

/** The tele and how it comes onto the 2x grid, in the wide's colours. */
export interface ReferenceSource {
  readonly tele: PixelImage;
  readonly gridToTele: Homography;
  readonly colour: ColourMatch;
  /** Whether patches are read as light: a lens blurs light, and in encoded values blur moves an edge to its dark side. */
  readonly asLight?: boolean;
}

/** The tele's luma on the 2x grid, 0 to 1, encoded unless the source is read as light, over a patch of the wide and `reach` fine pixels more on every side; null where it ends. */
export function readReference(
  { tele, gridToTele, colour, asLight = false }: ReferenceSource,
  { x, y }: Point,
  reach: number,
): Plane | null {
  const side = 2 * patchSize + 2 * reach;
  const rectangle = { x: 2 * x - reach, y: 2 * y - reach, width: side, height: side };
  const { pixels, validity } = warpPlanar(tele, gridToTele, rectangle);
  if (validity.includes(0)) return null;
  applyColourMatch(colour, pixels, rectangle);
  const data = lumaOfPlanes(pixels);
  if (asLight) decodeLight(data);
  return { width: side, height: side, data };
}
