import type { Plane } from '#native-models/planes';
import type { RegisteredTele } from './registered-tele.ts';
import { bandOf, productOf, smoothed, smoothedWhereKnown } from './smooth-plane.ts';

/** Three planes of 0 to 1: red, green and blue as encoded. */
export type Colours = readonly [Plane, Plane, Plane];

/**
 * The tele's detail laid over a picture of the same place, whatever the picture shows: above the hand-over, a Gaussian of `handOver`
 * pixels, the tele, its contrast brought to the picture's where the middle band of both says how; below it the picture. The
 * picture as it is where the tele has no pixels.
 */
export function pasteDetail(picture: Colours, { colours, known }: RegisteredTele, handOver: number): Colours {
  const contrast = matchContrast(lumaOfColours(picture), lumaOfColours(colours), known);
  const paste = (own: Plane, tele: Plane): Plane => {
    const low = smoothed(own, handOver).data;
    const soft = smoothedWhereKnown(tele, known, handOver).data;
    const values = own.data.map((value, index) => {
      if (known.data[index] !== 1) return value;
      return (low[index] ?? 0) + (contrast[index] ?? 1) * ((tele.data[index] ?? 0) - (soft[index] ?? 0));
    });
    return { ...own, data: values };
  };
  return [paste(picture[0], colours[0]), paste(picture[1], colours[1]), paste(picture[2], colours[2])];
}

/** Luma of 16 to 235, as `lumaOf` gives it. */
export function lumaOfColours([red, green, blue]: Colours): Plane {
  const values = red.data.map(
    (value, index) => 16 + 65.481 * value + 128.553 * (green.data[index] ?? 0) + 24.966 * (blue.data[index] ?? 0),
  );
  return { ...red, data: values };
}

/** What both photos resolve, in pixels of the 2x grid, and over how much of the picture contrast is compared. */
const middle = { fine: 2, coarse: 10 };
const surroundings = 24;
/** In squared grey levels: where the tele has less, contrast says nothing and falls towards the least. */
const quiet = 4;
const limits = { least: 0.6, most: 1.6 };

function matchContrast(picture: Plane, tele: Plane, known: Plane): Float32Array {
  const [own, other] = [bandOf(picture, middle.fine, middle.coarse), bandOf(tele, middle.fine, middle.coarse)];
  const shared = smoothed(productOf(productOf(own, other), known), surroundings).data;
  const energy = smoothed(productOf(productOf(other, other), known), surroundings).data;
  return shared.map((product, index) =>
    Math.min(limits.most, Math.max(limits.least, product / ((energy[index] ?? 0) + quiet))),
  );
}
