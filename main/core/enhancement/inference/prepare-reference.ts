import type { Homography, Point, Rectangle } from '#contract/geometry';
import { composeHomographies, invertHomography, scaleHomography } from '#contract/geometry';
import type { WideCamera } from '#core/pairs/camera/wide-camera';
import { applyColourMatch, type ColourMatch } from '#core/pairs/registering/match-colour';
import { shiftAcross, valuesAcross, type NodeGrid, type ShiftField } from '#core/pairs/registering/shift-field';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import type { Channels, WarpedTile } from '#core/photos/pixels/warp-planar';

/** What the network gets beside the wide tile. */
export interface ReferenceTile {
  /** [3, height, width], 0..1, on the 2x grid, in the wide's colours. */
  pixels: Float32Array;
  /** [height, width]: 1 where the tele has pixels, falling to 0 towards its border. */
  validity: Float32Array;
  width: number;
  height: number;
  camera: WideCamera;
  /** Standard deviation of what the camera leaves of the wide where the two fit. */
  noise: number;
  /** [height, width]: which of several teles shows the place, in their order; absent where there is but one. */
  rulers?: Uint8Array;
}

/** Where the tele lies on the wide's 2x grid, and how its colours become the wide's. */
export interface PlacedTele {
  tele: PixelImage;
  homography: Homography;
  colour: ColourMatch;
  /** What the homography leaves; null for nothing. */
  field: ShiftField | null;
  /** What colour matching leaves; null before it is known. */
  tone: ColourMatch | null;
}

/** The tele over a rectangle of the 2x grid, warped once, from its own pixels, by homography and field together. */
export function readTele(
  { tele, homography, colour, field, tone }: PlacedTele,
  rectangle: Rectangle,
  channels: Channels = 'all',
): WarpedTile {
  const gridToTele = composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
  const warped = warpPlanar(tele, gridToTele, rectangle, field && shiftAcross(field, rectangle, 2), channels);
  applyColourMatch(colour, warped.pixels, rectangle, channels);
  if (tone !== null) applyColourMatch(tone, warped.pixels, rectangle, channels);
  return warped;
}

/** The registered tele around a tile: its own rectangle and `margin` fine pixels more on every side, moved by `offset` on the 2x grid. */
export function prepareReference(
  options: PlacedTele &
    Pick<ReferenceTile, 'camera' | 'noise'> & {
      /** How far the tele can be trusted around each node, 0 to 1; null for everywhere alike. */
      belief: (NodeGrid & { readonly values: Float32Array }) | null;
      input: Rectangle;
      margin: number;
      offset: Point;
    },
): ReferenceTile {
  const { input, margin, offset, camera, noise, belief } = options;
  const rectangle = surroundings(input, offset, margin);
  const { pixels, validity } = readTele(options, rectangle);
  const { width, height } = rectangle;
  const feather = feathered(validity, width, height);
  const trusted = belief === null ? null : valuesAcross(belief, belief.values, rectangle, 2);
  const trustedValidity = trusted === null ? feather : feather.map((value, at) => value * (trusted[at] ?? 0));
  return { pixels, validity: trustedValidity, width, height, camera, noise };
}

/** What a tile gets of the 2x grid: its own rectangle and `margin` fine pixels more on every side, moved by `offset`. */
export function surroundings(input: Rectangle, offset: Point, margin: number): Rectangle {
  return {
    x: 2 * input.x - margin + offset.x,
    y: 2 * input.y - margin + offset.y,
    width: 2 * (input.width + margin),
    height: 2 * (input.height + margin),
  };
}

/** Lenses are soft and dark at the border, and a resampled border pixel is half made up: so much of it counts for nothing. */
export const borderWidth = 6;
/** Over so many pixels more the tele takes over: half of it is the reach of the mean that makes the slope. */
export const featherWidth = 16;

/** 0 where the tele ends and near its border, rising from there to 1; what lies outside the window counts as valid. */
function feathered(validity: Float32Array, width: number, height: number): Float32Array {
  if (!validity.includes(0)) return validity;
  const reach = borderWidth + featherWidth / 2;
  const inside = minimumAlong(
    minimumAlong(validity, { lines: height, length: width, lineStep: width, step: 1 }, reach),
    { lines: width, length: height, lineStep: 1, step: width },
    reach,
  );
  const across = meanAlong(inside, { lines: height, length: width, lineStep: width, step: 1 }, featherWidth / 2);
  return meanAlong(across, { lines: width, length: height, lineStep: 1, step: width }, featherWidth / 2);
}

/** How a plane is walked through, line by line. */
interface Walk {
  lines: number;
  length: number;
  lineStep: number;
  step: number;
}

function minimumAlong(values: Float32Array, { lines, length, lineStep, step }: Walk, reach: number): Float32Array {
  const result = new Float32Array(values.length).fill(1);
  for (let line = 0; line < lines; line += 1) {
    let lastInvalid = -Infinity;
    for (let index = 0; index < length; index += 1) {
      const place = line * lineStep + index * step;
      if ((values[place] ?? 0) < 1) {
        // The invalid pixel also reaches back over those before it.
        for (let back = Math.max(lastInvalid + 1, index - reach, 0); back <= index; back += 1) {
          result[line * lineStep + back * step] = 0;
        }
        lastInvalid = index;
      } else if (index - lastInvalid <= reach) {
        result[place] = 0;
      }
    }
  }
  return result;
}

/** Means over 2 reach + 1 values; the ends repeat. */
function meanAlong(values: Float32Array, { lines, length, lineStep, step }: Walk, reach: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    const at = (index: number): number =>
      values[line * lineStep + Math.min(length - 1, Math.max(0, index)) * step] ?? 0;
    let sum = 0;
    for (let index = -reach; index < reach; index += 1) sum += at(index);
    for (let index = 0; index < length; index += 1) {
      sum += at(index + reach);
      result[line * lineStep + index * step] = Math.min(1, sum / (2 * reach + 1));
      sum -= at(index - reach);
    }
  }
  return result;
}
