import type { Homography, Point, Rectangle } from '#contract/geometry';
import { composeHomographies, invertHomography, scaleHomography } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { applyColourMatch, type ColourMatch } from '#core/pairs/registering/match-colour';
import { shiftAcross, type ShiftField } from '#core/pairs/registering/shift-field';
import type { ReferenceTrust } from './reference-trust.ts';

/** What the network gets beside the wide tile. */
export interface ReferenceTile {
  /** [3, height, width], 0..1, on the 2x grid, in the wide's colours. */
  pixels: Float32Array;
  /** [height, width]: 1 where the tele has pixels that can be trusted, else 0. */
  validity: Float32Array;
  width: number;
  height: number;
}

/** The registered tele around a tile: its own rectangle and `margin` wide pixels more on every side, moved by `offset` on the 2x grid. */
export function prepareReference(options: {
  tele: PixelImage;
  homography: Homography;
  colour: ColourMatch;
  /** What the homography leaves; null for nothing. */
  field: ShiftField | null;
  /** Null to take the tele as it is. */
  trust: ReferenceTrust | null;
  input: Rectangle;
  margin: number;
  offset: Point;
}): ReferenceTile {
  const { tele, field, input, margin, offset } = options;
  const rectangle = {
    x: 2 * (input.x - margin) + offset.x,
    y: 2 * (input.y - margin) + offset.y,
    width: 2 * (input.width + 2 * margin),
    height: 2 * (input.height + 2 * margin),
  };
  const gridToTele = composeHomographies(invertHomography(options.homography), scaleHomography(0.5, 0.5));
  const { pixels, validity } = warpPlanar(tele, gridToTele, rectangle, field && shiftAcross(field, rectangle, 2));
  applyColourMatch(options.colour, pixels, rectangle);
  options.trust?.withhold(validity, rectangle, offset);
  const { width, height } = rectangle;
  return { pixels, validity: eroded(validity, width, height), width, height };
}

/** Lenses are soft and dark at the border, and a resampled border pixel is half made up. */
const borderWidth = 6;

/** The minimum over squares of 2 borderWidth + 1; what lies outside the window counts as valid. */
function eroded(validity: Float32Array, width: number, height: number): Float32Array {
  if (!validity.includes(0)) return validity;
  return minimumAlong(minimumAlong(validity, height, width, width, 1), width, height, 1, width);
}

function minimumAlong(
  values: Float32Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
): Float32Array {
  const result = new Float32Array(values.length).fill(1);
  for (let line = 0; line < lines; line += 1) {
    let lastInvalid = -Infinity;
    for (let index = 0; index < length; index += 1) {
      const place = line * lineStep + index * step;
      if ((values[place] ?? 0) < 1) {
        // The invalid pixel also reaches back over those before it.
        for (let back = Math.max(lastInvalid + 1, index - borderWidth, 0); back <= index; back += 1) {
          result[line * lineStep + back * step] = 0;
        }
        lastInvalid = index;
      } else if (index - lastInvalid <= borderWidth) {
        result[place] = 0;
      }
    }
  }
  return result;
}
