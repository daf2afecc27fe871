import type { Rectangle } from '#contract/geometry';
import { planarTile, cropImage } from '#core/photos/pixels/resample';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { lumaOf } from '../luma.ts';
import type { Plane } from '#native-models/planes';
import type { RegisteredPair, PastedRowName } from '../rows.ts';
import { openRegisteredTele, type RegisteredTele } from './registered-tele.ts';
import { trustPaste } from './trust-paste.ts';
import { bandOf, productOf, smoothed, smoothedWhereKnown } from './smooth-plane.ts';

/** What pasting alone makes of a pair: results that no network made. */
export interface PastedResults {
  /** The tele's detail above a hand-over of `handOver` pixels of the result, over `without`, wherever the tele has pixels. */
  pasted(without: PixelImage, handOver: number): PixelImage;
  /** The same as far as the measured camera does not contradict it. */
  trusted(without: PixelImage): PixelImage;
}

/** Where a trusted paste hands over. */
const trustedHandOver = 2;

/** Null for a pair whose tele has no place. `without` is the result without a tele, twice the wide's size. Rejects with the signal's reason. */
export async function openPastedResults(pair: RegisteredPair, signal?: AbortSignal): Promise<PastedResults | null> {
  const source = await openRegisteredTele(pair, signal);
  if (source === null) return null;
  const tele = source.read(source.bounds);
  const { x, y, width, height } = source.bounds;
  const place = { x: 2 * x, y: 2 * y, width: 2 * width, height: 2 * height };
  return {
    pasted: (without, handOver) => withColours(without, place, pasteDetail(coloursAt(without, place), tele, handOver)),
    trusted(without) {
      const wide = lumaOf(cropImage(pair.wide, source.bounds));
      return withColours(without, place, pasteTrusted(coloursAt(without, place), wide, tele));
    },
  };
}

/** The paste over `own` as far as the wide camera does not contradict it; `wide` is luma of the same place on the wide's grid. */
export function pasteTrusted(own: Colours, wide: Plane, tele: RegisteredTele): Colours {
  const pasted = pasteDetail(own, tele, trustedHandOver);
  const trust = trustPaste(wide, lumaOfColours(pasted), tele.known).data;
  const mix = (channel: 0 | 1 | 2): Plane => {
    const values = own[channel].data.map(
      (value, index) => value + (trust[index] ?? 0) * ((pasted[channel].data[index] ?? 0) - value),
    );
    return { ...own[channel], data: values };
  };
  return [mix(0), mix(1), mix(2)];
}

export function coloursAt(image: PixelImage, place: Rectangle): Colours {
  const { width, height } = place;
  const pixels = planarTile(image, place);
  const plane = (channel: number): Plane => {
    return { width, height, data: pixels.subarray(channel * width * height, (channel + 1) * width * height) };
  };
  return [plane(0), plane(1), plane(2)];
}

/** A copy of the image with other colours at one place. */
function withColours(image: PixelImage, { x, y, width, height }: Rectangle, colours: Colours): PixelImage {
  const white = whiteOf(image.depth);
  const data = image.data.slice();
  colours.forEach(({ data: values }, channel) => {
    for (let row = 0, source = 0; row < height; row += 1) {
      let target = ((y + row) * image.width + x) * 3 + channel;
      for (let column = 0; column < width; column += 1, source += 1, target += 3)
        data[target] = Math.round(white * Math.min(1, Math.max(0, values[source] ?? 0)));
    }
  });
  return { ...image, data };
}

/** How each row comes from the result without reference. */
export const pastedRows: Record<PastedRowName, (pasted: PastedResults, without: PixelImage) => PixelImage> = {
  'paste-2': (results, without) => results.pasted(without, 2),
  'paste-4': (results, without) => results.pasted(without, 4),
  'paste-8': (results, without) => results.pasted(without, 8),
  'paste-trusted': (results, without) => results.trusted(without),
};

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
