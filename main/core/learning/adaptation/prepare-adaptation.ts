import type { PhoneFacts } from '#contract/model-card';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { Registration } from '#contract/registration';
import { slice } from '#core/ground/waiting/progress';
import type { KnownPhone, SharpPhoto } from '#native-models/simulation/training-pairs';
import { measureZones, type PairCameraFacts, blurOf } from './measure-zones.ts';
import { phoneOf, type PairEvidence } from './phone.ts';
import { readPhonePair, type LeftOutPair, type PairFiles } from './phone-pair.ts';
import { samplePatches, type JudgingPlace, type PairPatches, type RealTile } from './sample-patches.ts';
import type { CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { gainsOf } from '#native-models/camera-response';

/** A pair that is learned from or judged by, as it is remembered. */
export interface UsedPair {
  readonly name: string;
  readonly wideId: string;
  readonly teleId: string;
  readonly isKeptOut: boolean;
  /** Who took it, as EXIF names it. */
  readonly camera: string | null;
}

/** Everything that an adaptation needs of the photos, which themselves are no longer held. */
export interface AdaptationMaterial {
  readonly phone: KnownPhone;
  readonly facts: PhoneFacts;
  readonly photos: readonly SharpPhoto[];
  readonly tiles: readonly RealTile[];
  readonly judging: readonly JudgingPlace[];
  readonly used: readonly UsedPair[];
  readonly leftOut: readonly LeftOutPair[];
}

/** A pair to learn from; its registration where it is known already. */
export interface PairToLearnFrom extends PairFiles {
  readonly registration: Registration | null;
}

/** Of several pairs, one in so many is kept out as a whole, at least one. */
const keptOutEvery = 5;

/**
 * Reads the pairs one after the other, measures their camera and cuts them into patches. Of two pairs and more the last ones are kept out as a
 * whole. Throws AppError `invalid-request`, with the reasons, when no pair is usable or nothing is left to learn from or to judge by.
 */
export async function prepareAdaptation(options: {
  pairs: readonly PairToLearnFrom[];
  searchMargin: number;
  seed: number;
  pixelLimit: number;
  programFolder: string;
  signal: AbortSignal;
  report: (fraction: number, label: Said) => void;
}): Promise<AdaptationMaterial> {
  const { pairs, signal, report } = options;
  const gathered: GatheredPair[] = [];
  const leftOut: LeftOutPair[] = [];
  for (const [index, { registration, ...files }] of pairs.entries()) {
    signal.throwIfAborted();
    const isKeptOut = pairs.length > 1 && index >= pairs.length - Math.ceil(pairs.length / keptOutEvery);
    const part = slice(index / pairs.length, (index + 1) / pairs.length, report);
    const read = await readPhonePair(files, { ...options, registration, report: slice(0, 0.8, part) });
    if ('reason' in read) {
      leftOut.push(read);
      continue;
    }
    part(0.8, say('learning.cutting', { name: read.name }));
    const patches = await samplePatches(read, { ...options, isKeptOut });
    const { name, wideId, teleId, estimate, formations } = read;
    if (patches.photos.length + patches.judging.length === 0) {
      leftOut.push({ name, reason: nothingSharp });
      continue;
    }
    const camera = await measureZones(read, signal);
    const used = { name, wideId, teleId, isKeptOut, camera: read.camera };
    gathered.push({ ...patches, used, estimate, formations, camera });
  }
  const photos = gathered.flatMap((pair) => pair.photos);
  const tiles = gathered.flatMap((pair) => pair.tiles);
  const judging = gathered.flatMap((pair) => pair.judging);
  const [most] = gathered.toSorted((one, other) => other.estimate.pixels - one.estimate.pixels);
  if (most === undefined || photos.length === 0 || judging.length === 0) throw nothingToLearn(pairs.length, leftOut);
  const estimates = gathered.map(({ estimate }) => estimate);
  const phone = phoneOf(gathered);
  return {
    phone,
    facts: describePhone(phone, estimates, most.camera),
    photos,
    tiles,
    judging,
    used: gathered.map((pair) => pair.used),
    leftOut,
  };
}

const nothingSharp = say('learning.tele-nowhere-sharp');

/** What is kept of a pair when its photos are let go. */
interface GatheredPair extends PairPatches, PairEvidence {
  readonly used: UsedPair;
  readonly camera: PairCameraFacts;
}

function nothingToLearn(count: number, leftOut: readonly LeftOutPair[]): AppError {
  const reasons = leftOut.map(({ name, reason }) => say('program.about', { subject: name, text: reason }));
  return new AppError('invalid-request', [
    say('learning.no-usable-pairs', { count }),
    ...reasons,
    say('learning.choose-other-pairs'),
  ]);
}

/** What is shown of a phone's wide camera: measured over all pairs, its zones and tones over the pair that says most. */
function describePhone(
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
