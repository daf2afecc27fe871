import { boundsOf, type Rectangle } from '#contract/geometry';
import { readTele } from '#core/enhancement/inference/prepare-reference';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { matchColour } from '#core/pairs/registering/match-colour';
import type { Plane } from '#native-models/planes';
import type { RegisteredPair } from '../rows.ts';

/** The tele as the program brings it onto the 2x grid, in the wide's colours, over a part of the wide. */
export interface RegisteredTele {
  /** What is covered, in wide pixels; the planes are twice as wide and high. */
  readonly place: Rectangle;
  /** Red, green and blue, 0 to 1. */
  readonly colours: readonly [Plane, Plane, Plane];
  /** 1 where the tele has pixels, else 0. */
  readonly known: Plane;
}

/**
 * Registers nothing anew: homography, local alignment and colour match are those that an enhancement uses, and nothing is withheld.
 * Gives any part of the overlap; null when the pair has no homography or no overlap. Rejects with the signal's reason.
 */
export async function openRegisteredTele(
  { wide, tele, registration }: RegisteredPair,
  signal?: AbortSignal,
): Promise<{ bounds: Rectangle; read: (place: Rectangle) => RegisteredTele } | null> {
  const { homography, overlap, zoom } = registration;
  if (homography === null || overlap.length < 3) return null;
  const field = await alignLocally({ wide, tele, homography, overlap, zoom: zoom ?? 1, signal });
  const colour = matchColour(wide, tele, registration);
  return {
    bounds: within(boundsOf(overlap), wide),
    read(place) {
      const rectangle = { x: 2 * place.x, y: 2 * place.y, width: 2 * place.width, height: 2 * place.height };
      const { pixels, validity } = readTele({ tele, homography, colour, field, tone: null }, rectangle);
      const { width, height } = rectangle;
      const colourAt = (channel: number): Plane => {
        return { width, height, data: pixels.subarray(channel * width * height, (channel + 1) * width * height) };
      };
      return {
        place,
        colours: [colourAt(0), colourAt(1), colourAt(2)],
        known: { width, height, data: validity },
      };
    },
  };
}

function within(bounds: Rectangle, { width, height }: { width: number; height: number }): Rectangle {
  const [x, y] = [Math.max(0, bounds.x), Math.max(0, bounds.y)];
  return {
    x,
    y,
    width: Math.min(width, bounds.x + bounds.width) - x,
    height: Math.min(height, bounds.y + bounds.height) - y,
  };
}
