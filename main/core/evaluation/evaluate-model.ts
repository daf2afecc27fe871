import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Point } from '#contract/geometry';
import type { DeviceName } from '#contract/models';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/image/pixel-image';
import { readImage } from '#core/image/read-image';
import { enhancePhoto } from '#core/inference/enhance-photo';
import type { LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/registration/register-pair';
import { enlargeByTwo } from './bicubic.ts';
import { lumaOf, type Plane } from './luma.ts';
import { psnr, ssim } from './metrics.ts';
import { overlapMask } from './overlap-mask.ts';
import { findPairs, type EvaluationCase, type ProtocolName } from './protocols.ts';
import { disguised } from './unrelated-reference.ts';

export const rowNames = ['bicubic', 'without-reference', 'unrelated-reference', 'tele'] as const;
/**
 * How the result was made: plain enlargement; the wide alone; with a picture that has nothing to do with the scene laid on the
 * overlap as if it were the tele; with the tele.
 */
export type RowName = (typeof rowNames)[number];

/** In dB and 0..1, on luma; null where there is no such region. */
export interface Score {
  psnr: number | null;
  ssim: number | null;
}
export type RegionName = 'whole' | 'overlap' | 'outside';
export type Scores = Record<RegionName, Score>;

export interface PairEvaluation {
  name: string;
  verdict: Registration['verdict'];
  rows: Record<RowName, Scores>;
}

export interface Evaluation {
  protocol: ProtocolName;
  model: string;
  pairs: PairEvaluation[];
  /** Of the pairs that have the region. */
  mean: Record<RowName, Scores>;
}

export interface EvaluateOptions {
  folder: string;
  protocol: ProtocolName;
  model: LoadedModel;
  device: DeviceName;
  programFolder: string;
  /** Where intermediate pictures may lie for a moment. */
  temporaryFolder: string;
  pixelLimit: number;
  memoryBudget: number;
  signal?: AbortSignal;
  report?: (fraction: number, label: string) => void;
}

/** Measures a model on every pair of a dataset; see protocols.ts. Rejects with what reading and enhancing reject with. */
export async function evaluateModel(options: EvaluateOptions): Promise<Evaluation> {
  const { protocol, model, signal, report = () => undefined } = options;
  const pairs = await findPairs(options.folder, protocol);
  const evaluated: PairEvaluation[] = [];
  for (const [index, pair] of pairs.entries()) {
    signal?.throwIfAborted();
    report(index / pairs.length, `Measuring ${pair.name}`);
    evaluated.push({ name: pair.name, ...(await evaluateCase(await pair.load(options), options)) });
  }
  report(1, 'Measured');
  return { protocol, model: model.summary.id, pairs: evaluated, mean: meanOf(evaluated) };
}

async function evaluateCase(one: EvaluationCase, options: EvaluateOptions): Promise<Omit<PairEvaluation, 'name'>> {
  const { wide, tele, truth } = one;
  const registration = await registerPair(wide, tele, { ...options, zoomHint: null });
  const measure = createMeasure(truth, one.overlap ?? registration.overlap);
  const enhanced = async (reference: PixelImage | null): Promise<Scores> =>
    measure(await enhanceInto({ wide, tele: reference, registration }, options));
  return {
    verdict: registration.verdict,
    rows: {
      bicubic: measure(enlargeByTwo(wide)),
      'without-reference': await enhanced(null),
      'unrelated-reference': await enhanced(disguised(tele)),
      tele: await enhanced(tele),
    },
  };
}

async function enhanceInto(
  photos: { wide: PixelImage; tele: PixelImage | null; registration: Registration },
  options: EvaluateOptions,
): Promise<PixelImage> {
  const folder = await mkdtemp(join(options.temporaryFolder, 'evaluation-'));
  const scratchPath = join(folder, 'enhanced.tif');
  try {
    const { model, device, memoryBudget, signal } = options;
    await enhancePhoto({
      ...photos,
      ...{ model, device, memoryBudget, scratchPath },
      ...(signal === undefined ? {} : { signal }),
      deviceReason: '',
      crop: null,
      useReference: photos.tele !== null,
    });
    return await readImage(scratchPath, { pixelLimit: 4 * options.pixelLimit });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function createMeasure(truth: PixelImage, overlap: readonly Point[]): (result: PixelImage) => Scores {
  const truthLuma = lumaOf(truth);
  const inside = overlapMask(
    truth,
    overlap.map(({ x, y }) => ({ x: 2 * x, y: 2 * y })),
  );
  const outside = inside.map((value) => 1 - value);
  return (result) => {
    const luma = lumaOf(result);
    const score = (mask?: Uint8Array): Score => scoreOf(truthLuma, luma, mask);
    return { whole: score(), overlap: score(inside), outside: score(outside) };
  };
}

function scoreOf(truth: Plane, result: Plane, mask?: Uint8Array): Score {
  if (mask !== undefined && !mask.includes(1)) return { psnr: null, ssim: null };
  return { psnr: psnr(truth, result, mask), ssim: ssim(truth, result, mask) };
}

function meanOf(pairs: readonly PairEvaluation[]): Record<RowName, Scores> {
  const mean = (values: (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const scores = (row: RowName): Scores => {
    const score = (region: RegionName): Score => ({
      psnr: mean(pairs.map(({ rows }) => rows[row][region].psnr)),
      ssim: mean(pairs.map(({ rows }) => rows[row][region].ssim)),
    });
    return { whole: score('whole'), overlap: score('overlap'), outside: score('outside') };
  };
  return {
    bicubic: scores('bicubic'),
    'without-reference': scores('without-reference'),
    'unrelated-reference': scores('unrelated-reference'),
    tele: scores('tele'),
  };
}
