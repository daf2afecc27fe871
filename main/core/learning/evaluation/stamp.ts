import type { Point, Size } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import {
  letterStyles,
  letterText,
  type LetteredLine,
} from '#native-models/simulation/painted-photos/lettering/letter-text';

/** What cameras and agencies burn into a photo: an orange date at its lower right, a pale word across its middle. */
export type StampName = 'date-stamp' | 'watermark';

/** A copy of the tele with both stamps burnt in. */
export function stamped(tele: PixelImage): PixelImage {
  const data = tele.data.slice();
  for (const name of ['date-stamp', 'watermark'] as const) {
    const { place, ink } = layOut(name, tele);
    const { colour, strength } = looks[name];
    const white = whiteOf(tele.depth);
    for (let y = place.top; y < place.bottom; y += 1) {
      for (let x = place.left; x < place.right; x += 1) {
        const share = strength * ink(x + 0.5, y + 0.5, 1);
        colour.forEach((value, channel) => {
          const at = 3 * (y * tele.width + x) + channel;
          const own = data[at] ?? 0;
          data[at] = Math.round(own + share * (value * white - own));
        });
      }
    }
  }
  return { ...tele, data };
}

/** Whether a point of a tele of this size lies on the letters of the stamp, or within 3 pixels of them. */
export function liesOnStamp(name: StampName, tele: Size): (point: Point) => boolean {
  const { place, ink } = layOut(name, tele);
  return ({ x, y }) =>
    x >= place.left - halo &&
    x <= place.right + halo &&
    y >= place.top - halo &&
    y <= place.bottom + halo &&
    ink(x, y, 1 + 2 * halo) > 0;
}

const halo = 3;

/** Heights of capitals as shares of the photo's height. */
const looks: Record<
  StampName,
  { text: string; height: number; colour: readonly [number, number, number]; strength: number }
> = {
  'date-stamp': { text: '14 08 2026  15 32', height: 0.035, colour: [1, 0.55, 0.1], strength: 1 },
  watermark: { text: 'SAMPLE', height: 0.12, colour: [1, 1, 1], strength: 0.35 },
};

interface Layout {
  /** Whole pixels around the letters, inside the photo. */
  place: { left: number; top: number; right: number; bottom: number };
  /** Share of a spot of `footprint` pixels that ink covers. */
  ink: LetteredLine['coverage'];
}

function layOut(name: StampName, { width, height }: Size): Layout {
  const { text, height: share } = looks[name];
  const size = share * height;
  const line = letterText(text, letterStyles.bold, size);
  const left = name === 'watermark' ? (width - line.width) / 2 : 0.94 * width - line.width;
  const baseline = name === 'watermark' ? (height + size) / 2 : 0.93 * height;
  return {
    place: {
      left: Math.max(0, Math.floor(left - size / 4)),
      top: Math.max(0, Math.floor(baseline - 1.4 * size)),
      right: Math.min(width, Math.ceil(left + line.width + size / 4)),
      bottom: Math.min(height, Math.ceil(baseline + size / 2)),
    },
    ink: (x, y, footprint) => line.coverage(x - left, baseline - y, footprint),
  };
}
