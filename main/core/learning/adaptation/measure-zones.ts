import type { PhoneFacts } from '#contract/model-card';
import { boundsOf, clipPolygon, type Point } from '#contract/geometry';
import { estimateCamera } from '#core/pairs/camera/estimate-camera';
import { sampleColours, type ColourSamples } from '#core/pairs/registering/colour-samples';
import type { PhonePair } from './phone-pair.ts';
import { blurOf } from './response-blur.ts';

/** What one pair tells of parts of the picture, and of how its two cameras show tones. */
export type PairCameraFacts = Pick<PhoneFacts, 'zones' | 'tones'>;

/** A quarter of the overlap says something only when the whole was measured from so many pixels. */
const minPixels = 60_000;

/** Measures the blur in each quarter of the overlap where there is enough to see, and the tones. Rejects with the signal's reason. */
export async function measureZones(pair: PhonePair, signal: AbortSignal): Promise<PairCameraFacts> {
  const { wide, tele, registration, estimate } = pair;
  const tones = tonesOf(pair);
  if (estimate.pixels < minPixels) return { zones: [], tones };
  const zones: PhoneFacts['zones'] = [];
  for (const overlap of quartersOf(registration.overlap)) {
    const zone = await estimateCamera({ wide, tele, registration: { ...registration, overlap }, signal });
    if (zone === null) continue;
    const { most, least } = blurOf(zone.response);
    const bounds = boundsOf(overlap);
    zones.push({
      x: (bounds.x + bounds.width / 2) / wide.width,
      y: (bounds.y + bounds.height / 2) / wide.height,
      blur: Math.sqrt(most * least),
      pixels: zone.pixels,
    });
  }
  return { zones, tones };
}

function quartersOf(overlap: readonly Point[]): Point[][] {
  const { x, y, width, height } = boundsOf(overlap);
  return [0, 1].flatMap((down) =>
    [0, 1].map((across) => {
      const [left, top] = [x + (across * width) / 2, y + (down * height) / 2];
      const inside = overlap.map((point) => ({ x: point.x - left, y: point.y - top }));
      return clipPolygon(inside, { width: width / 2, height: height / 2 }).map((point) => ({
        x: point.x + left,
        y: point.y + top,
      }));
    }),
  );
}

/** For each colour a straight line through the logarithms of what both show; none where they show too little in common. */
function tonesOf({ wide, tele, registration }: PhonePair): PhoneFacts['tones'] {
  const { homography, overlap } = registration;
  const samples = homography === null ? null : sampleColours(wide, tele, homography, overlap);
  return samples === null ? [] : [0, 1, 2].map((channel) => toneOf(samples, channel));
}

function toneOf({ columns, rows, wide, tele, weight }: ColourSamples, channel: number): PhoneFacts['tones'][number] {
  const cells = columns * rows;
  const points = Array.from({ length: cells }, (_, cell) => ({
    x: Math.log(Math.max(dark, tele[channel * cells + cell] ?? 0)),
    y: Math.log(Math.max(dark, wide[channel * cells + cell] ?? 0)),
    weight: weight[cell] ?? 0,
  })).filter((point) => point.weight > 0.5);
  const total = Math.max(1, points.length);
  const [x, y] = [points.reduce((sum, p) => sum + p.x, 0) / total, points.reduce((sum, p) => sum + p.y, 0) / total];
  const xx = points.reduce((sum, p) => sum + (p.x - x) ** 2, 0);
  const xy = points.reduce((sum, p) => sum + (p.x - x) * (p.y - y), 0);
  const yy = points.reduce((sum, p) => sum + (p.y - y) ** 2, 0);
  const gamma = xx > 0 ? xy / xx : 1;
  return { gain: Math.exp(y - gamma * x), gamma, explained: xx * yy > 0 ? xy ** 2 / (xx * yy) : 0 };
}

/** Below this logarithms say nothing. */
const dark = 0.02;
