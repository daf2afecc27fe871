import { AppError } from '#contract/errors';
import { type Rectangle, boundsOf, isInsidePolygon, type Point } from '#contract/geometry';
import { speak } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import type { Report } from '#core/ground/waiting/progress';
import type { LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { enlargeByTwo } from '../bicubic.ts';
import { cropImage } from '#core/photos/pixels/resample';
import { enhanceIntoMemory } from '../enhance-into-memory.ts';
import { lumaOf } from '../luma.ts';
import { type Plane, sumsUpTo } from '#native-models/planes';
import { lumaOfColours, coloursAt, pasteTrusted } from '../pasting/pasted-results.ts';
import { openRegisteredTele, type RegisteredTele } from '../pasting/registered-tele.ts';
import { findPhotoPairs, type PhotoPair } from '../protocols.ts';
import type { RegisteredPair } from '../rows.ts';
import {
  agreementOf,
  createWindowMeasure,
  noSums,
  type AgreementSums,
  type TeleAgreement,
  agreementBands,
} from './window-agreement.ts';
import { markdownTable } from '../tables.ts';
import { insetPolygon } from '../regions.ts';
import { bandOf } from '../pasting/smooth-plane.ts';

export interface FullSizeOptions {
  /** With `wide.*` and `tele.*`, or with such folders. */
  folder: string;
  models: readonly LoadedModel[];
  /** A finished result of the one pair there is, twice the wide's size, measured beside the models. */
  result?: string | undefined;
  device: DeviceName;
  programFolder: string;
  temporaryFolder: string;
  pixelLimit: number;
  memoryBudget: number;
  signal?: AbortSignal;
  report?: (fraction: number, label: string) => void;
}

/** A pair at its own size, which has no truth: how results agree with the tele, and with the wide. */
export interface FullSizeEvaluation {
  name: string;
  /** What was measured, in wide pixels; empty when nowhere the tele has texture and fits. */
  windows: Rectangle[];
  results: { name: string; agreement: TeleAgreement }[];
}

/**
 * Measures real pairs without truth, in the most textured windows of the overlap: bicubic, each model without and with the tele, the trusted paste, and a
 * result from a file. Rejects with AppError `not-found` for a folder without pairs, `invalid-request` for a result of another size or of several pairs,
 * and with what reading and enhancing reject with.
 */
export async function measureFullSize(options: FullSizeOptions): Promise<FullSizeEvaluation[]> {
  const pairs = await findPhotoPairs(options.folder);
  if (options.result !== undefined && pairs.length > 1) {
    throw new AppError('invalid-request', {
      raw: `Expected one pair for a result, received ${pairs.length}. Name its folder.`,
    });
  }
  const evaluations: FullSizeEvaluation[] = [];
  for (const [index, pair] of pairs.entries()) {
    options.signal?.throwIfAborted();
    const report = (fraction: number, label: string): void =>
      options.report?.((index + fraction) / pairs.length, `${pair.name}: ${label}`);
    evaluations.push(await measurePair(pair, { ...options, report }));
  }
  options.report?.(1, 'Measured');
  return evaluations;
}

type PairOptions = FullSizeOptions & { report: (fraction: number, label: string) => void };

async function measurePair(pair: PhotoPair, options: PairOptions): Promise<FullSizeEvaluation> {
  const { report, signal } = options;
  report(0, 'reading');
  const wide = await readImage(pair.wide, options);
  const tele = await readImage(pair.tele, { ...options, profile: wide.profile });
  const finished = options.result === undefined ? null : await readFinished(options.result, wide, options);
  const registration = await registerPair(wide, tele, { ...options, zoomHint: null });
  const registered: RegisteredPair = { wide, tele, registration, otherTele: null };
  const source = await openRegisteredTele(registered, signal);
  const sums = new Map<string, AgreementSums>();
  const measured: Rectangle[] = [];
  const windows = source === null ? [] : texturedWindows(wide, registration.overlap);
  for (const [index, window] of windows.entries()) {
    signal?.throwIfAborted();
    const shown = source?.read(window);
    const part = (fraction: number, label: string): void => report((index + fraction) / windows.length, label);
    if (shown === undefined) continue;
    const lumas = await lumasOf(registered, window, shown, finished, { ...options, report: part });
    const plain = lumas.get('bicubic');
    const measure =
      plain && createWindowMeasure(lumaOf(cropImage(wide, window)), plain, lumaOfColours(shown.colours), shown.known);
    if (!measure) continue;
    measured.push(window);
    for (const [name, luma] of lumas) {
      const own = sums.get(name) ?? noSums();
      measure(luma, own);
      sums.set(name, own);
    }
  }
  const results = [...sums].map(([name, own]) => ({ name, agreement: agreementOf(own) }));
  return { name: pair.name, windows: measured, results };
}

/** Every result's luma in one window, by its name. */
async function lumasOf(
  pair: RegisteredPair,
  window: Rectangle,
  shown: RegisteredTele,
  finished: PixelImage | null,
  options: PairOptions,
): Promise<Map<string, Plane>> {
  const own = cropImage(pair.wide, window);
  const whole = { x: 0, y: 0, width: 2 * window.width, height: 2 * window.height };
  const lumas = new Map<string, Plane>([['bicubic', lumaOf(enlargeByTwo(own))]]);
  const report: Report = (fraction, label) => options.report(fraction, speak(label, 'en'));
  for (const model of options.models) {
    const { id } = model.summary;
    const enhance = (tele: PixelImage | null): Promise<PixelImage> =>
      enhanceIntoMemory({ ...options, ...pair, tele, model, crop: window, report });
    const without = await enhance(null);
    lumas.set(`${id}, without reference`, lumaOf(without));
    lumas.set(`${id}, the tele`, lumaOf(await enhance(pair.tele)));
    const pasted = pasteTrusted(coloursAt(without, whole), lumaOf(own), shown);
    lumas.set(`${id}, pasted where the measured camera agrees`, lumaOfColours(pasted));
  }
  if (finished !== null) {
    const place = { ...whole, x: 2 * window.x, y: 2 * window.y };
    lumas.set('the given result', lumaOf(cropImage(finished, place)));
  }
  return lumas;
}

async function readFinished(path: string, wide: PixelImage, options: FullSizeOptions): Promise<PixelImage> {
  const { profile } = wide;
  const image = await readImage(path, { ...options, pixelLimit: 4 * options.pixelLimit, profile });
  if (image.width === 2 * wide.width && image.height === 2 * wide.height) return image;
  throw new AppError('invalid-request', {
    raw: `Expected a result of ${2 * wide.width}x${2 * wide.height} pixels, received ${image.width}x${image.height}. Enhance the whole photo, without a crop.`,
  });
}

/** One pair as Markdown: a row for each result, correlation and amplitude by band from the finest on, consistency in dB. */
export function fullSizeTable({ name, windows, results }: FullSizeEvaluation): string {
  const [first] = windows;
  if (first === undefined) return `${name}: nowhere do wide and tele fit well enough to be compared.`;
  const bands = agreementBands.map(({ fine, coarse }) => `${fine} to ${coarse}`);
  const head = `${name}, ${windows.length} windows of ${first.width} wide pixels. Against the registered tele, by band (sigma in pixels of the result); consistency with the wide in dB.`;
  const rows = results.map(({ name: label, agreement: { correlation, amplitude, consistency } }) => [
    label,
    ...[...correlation, ...amplitude, consistency].map((value) => value.toFixed(2)),
  ]);
  const columns = ['correlation', 'amplitude'].flatMap((kind) => bands.map((band) => `${kind} ${band}`));
  return `${head}\n\n${markdownTable(['', ...columns, 'consistency'], rows)}`;
}

/**
 * The squares of the wide, at most four and apart from each other, that lie wholly inside the overlap and have the most texture, in its pixels; smaller ones
 * where the overlap is small. Chosen by rule, so that every result is measured in the same places.
 */
export function texturedWindows(wide: PixelImage, overlap: readonly Point[]): Rectangle[] {
  const inside = insetPolygon(overlap, border);
  if (inside.length < 3) return [];
  const bounds = boundsOf(inside);
  const left = Math.max(0, bounds.x);
  const top = Math.max(0, bounds.y);
  const width = Math.min(wide.width, bounds.x + bounds.width) - left;
  const height = Math.min(wide.height, bounds.y + bounds.height) - top;
  const side = 2 * Math.floor(Math.min(largestSide, width, height) / 2);
  if (side < smallestSide) return [];
  const luma = lumaOf(cropImage(wide, { x: left, y: top, width, height }));
  const texture = bandOf(luma, 0.7, 3).data.map((value) => value ** 2);
  const energy = sumsUpTo(width, height, texture);
  const places: (Rectangle & { energy: number })[] = [];
  for (let y = 0; y + side <= height; y += step) {
    for (let x = 0; x + side <= width; x += step) {
      const window = { x: left + x, y: top + y, width: side, height: side, energy: energy(x, y, side, side) };
      if (cornersOfWindow(window).every((corner) => isInsidePolygon(inside, corner))) places.push(window);
    }
  }
  places.sort((one, other) => other.energy - one.energy);
  const chosen: Rectangle[] = [];
  for (const { x, y } of places) {
    if (chosen.length === maxWindows) break;
    const isApart = chosen.every((one) => Math.abs(one.x - x) >= side || Math.abs(one.y - y) >= side);
    if (isApart) chosen.push({ x, y, width: side, height: side });
  }
  return chosen;
}

const border = 8;
const step = 16;
const largestSide = 512;
const smallestSide = 64;
const maxWindows = 4;

function cornersOfWindow({ x, y, width, height }: Rectangle): Point[] {
  return [0, width].flatMap((right) => [0, height].map((down) => ({ x: x + right, y: y + down })));
}
