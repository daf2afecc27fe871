import type { PhoneFacts } from '#contract/model-card';
import type { CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { gainsOf } from '#native-models/camera-response';
import type { KnownPhone } from '#native-models/simulation/training-pairs';
import { blurOf } from './response-blur.ts';
import type { PairCameraFacts } from './measure-zones.ts';

/** What is shown of a phone's wide camera: measured over all pairs, its zones and tones over the pair that says most. */
export function describePhone(
  { response, formation, noise, unexplained }: KnownPhone,
  estimates: readonly CameraEstimate[],
  { zones, tones }: PairCameraFacts,
): PhoneFacts {
  const pixels = estimates.reduce((sum, estimate) => sum + estimate.pixels, 0);
  const positive = Array.from(response.values, (value) => Math.max(0, value));
  const [total, kept] = [sumOf(response.values), sumOf(positive)];
  return {
    blur: blurOf(response),
    halo: (kept - total) / Math.max(total, 1e-9),
    sharpening: formation.sharpening,
    unexplained,
    gains: gainsOf(response),
    noise: [...noise],
    response: { size: response.size, values: Array.from(response.values) },
    zones: [...zones],
    tones: [...tones],
    explained: estimates.reduce((sum, estimate) => sum + estimate.explained * estimate.pixels, 0) / Math.max(1, pixels),
    pixels,
  };
}

function sumOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
