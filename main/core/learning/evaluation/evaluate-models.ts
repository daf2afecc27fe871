import { AppError } from '#contract/errors';
import type { DeviceName } from '#contract/models';
import type { PixelImage } from '#core/photos/pixel-image';
import type { LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { enlargeByTwo } from './bicubic.ts';
import { enhanceIntoMemory, type EnhanceIntoMemoryOptions } from './enhance-into-memory.ts';
import { meanOfPairs, type Evaluation, type PairEvaluation } from './evaluation.ts';
import { createPairMeasure, type PairMeasure } from './measure-pair.ts';
import { openPastedResults, type PastedResults, pastedRows } from './pasting/pasted-results.ts';
import { findPairs, type DatasetPair, type ProtocolName } from './protocols.ts';
import { isModelRow, isPastedRow, referenceFor, type ModelRowName, type RegisteredPair, type RowName } from './rows.ts';
import { tableContents, type TableName } from './tables.ts';
import { writePictures } from './picture-places.ts';

export interface EvaluateOptions {
  folder: string;
  protocol: ProtocolName;
  table: TableName;
  /** At least one; each is named by its id. */
  models: readonly LoadedModel[];
  /** Of the table's rows, only these; absent means all. */
  rows?: readonly RowName[] | undefined;
  /** Of the dataset's pairs, only this; absent means all. */
  pair?: string | undefined;
  /** Where comparisons at 100 % are written; absent means none. */
  pictures?: string | undefined;
  device: DeviceName;
  programFolder: string;
  /** Where intermediate pictures may lie for a moment. */
  temporaryFolder: string;
  pixelLimit: number;
  memoryBudget: number;
  signal?: AbortSignal;
  report?: (fraction: number, label: string) => void;
}

/**
 * Measures models on every pair of a dataset, one evaluation per model; see protocols.ts and tables.ts. What does not depend on the
 * model is done once. Nothing is kept from one call to the next. Rejects with AppError `invalid-request` for a row that the table
 * lacks and for pictures without the rows they show, `not-found` for a pair that the dataset lacks, and with what reading and
 * enhancing reject with.
 */
export async function evaluateModels(options: EvaluateOptions): Promise<Evaluation[]> {
  const { protocol, table, models, signal } = options;
  const rows = chooseRows(options);
  const all = await findPairs(options.folder, protocol);
  const chosen = options.pair === undefined ? all : [findPair(all, options.pair)];
  const results = models.map((): PairEvaluation[] => []);
  const progress = countWork(options, chosen.length, rows);
  for (const pair of chosen) {
    signal?.throwIfAborted();
    const evaluated = await evaluatePair(pair, nextAfter(pair, all), { ...options, rows, progress });
    evaluated.forEach((one, index) => results[index]?.push(one));
  }
  options.report?.(1, 'Measured');
  return models.map(({ summary }, index) => {
    const pairs = results[index] ?? [];
    return { protocol, table, model: summary.id, pairs, mean: meanOfPairs(pairs, rows, tableContents[table].regions) };
  });
}

/** What pasted rows are made of; measured with them whether asked for or not. */
const pastedOn = 'without-reference';

/** The rows whose results the pictures show. */
const pictureRows = ['bicubic', 'without-reference', 'tele'] as const;

function chooseRows({ table, rows, pictures }: EvaluateOptions): readonly RowName[] {
  const known = tableContents[table].rows;
  const unknown = rows?.find((row) => !known.includes(row));
  if (unknown !== undefined) {
    throw new AppError('invalid-request', {
      raw: `Expected rows of the table ${table} (${known.join(', ')}), received "${unknown}"`,
    });
  }
  const asked = known.filter((row) => rows?.includes(row) ?? true);
  const chosen = asked.some(isPastedRow) ? known.filter((row) => row === pastedOn || asked.includes(row)) : asked;
  const missing = pictureRows.filter((row) => !chosen.includes(row));
  if (pictures === undefined || missing.length === 0) return chosen;
  throw new AppError('invalid-request', {
    raw: `Pictures need the rows ${pictureRows.join(', ')}; ${missing.join(', ')} is not measured`,
  });
}

function findPair(pairs: readonly DatasetPair[], name: string): DatasetPair {
  const pair = pairs.find((one) => one.name === name);
  if (pair) return pair;
  const names = pairs.map((one) => one.name).join(', ');
  throw new AppError('not-found', { raw: `Expected a pair of the dataset (${names}), received "${name}"` });
}

/** The pair whose tele stands in as another photo. */
function nextAfter(pair: DatasetPair, all: readonly DatasetPair[]): DatasetPair | null {
  const next = all[(all.indexOf(pair) + 1) % all.length];
  return next === undefined || next === pair ? null : next;
}

/** Tells how far the whole run is, from what is done and how far the step at hand is. */
interface Work {
  step(cost: number, label: string): (fraction: number) => void;
}

const costs = { reading: 0.4, bicubic: 0.1, pasted: 0.5, alone: 0.5, withReference: 1 };

function countWork({ models, report }: EvaluateOptions, pairs: number, rows: readonly RowName[]): Work {
  const perModel = rows.reduce((sum, row) => sum + (row === 'bicubic' ? 0 : costOf(row)), 0);
  const total = pairs * (costs.reading + (rows.includes('bicubic') ? costs.bicubic : 0) + models.length * perModel);
  let done = 0;
  return {
    step(cost, label) {
      const start = done;
      done += cost;
      report?.(Math.min(1, start / total), label);
      return (fraction) => report?.(Math.min(1, (start + cost * fraction) / total), label);
    },
  };
}

function costOf(row: RowName): number {
  if (isPastedRow(row)) return costs.pasted;
  return row === 'without-reference' ? costs.alone : costs.withReference;
}

type PairOptions = EvaluateOptions & { rows: readonly RowName[]; progress: Work };

async function evaluatePair(
  pair: DatasetPair,
  next: DatasetPair | null,
  options: PairOptions,
): Promise<PairEvaluation[]> {
  const { rows, table, models, progress } = options;
  progress.step(costs.reading, `Reading ${pair.name}`);
  const { wide, tele, truth, overlap } = await pair.load(options);
  const needsOther = rows.includes('other-photo') && next !== null;
  const otherTele = needsOther ? (await next.load(options)).tele : null;
  const registration = await registerPair(wide, tele, { ...options, zoomHint: null });
  const registered: RegisteredPair = { wide, tele, registration, otherTele };
  const measure = createPairMeasure({ ...registered, truth, overlap: overlap ?? registration.overlap, table });
  const pasted = rows.some(isPastedRow) ? await openPastedResults(registered, options.signal) : null;
  const evaluated: PairEvaluation[] = [];
  let bicubic: PixelImage | null = null;
  if (rows.includes('bicubic')) {
    progress.step(costs.bicubic, `Enlarging ${pair.name}`);
    bicubic = enlargeByTwo(wide);
  }
  for (const model of models) {
    const results = new Map<RowName, PixelImage>(bicubic ? [['bicubic', bicubic]] : []);
    evaluated.push(await evaluateModel(pair.name, registered, { ...options, model, measure, pasted, results }));
    if (options.pictures === undefined) continue;
    await writePictures({
      folder: options.pictures,
      name: `${pair.name}-${model.summary.id}`,
      results,
      truth,
      measure,
    });
  }
  return evaluated;
}

async function evaluateModel(
  name: string,
  pair: RegisteredPair,
  options: PairOptions & {
    model: LoadedModel;
    measure: PairMeasure;
    pasted: PastedResults | null;
    results: Map<RowName, PixelImage>;
  },
): Promise<PairEvaluation> {
  const { rows, model, measure, pasted, results, progress, signal } = options;
  const evaluation = measure.begin(name);
  for (const row of rows) {
    signal?.throwIfAborted();
    const report =
      row === 'bicubic' ? ignore : progress.step(costOf(row), `Measuring ${name}, ${model.summary.id}, ${row}`);
    const result = isModelRow(row)
      ? await enhanceRow(row, pair, { ...options, report })
      : (results.get(row) ?? pastedResult(row, pasted, results.get(pastedOn)));
    if (result === null) continue;
    if (isKept(row)) results.set(row, result);
    evaluation.add(row, result);
  }
  return evaluation.finish();
}

function ignore(): void {
  return undefined;
}

/** Null when the pair has no such reference. */
async function enhanceRow(
  row: ModelRowName,
  pair: RegisteredPair,
  options: Omit<EnhanceIntoMemoryOptions, 'wide' | 'tele' | 'registration'>,
): Promise<PixelImage | null> {
  const reference = referenceFor(row, pair);
  return reference === null ? null : enhanceIntoMemory({ ...options, wide: pair.wide, ...reference });
}

/** Null for every other row, and where the tele has no place. */
function pastedResult(row: RowName, pasted: PastedResults | null, without: PixelImage | undefined): PixelImage | null {
  return isPastedRow(row) && pasted !== null && without !== undefined ? pastedRows[row](pasted, without) : null;
}

function isKept(row: RowName): boolean {
  return pictureRows.some((shown) => shown === row);
}
