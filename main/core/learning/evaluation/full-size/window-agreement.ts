import type { Plane } from '#native-models/planes';
import { fitView, withoutTone } from '../pasting/fit-view.ts';
import { bandOf, halved, productOf, smoothed } from '../pasting/smooth-plane.ts';

/** How a result shows what the tele shows, where both fit. */
export interface TeleAgreement {
  /** By band of `agreementBands`: correlation with the tele, and amplitude over the tele's. */
  correlation: number[];
  amplitude: number[];
  /** How well the result, seen through the measured wide camera, gives back the wide: 10 log10(255^2 / mean squared error), dB. */
  consistency: number;
}

/** Between which two Gaussians' sigmas each band lies, in pixels of the result. */
export const agreementBands = [
  { fine: 0, coarse: 0.7 },
  { fine: 0.7, coarse: 1.4 },
  { fine: 1.4, coarse: 2.8 },
] as const;

/** Sums over pixels, so that windows can be added before they are divided. */
interface BandSums {
  product: number;
  result: number;
  tele: number;
}

/** Gathers results of one name over several windows. */
export interface AgreementSums {
  bands: BandSums[];
  error: number;
  pixels: number;
}

export function noSums(): AgreementSums {
  return { bands: agreementBands.map(() => ({ product: 0, result: 0, tele: 0 })), error: 0, pixels: 0 };
}

/**
 * Prepares one window: `wide` is its luma, `plain` that of its plain enlargement, which knows nothing of the tele, and `tele` the registered tele's at the
 * same size. Both fit where the middle band of these two correlates by more than 0.8; the outermost 16 pixels do not count. Gives a function that
 * adds a result's luma to its sums. Null when nowhere is enough that fits.
 */
export function createWindowMeasure(
  wide: Plane,
  plain: Plane,
  tele: Plane,
  known: Plane,
): ((result: Plane, sums: AgreementSums) => void) | null {
  const fits = whereBothFit(plain, tele, known);
  const comparable = halved(fits);
  const inside = { ...comparable, data: comparable.data.map((share) => (share === 1 ? 1 : 0)) };
  const view = fitView(wide, halved(tele), inside);
  if (view === null) return null;
  const seen = withoutTone(wide).data;
  const teleBands = agreementBands.map(({ fine, coarse }) => bandOf(tele, fine, coarse).data);
  return (result, sums) => {
    agreementBands.forEach(({ fine, coarse }, index) => {
      const [own, other, sum] = [bandOf(result, fine, coarse).data, teleBands[index], sums.bands[index]];
      if (other === undefined || sum === undefined) return;
      fits.data.forEach((fit, pixel) => {
        if (fit !== 1) return;
        const [a, b] = [own[pixel] ?? 0, other[pixel] ?? 0];
        sum.product += a * b;
        sum.result += a * a;
        sum.tele += b * b;
      });
    });
    const expected = view.see(halved(result)).data;
    inside.data.forEach((fit, pixel) => {
      if (fit !== 1) return;
      sums.error += ((seen[pixel] ?? 0) - (expected[pixel] ?? 0)) ** 2;
      sums.pixels += 1;
    });
  };
}

/** NaN where nothing was added. */
export function agreementOf({ bands, error, pixels }: AgreementSums): TeleAgreement {
  return {
    correlation: bands.map(({ product, result, tele }) => product / Math.sqrt(result * tele)),
    amplitude: bands.map(({ result, tele }) => Math.sqrt(result / tele)),
    consistency: 10 * Math.log10((255 ** 2 * pixels) / error),
  };
}

const rim = 16;
const minCorrelation = 0.8;
const surroundings = 6;

/** 1 where both show the same, else 0. */
function whereBothFit(plain: Plane, tele: Plane, known: Plane): Plane {
  const { width, height } = plain;
  const [one, other] = [bandOf(plain, 1.4, 5.6), bandOf(tele, 1.4, 5.6)];
  const mean = (a: Plane, b: Plane): Float32Array => smoothed(productOf(a, b), surroundings).data;
  const [shared, own, tele2] = [mean(one, other), mean(one, one), mean(other, other)];
  const values = shared.map((product, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    if (x < rim || y < rim || x >= width - rim || y >= height - rim || known.data[index] !== 1) return 0;
    return product / Math.sqrt((own[index] ?? 0) * (tele2[index] ?? 0) + 1e-3) > minCorrelation ? 1 : 0;
  });
  return { width, height, data: values };
}
