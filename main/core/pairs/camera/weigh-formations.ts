import { composeHomographies, invertHomography, scaleHomography } from '#contract/geometry';
import { pause } from '#core/ground/waiting/pause';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { matchColour } from '#core/pairs/registering/match-colour';
import type { CameraFormation } from '#native-models/camera-formation';
import { fitFormation, inDomain, formationPatches } from './fit-formation.ts';

/** One way in which a wide photo may come about, and how well it explains one. */
export interface WeighedFormation {
  readonly formation: CameraFormation;
  /** Share of the wide's variance in luma that is not explained. */
  readonly missed: number;
}

/** Of brightness, as phones do; sigma in wide pixels. */
const amounts = [0.4, 0.8, 1.4, 2.2];
const sigmas = [1, 1.6, 2.4];

/** The first is what is believed unless another is clearly better. */
const possible: readonly Omit<CameraFormation, 'response'>[] = [
  { domain: 'light', sharpening: null },
  { domain: 'encoded', sharpening: null },
  ...sigmas.flatMap((sigma) => amounts.map((amount) => ({ domain: 'light' as const, sharpening: { amount, sigma } }))),
];

/** Of what the first one misses; less is chance. */
const clearly = 0.95;

/**
 * How well each of a fixed list of formations explains a pair, with the response that fits each best: on light, on encoded values, and on
 * light with one of several sharpenings after it. The list is the same for every pair; empty when the pair says too little. Takes some seconds.
 * Rejects with the signal's reason.
 */
export async function weighFormations(options: {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
  signal: AbortSignal;
}): Promise<WeighedFormation[]> {
  const { wide, tele, registration, signal } = options;
  if (registration.homography === null) return [];
  const source = {
    tele,
    gridToTele: composeHomographies(invertHomography(registration.homography), scaleHomography(0.5, 0.5)),
    colour: matchColour(wide, tele, registration),
  };
  const patches = await formationPatches(wide, source, registration.overlap, () => pause(signal));
  const weighed: WeighedFormation[] = [];
  let kept: readonly boolean[] | null = null;
  const onLight = patches.map((patch) => inDomain(patch, 'light'));
  const encoded = patches.map((patch) => inDomain(patch, 'encoded'));
  for (const { domain, sharpening } of possible) {
    await pause(signal);
    const fit = fitFormation(domain === 'light' ? onLight : encoded, { domain, sharpening, kept });
    if (fit === null) return [];
    kept = fit.kept;
    weighed.push(fit);
  }
  return weighed;
}

/** What one pair says of its formation, and the pixels that speak for it. */
export interface FormationVote {
  readonly weighed: readonly WeighedFormation[];
  readonly pixels: number;
}

/**
 * How the photos of a phone come about, by all its pairs: a response on light, unless another formation misses clearly less; the responses averaged by
 * pixels. Null when no pair says anything.
 */
export function chooseFormation(votes: readonly FormationVote[]): CameraFormation | null {
  const telling = votes.filter(({ weighed }) => weighed.length === possible.length);
  const total = telling.reduce((sum, { pixels }) => sum + pixels, 0);
  const missed = possible.map((_, index) =>
    telling.reduce((sum, { weighed, pixels }) => sum + ((weighed[index]?.missed ?? 0) * pixels) / total, 0),
  );
  const best = missed.indexOf(Math.min(...missed));
  const chosen = (missed[best] ?? 0) < clearly * (missed[0] ?? 0) ? best : 0;
  const responses = telling.flatMap(({ weighed, pixels }) => {
    const formation = weighed[chosen]?.formation;
    return formation === undefined ? [] : [{ ...formation, share: pixels / total }];
  });
  const [first] = responses;
  if (first === undefined) return null;
  const values = new Float32Array(first.response.values.length);
  for (const { response, share } of responses) {
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) + share * (response.values[at] ?? 0);
  }
  return { domain: first.domain, sharpening: first.sharpening, response: { size: first.response.size, values } };
}
