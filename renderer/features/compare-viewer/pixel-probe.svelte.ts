import type { CoreConnection, PairView, ParamsOf, PixelValue } from '#contract/api';
import { applyHomography, invertHomography, type Point } from '#contract/geometry';
import { pictureNamed, type PictureName } from './compare-pictures.ts';

const restMs = 60;

/** A pixel of one picture, as it is encoded. */
export interface ProbedPixel {
  name: PictureName;
  x: number;
  y: number;
  /** Null where the place lies outside the picture. */
  value: PixelValue | null;
}

/** Asks for the values under a pointer that rests. */
export class PixelProbe {
  pixels = $state.raw<readonly ProbedPixel[]>([]);

  /** `place` is in scene pixels, null for none; it is asked anew whenever what is read here changes. */
  constructor(
    connection: CoreConnection,
    wanted: () => { pair: PairView; names: readonly PictureName[]; place: Point | null } | null,
  ) {
    $effect(() => {
      const now = wanted();
      const place = now?.place ?? null;
      if (now === null || place === null) {
        this.pixels = [];
        return;
      }
      const { pair, names } = now;
      let isOld = false;
      const timer = setTimeout(() => {
        void Promise.all(names.map((name) => readPixel(connection, pair, name, place))).then((pixels) => {
          if (!isOld) this.pixels = pixels.filter((pixel) => pixel !== null);
        });
      }, restMs);
      return () => {
        isOld = true;
        clearTimeout(timer);
      };
    });
  }
}

async function readPixel(
  connection: CoreConnection,
  pair: PairView,
  name: PictureName,
  place: Point,
): Promise<ProbedPixel | null> {
  const shown = pictureNamed(name, pair);
  const picture = sourceOf(name, pair);
  if (shown === null || picture === null) return null;
  const { x, y } = applyHomography(invertHomography(shown.toScene), place);
  const pixel = { name, x: Math.floor(x), y: Math.floor(y) };
  const isInside = x >= 0 && y >= 0 && x < shown.pyramid.width && y < shown.pyramid.height;
  if (!isInside) return { ...pixel, value: null };
  const value = await connection.call('picture.read-pixel', { picture, x: pixel.x, y: pixel.y }).catch(() => null);
  return { ...pixel, value };
}

function sourceOf(name: PictureName, pair: PairView): ParamsOf<'picture.read-pixel'>['picture'] | null {
  switch (name) {
    case 'wide':
      return { kind: 'photo', photoId: pair.wide.summary.id };
    case 'tele': {
      const [tele] = pair.teles;
      return tele === undefined ? null : { kind: 'photo', photoId: tele.summary.id };
    }
    case 'result':
      return pair.enhancement && { kind: 'enhancement', key: pair.enhancement.key };
    case 'alone':
      return pair.alone && { kind: 'enhancement', key: pair.alone.key };
    case 'truth':
      return null; // It is no photo of the project.
  }
}
