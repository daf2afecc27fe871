import { say, type Said } from '#contract/messages';
import type { Judgement } from '#contract/model-card';
import type { DeviceName } from '#contract/models';
import { type Plane, luma } from '#native-models/planes';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import { openTileNetwork, type TileNetwork } from '#core/enhancement/inference/tile-network';
import type { LoadedModel } from '#core/models/model-registry';
import type { openModelSession } from '#core/runtime/model-session';
import type { CameraFormation } from '#native-models/camera-formation';
import { blurPlane } from '#native-models/simulation/camera/lens-blur';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import { judgingHalo, type JudgingPlace } from './sample-patches.ts';

export interface JudgeOptions {
  base: LoadedModel;
  candidate: LoadedModel;
  places: readonly JudgingPlace[];
  pairsKeptOut: number;
  /** How the wide photo comes about from what is twice as fine. */
  formation: CameraFormation;
  device: DeviceName;
  openSession: typeof openModelSession;
  /** Awaited before each place, so that other work of the device goes first. */
  giveWay: () => Promise<void>;
  signal: AbortSignal;
  report: (fraction: number, label: Said) => void;
}

/**
 * Compares a candidate with its base on places that it never learned from, all in luma: (a) the result shrunk by the wide camera against the wide
 * photo; (b) the result's detail against the registered, colour-matched, locally aligned tele's; (c) the same without a reference, and with a
 * wrong one (the tele turned by half a turn). No truth is needed. Rejects with the signal's reason and with what sessions throw.
 */
export async function judgeModel(options: JudgeOptions): Promise<Judgement> {
  const { base, candidate, places, pairsKeptOut, giveWay, signal, report } = options;
  const sums = { base: emptyErrors(), candidate: emptyErrors() };
  let done = 0;
  for (const side of new Set(places.map((place) => place.side))) {
    const here = places.filter((place) => place.side === side);
    const size = { width: side + 2 * judgingHalo, height: side + 2 * judgingHalo };
    const networkOf = (model: LoadedModel): TileNetwork => openTileNetwork({ ...options, model, size });
    const networks = { base: networkOf(base), candidate: networkOf(candidate) };
    try {
      for (const place of here) {
        signal.throwIfAborted();
        await giveWay();
        report(done / places.length, say('learning.comparing-place', { done: done + 1, all: places.length }));
        const shift = await shiftOf(networks.base, place);
        for (const who of ['base', 'candidate'] as const)
          addErrors(sums[who], await measure(networks[who], place, shift, options.formation));
        done += 1;
      }
    } finally {
      await networks.base.close();
      await networks.candidate.close();
    }
  }
  return { ...verdictOf(gainsOf(sums.base, sums.candidate), places.length), places: places.length, pairsKeptOut };
}

/** Sums of squared errors; what is compared has the same number of pixels for both networks. */
type Errors = Record<keyof Gains, number>;

function emptyErrors(): Errors {
  return { consistency: 0, detail: 0, withoutReference: 0, wrongReference: 0 };
}

function addErrors(sums: Errors, more: Errors): void {
  for (const key of Object.keys(sums) as (keyof Gains)[]) sums[key] += more[key];
}

function gainsOf(base: Errors, candidate: Errors): Gains {
  const gain = (key: keyof Gains): number => {
    const decibels = 10 * Math.log10((base[key] + tiny) / (candidate[key] + tiny));
    return Number.isFinite(decibels) ? decibels : lost;
  };
  return {
    consistency: gain('consistency'),
    detail: gain('detail'),
    withoutReference: gain('withoutReference'),
    wrongReference: gain('wrongReference'),
  };
}

const tiny = 1e-9;
/** Decibels of a candidate whose picture is no picture: a card must hold a number. */
const lost = -99;

async function shiftOf(network: TileNetwork, place: JudgingPlace): Promise<{ x: number; y: number }> {
  const { enhanced } = await network.run(place.wide, null);
  return bestShift(detailOf(resultOf(enhanced, place)), detailOf(teleOf(place.reference, place)));
}

async function measure(
  network: TileNetwork,
  place: JudgingPlace,
  shift: { x: number; y: number },
  formation: CameraFormation,
): Promise<Errors> {
  const tele = detailOf(teleOf(place.reference, place));
  const error = (result: Plane): number => squaredDifference(detailOf(result), tele, shiftBorder, shift);
  const run = async (reference: ReferenceTile | null): Promise<Float32Array> =>
    (await network.run(place.wide, reference)).enhanced;
  const withTele = await run(place.reference);
  const without = await run(null);
  const wrong = await run(turned(place.reference));
  return {
    consistency: shrunkenError(withTele, place, formation),
    detail: error(resultOf(withTele, place)),
    withoutReference: error(resultOf(without, place)),
    wrongReference: error(resultOf(wrong, place)),
  };
}

function resultOf(enhanced: Float32Array, { side }: JudgingPlace): Plane {
  return lumaInside(enhanced, 2 * (side + 2 * judgingHalo), 2 * judgingHalo);
}

function teleOf({ pixels, width }: ReferenceTile, { side }: JudgingPlace): Plane {
  return lumaInside(pixels, width, (width - 2 * side) / 2);
}

function turned(reference: ReferenceTile): ReferenceTile {
  const { pixels, validity, width, height } = reference;
  const plane = width * height;
  const planes = [0, 1, 2].map((channel) => pixels.slice(channel * plane, (channel + 1) * plane).reverse());
  const all = new Float32Array(3 * plane);
  for (const [channel, one] of planes.entries()) all.set(one, channel * plane);
  return { ...reference, pixels: all, validity: validity.toReversed() };
}

/** The result through the wide camera against the wide photo itself, over the place. */
function shrunkenError(enhanced: Float32Array, { wide, side }: JudgingPlace, formation: CameraFormation): number {
  const whole = side + 2 * judgingHalo;
  const coarse = lumaInside(wide, whole, 0);
  const seen = shrunk(lumaInside(enhanced, 2 * whole, 0), whole, formation);
  return squaredDifference({ ...coarse, data: seen }, coarse, judgingHalo);
}

/** Right from the response's reach on; further outside, values stay 0. */
function shrunk(fine: Plane, side: number, { response, domain, sharpening }: CameraFormation): Float32Array {
  if (domain === 'light') decodeLight(fine.data);
  const reach = (response.size - 1) / 2;
  const border = Math.ceil(reach / 2);
  const seen = new Float32Array(side * side);
  for (let row = border; row < side - border; row += 1) {
    for (let column = border; column < side - border; column += 1) {
      let sum = 0;
      for (let down = 0; down < response.size; down += 1) {
        const from = (2 * row + down - reach) * fine.width + 2 * column - reach;
        for (let right = 0; right < response.size; right += 1)
          sum += (response.values[down * response.size + right] ?? 0) * (fine.data[from + right] ?? 0);
      }
      seen[row * side + column] = sum;
    }
  }
  if (domain === 'light') encodeLight(seen);
  if (sharpening === null) return seen;
  const soft = new Float32Array(seen.length);
  blurPlane(seen, soft, side, side, sharpening.sigma);
  return seen.map((value, at) => value + sharpening.amount * (value - (soft[at] ?? 0)));
}

/** Against the base, in dB. */
type Gains = Pick<Judgement, 'consistency' | 'detail' | 'withoutReference' | 'wrongReference'>;

/** Less of a gain is chance, and more of a loss is harm. */
const minGain = 0.05;
const maxLoss = 0.05;

/** Better means: nearer to the tele's detail, and in nothing else worse. A number that is none is no gain, and a loss. */
export function verdictOf(gains: Gains, places: number): Gains & Pick<Judgement, 'isBetter' | 'reason'> {
  const worse = harms.filter((harm) => !(gains[harm] >= -maxLoss));
  if (places === 0) return { ...gains, isBetter: false, reason: say('learning.no-place') };
  if (worse.length > 0)
    return { ...gains, isBetter: false, reason: worse.map((harm) => say(`learning.worse-${harm}`)) };
  if (!(gains.detail >= minGain))
    return {
      ...gains,
      isBetter: false,
      reason: say('learning.no-more-detail'),
    };
  return {
    ...gains,
    isBetter: true,
    reason: say('learning.better', { gain: gains.detail }),
  };
}

const harms = ['consistency', 'withoutReference', 'wrongReference'] as const;

/**
 * Of what is smoother than the second, in pixels of the 2x grid, colour and light decide, and what is finer than the first is more the tele's noise than what it
 * shows: a network that copies that noise must not be praised for it.
 */
const band = { finest: 0.8, smoothest: 6 };
/** How far a reference may lie off, in whole pixels of the 2x grid. */
const search = 4;

/** BT.601 luma of the middle of [3, side, side] planes of 0 to 1, without `border` pixels on every side. */
function lumaInside(pixels: Float32Array, side: number, border: number): Plane {
  const inner = side - 2 * border;
  const plane = side * side;
  const values = new Float32Array(inner * inner);
  for (let row = 0, target = 0; row < inner; row += 1) {
    for (let column = 0; column < inner; column += 1, target += 1) {
      const at = (row + border) * side + column + border;
      values[target] = luma(pixels[at] ?? 0, pixels[plane + at] ?? 0, pixels[2 * plane + at] ?? 0);
    }
  }
  return { width: inner, height: inner, data: values };
}

/** What a plane shows between the finest and the smoothest. */
function detailOf({ width, height, data: values }: Plane): Plane {
  const [fine, soft] = [new Float32Array(values.length), new Float32Array(values.length)];
  blurPlane(values, fine, width, height, band.finest);
  blurPlane(values, soft, width, height, band.smoothest);
  return { width, height, data: fine.map((value, at) => value - (soft[at] ?? 0)) };
}

/** Sum of the squared differences of two planes of one size, `border` pixels on every side left out, `second` moved by (x, y). */
function squaredDifference(
  first: Plane,
  second: Plane,
  border: number,
  { x, y }: { x: number; y: number } = { x: 0, y: 0 },
): number {
  let sum = 0;
  for (let row = border; row < first.height - border; row += 1) {
    for (let column = border; column < first.width - border; column += 1) {
      const difference =
        (first.data[row * first.width + column] ?? 0) - (second.data[(row + y) * second.width + column + x] ?? 0);
      sum += difference * difference;
    }
  }
  return sum;
}

/** Where the reference's detail, moved by at most four whole pixels, comes nearest to a result that knew nothing of it. */
function bestShift(result: Plane, reference: Plane): { x: number; y: number } {
  let best = { x: 0, y: 0, error: Infinity };
  for (let y = -search; y <= search; y += 1) {
    for (let x = -search; x <= search; x += 1) {
      const error = squaredDifference(result, reference, search, { x, y });
      if (error < best.error) best = { x, y, error };
    }
  }
  return best;
}

/** Pixels that `squaredDifference` leaves out when a plane is moved by `bestShift`. */
const shiftBorder = search;
