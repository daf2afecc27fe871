import {
  composeHomographies,
  invertHomography,
  scaleHomography,
  type Homography,
  type Point,
} from '#contract/geometry';
import { pause } from '#core/ground/waiting/pause';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { matchColour } from '#core/pairs/registering/match-colour';
import { alignPatch } from './align-patch.ts';
import { choosePatches } from './choose-patches.ts';
import { fitResponse, gatherEvidence, type PatchEvidence } from './fit-response.ts';
import { measureNoise, type ExplainedPatch, type LevelNoise } from './measure-noise.ts';
import { detrend, lumaOfPixels, planeLength, readReference, type ReferenceSource } from './patch.ts';
import { median } from './quantile.ts';
import { predictPatch, referenceReach, responseTerms, sumOfResponse, unfoldResponse } from './response-terms.ts';

/** What a pair tells of its wide camera. */
export interface CameraEstimate {
  /** A `CameraResponse` as native-models/camera-response.ts has it, its sum 1. */
  readonly response: { readonly size: number; readonly values: Float32Array };
  /** Standard deviation of the wide's noise in luma (BT.601, 0 to 1 as encoded): the median over brightnesses. */
  readonly noise: number;
  readonly noiseByLevel: readonly LevelNoise[];
  /** Of the variance of what both photos show, the share that neither the response nor that noise explains: see `MeasuredNoise`. */
  readonly unexplained: number;
  /** Share of the wide's variance that the response explains, in the band that was looked at. */
  readonly explained: number;
  /** Wide pixels that the response was fitted to. */
  readonly pixels: number;
}

/**
 * What an estimate has to reach. `sum`: of the response before it is scaled to 1, which colour matching brings near 1; wide halos, which end
 * beyond the response's square, bring it to 1.3.
 */
export const estimateLimits = { pixels: 10_000, explained: 0.6, sum: { least: 0.6, most: 1.7 } } as const;

/**
 * Finds how the wide camera blurs and how noisy it is, by comparing it with the tele over their overlap: the k of
 *
 *   wide = shrink(k * tele on the 2x grid, in the wide's colours) + noise
 *
 * by regularised least squares in luma, over patches with texture, each moved to where the tele really shows it; patches that show something
 * else, or are clipped, do not count. The response is relative to the tele as it comes onto the 2x grid: where that is soft itself (its own
 * lens, and the resampling: 2 to 8 % at the wide's highest frequency), the wide looks that much sharper than it is.
 *
 * Null when there is too little to go by: a failed registration, fewer than 10,000 pixels that agree, less than 60 % of their variance
 * explained, or a response whose sum is far from 1. The tele has to be in the wide's colour profile. Rejects with the signal's reason.
 */
export async function estimateCamera(options: {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
  signal?: AbortSignal | undefined;
}): Promise<CameraEstimate | null> {
  const { wide, tele, registration, signal } = options;
  signal?.throwIfAborted();
  const { verdict, homography, overlap } = registration;
  if (verdict === 'failed' || homography === null || overlap.length < 3) return null;
  const places = choosePatches(wide, overlap);
  if (places.textured.length * planeLength < estimateLimits.pixels) return null;
  const gridToTele = composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
  const source: ReferenceSource = { tele, gridToTele, colour: matchColour(wide, tele, registration) };

  const aligned: AlignedPatch[] = [];
  for (const [index, place] of places.textured.entries()) {
    if (index % patchesPerPause === 0) await pause(signal);
    const patch = gatherPatch(wide, source, place);
    if (patch !== null) aligned.push(patch);
  }
  const fit = fitResponse(aligned.map(({ evidence }) => evidence));
  if (fit === null) return null;
  const kept = aligned.filter((_, index) => fit.kept[index] === true);
  const pixels = kept.length * planeLength;
  const sum = sumOfResponse(fit.weights);
  const { explained } = fit;
  if (pixels < estimateLimits.pixels || explained < estimateLimits.explained) return null;
  if (sum < estimateLimits.sum.least || sum > estimateLimits.sum.most) return null;

  await pause(signal);
  const isAligned = ({ x, y }: Point): boolean => aligned.some(({ place }) => place.x === x && place.y === y);
  const unplaced = places.flat.filter((place) => !isAligned(place));
  const flat = unplaced.map((place) => ({ place, gridToTele: nearest(kept, place) ?? gridToTele }));
  const { byLevel, unexplained } = measureNoise(
    [...kept, ...flat].flatMap((patch) => explainPatch(wide, source, patch, fit.weights)),
  );
  return {
    response: unfoldResponse(fit.weights.map((weight) => weight / sum)),
    noise: median(byLevel.map(({ deviation }) => deviation)),
    noiseByLevel: byLevel,
    unexplained,
    explained,
    pixels,
  };
}

/** A patch of the wide and where the tele shows it. */
interface PlacedPatch {
  readonly place: Point;
  readonly gridToTele: Homography;
}

interface AlignedPatch extends PlacedPatch {
  readonly evidence: PatchEvidence;
}

/** Null where the tele does not show the same thing. */
function gatherPatch(wide: PixelImage, source: ReferenceSource, place: Point): AlignedPatch | null {
  const luma = detrend(lumaOfPixels(wide, place));
  const gridToTele = alignPatch(source, place, luma);
  const reference = gridToTele && readReference({ ...source, gridToTele }, place, referenceReach);
  if (gridToTele === null || reference === null) return null;
  return { place, gridToTele, evidence: gatherEvidence(responseTerms(reference), luma) };
}

/** None where the tele ends. */
function explainPatch(
  wide: PixelImage,
  source: ReferenceSource,
  { place, gridToTele }: PlacedPatch,
  weights: Float64Array,
): ExplainedPatch[] {
  const reference = readReference({ ...source, gridToTele }, place, referenceReach);
  return reference === null ? [] : [{ luma: lumaOfPixels(wide, place), predicted: predictPatch(reference, weights) }];
}

/** How the nearest textured patch lies: a flat one cannot be placed by itself. */
function nearest(patches: readonly PlacedPatch[], { x, y }: Point): Homography | null {
  const distance = ({ place }: PlacedPatch): number => Math.hypot(place.x - x, place.y - y);
  const best = patches.reduce<PlacedPatch | null>(
    (found, patch) => (found !== null && distance(found) <= distance(patch) ? found : patch),
    null,
  );
  return best?.gridToTele ?? null;
}

const patchesPerPause = 8;
