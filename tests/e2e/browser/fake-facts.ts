import type { OpenedPhoto, PairView } from '#contract/api';
import type { EnhanceChoices, EnhancementReport } from '#contract/enhancement';
import type { PhotoFacts } from '#contract/library';
import type { Pyramid } from '#contract/media-urls';
import { say, type Said } from '#contract/messages';
import type { DeviceReport, ModelSummary } from '#contract/models';
import type { MatchedPoint, Registration, Verdict } from '#contract/registration';
import type { FakePictures } from './fake-pictures.ts';

export function photoId(index: number): string {
  return `f${index}`.repeat(8);
}

/** A wide and a tele by turns, two seconds apart. */
export function factsOf(id: string, index: number): PhotoFacts {
  const second = String(index % 60).padStart(2, '0');
  const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
  return {
    id,
    width: 4032,
    height: 3024,
    capturedAt: `2026-05-14T19:${minute}:${second}`,
    camera: 'Test phone',
    focalLength35: index % 2 === 0 ? 26 : 52,
  };
}

export const models: ModelSummary[] = [
  {
    id: 'fast',
    name: 'Fast',
    configuration: 'fast',
    variation: null,
    graphVersion: 1,
    parameters: 412_000,
    description: { raw: 'For every machine. A photo of 12 megapixels takes a few minutes.' },
    sha256: '0'.repeat(64),
    isPersonal: false,
    isOutdated: false,
  },
  {
    id: 'paper',
    name: 'Paper',
    configuration: 'paper',
    variation: null,
    graphVersion: 1,
    parameters: 3_190_000,
    description: { raw: 'The published network. Slow without a graphics card.' },
    sha256: '1'.repeat(64),
    isPersonal: false,
    isOutdated: false,
  },
];

export const devices: DeviceReport[] = [
  {
    name: 'cuda',
    adapter: null,
    usable: false,
    reason: { raw: 'The CUDA libraries are not installed.' },
    milliseconds: null,
  },
  {
    name: 'webgpu',
    adapter: null,
    usable: false,
    reason: { raw: 'No graphics adapter was found.' },
    milliseconds: null,
  },
  { name: 'cpu', adapter: 'A processor', usable: true, reason: { raw: 'It gave the known answer.' }, milliseconds: 4 },
];

export function summaryOf(
  id: string,
  path: string,
  { width, height }: Pyramid,
  focalLength35: number,
): OpenedPhoto['summary'] {
  return {
    id,
    name: path.split('/').at(-1) ?? '',
    path,
    width,
    height,
    format: 'jpeg',
    fileBytes: 3_400_000,
    bitDepth: 8,
    colourProfile: 'sRGB',
    hasGps: true,
    camera: {
      make: 'Telewide',
      model: 'Test phone',
      lens: null,
      focalLength: null,
      focalLength35,
      digitalZoom: null,
      exposureSeconds: 0.01,
      iso: 64,
      capturedAt: '2026-05-14T19:42:10',
    },
  };
}

export function registrationOf(verdict: Verdict, { wide, teleIn, tele }: FakePictures): Registration {
  const { x, y, scale } = teleIn;
  const [right, bottom] = [x + tele.width * scale, y + tele.height * scale];
  const corners = [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ];
  const isFound = verdict !== 'failed';
  const reasons: Record<Verdict, Said> = {
    good: say('registration.good', { points: 1468, pixels: 0.6, share: 0.93 }),
    doubtful: say('registration.contradicting-points', { points: 39, all: 156 }),
    failed: say('registration.another-scene', { points: 6, needed: 10 }),
  };
  return {
    verdict,
    reason: reasons[verdict],
    homography: isFound ? [scale, 0, x, 0, scale, y, 0, 0, 1] : null,
    corners: isFound ? corners : [],
    overlap: isFound ? corners : [],
    overlapShare: isFound ? (tele.width * tele.height * scale ** 2) / (wide.width * wide.height) : 0,
    zoom: isFound ? 1 / scale : null,
    rotation: isFound ? 0.1 : null,
    detector: 'akaze',
    matches: isFound ? 1503 : 41,
    inliers: isFound ? 1468 : 6,
    residual: isFound ? 0.63 : null,
    points: isFound ? pointsOn({ teleIn, tele }) : [],
    milliseconds: 3200,
  };
}

/** A grid of points that agree. */
function pointsOn({ teleIn, tele }: Pick<FakePictures, 'teleIn' | 'tele'>): MatchedPoint[] {
  return Array.from({ length: 80 }, (_, index) => {
    const place = {
      x: ((index % 10) + 0.5) * (tele.width / 10),
      y: (Math.floor(index / 10) + 0.5) * (tele.height / 8),
    };
    return { tele: place, wide: { x: teleIn.x + place.x * teleIn.scale, y: teleIn.y + place.y * teleIn.scale } };
  });
}

export function reportOf(
  view: PairView,
  choices: EnhanceChoices,
  { wide, tele, result }: FakePictures,
): EnhancementReport {
  const isUsed = choices.useReference && view.teles.length > 0;
  const [first] = view.teles;
  return {
    wide: { name: view.wide.summary.name, width: wide.width, height: wide.height },
    tele: first === undefined ? null : { name: first.summary.name, width: tele.width, height: tele.height },
    crop: { x: 0, y: 0, width: wide.width, height: wide.height },
    output: { width: result.width, height: result.height },
    registration: first?.registration ?? null,
    model: choices.model,
    device: 'cpu',
    deviceReason: { raw: 'It gave the known answer.' },
    reference: { used: isUsed, reason: { raw: isUsed ? 'The match is good.' : 'It was not asked for.' } },
    tiles: { count: 48, size: 256, withReference: 20 },
    milliseconds: { read: 900, register: 3200, prepare: 1800, infer: 84_000, write: 2100 },
    peakMemory: 1_400_000_000,
    provenance: isUsed
      ? { photographed: 0.25, transferred: 0.08, upscaled: 0.67 }
      : { photographed: 0, transferred: 0, upscaled: 1 },
  };
}
