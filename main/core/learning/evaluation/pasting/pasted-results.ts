import type { Rectangle } from '#contract/geometry';
import { planarTile, cropImage } from '#core/photos/pixels/resample';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { lumaOf } from '../luma.ts';
import type { Plane } from '#native-models/planes';
import type { RegisteredPair, PastedRowName } from '../rows.ts';
import { lumaOfColours, pasteDetail, type Colours } from './paste-detail.ts';
import { openRegisteredTele, type RegisteredTele } from './registered-tele.ts';
import { trustPaste } from './trust-paste.ts';

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
