import type { Tap } from './filter-plane.ts';

/** A Gaussian's deviations along and across an axis that is turned by `angle`, in pixels and radians. */
export interface LensShape {
  readonly along: number;
  readonly across: number;
  readonly angle: number;
}

/**
 * A turned Gaussian as two line-like filters to be applied one after the other. With the covariance [[a, b], [b, c]] and c >= a,
 * x given y is a Gaussian about (b / c) y of variance a - b^2 / c: so one filter lies along x, the other along the slanted line
 * x = (b / c) y with the variance c along y, between two pixels by linear interpolation. For c < a, x and y change places.
 */
export function lensFilters({ along, across, angle }: LensShape): readonly [Tap[], Tap[]] {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const a = (along * cosine) ** 2 + (across * sine) ** 2;
  const c = (along * sine) ** 2 + (across * cosine) ** 2;
  const b = (along ** 2 - across ** 2) * cosine * sine;
  const isUpright = c >= a;
  const [longer, shorter] = isUpright ? [c, a] : [a, c];
  const slope = b / longer;
  const line = gaussianTaps(Math.sqrt(longer));
  // Interpolation blurs too: between two pixels, by share (1 - share) of variance.
  const spread = line.reduce((sum, { place, weight }) => {
    const share = slope * place - Math.floor(slope * place);
    return sum + weight * share * (1 - share);
  }, 0);
  const slanted = line.flatMap(({ place, weight }) => {
    const below = Math.floor(slope * place);
    const share = slope * place - below;
    return [
      { aside: below, weight: weight * (1 - share) },
      { aside: below + 1, weight: weight * share },
    ]
      .filter((tap) => tap.weight > 0)
      .map((tap) =>
        isUpright
          ? { right: tap.aside, down: place, weight: tap.weight }
          : { right: place, down: tap.aside, weight: tap.weight },
      );
  });
  const straight = gaussianTaps(Math.sqrt(Math.max(0, shorter - b * slope - spread))).map(({ place, weight }) =>
    isUpright ? { right: place, down: 0, weight } : { right: 0, down: place, weight },
  );
  return [straight, slanted];
}

/** A Gaussian's weights at whole places, cut off at 3 deviations, their sum 1. */
export function gaussianTaps(sigma: number): { place: number; weight: number }[] {
  const reach = Math.max(1, Math.ceil(3 * sigma));
  const weights = Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    sigma > 0 ? Math.exp(-((tap - reach) ** 2) / (2 * sigma * sigma)) : Number(tap === reach),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, tap) => ({ place: tap - reach, weight: weight / sum }));
}
