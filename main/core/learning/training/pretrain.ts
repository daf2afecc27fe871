import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { speak } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import type { ModelSession } from '#core/runtime/model-session';
import { networkConfigurations, varyNetwork, type NetworkConfiguration } from '#native-models/dcsr/network';
import { buildTrainStepModel } from '#native-models/optimiser/train-step-model';
import { tileSide } from '#native-models/simulation/tile-geometry';
import type { Weights } from '#native-models/weights-file/safetensors';
import { feedsOfBatch, batchesAhead, createWaitingMeter, type WaitingMeter } from './batches-ahead.ts';
import { readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { drawContactSheet } from './contact-sheet.ts';
import { inventPhotos, readTrainingPhotos, type TrainingPhotos } from './training-photos.ts';
import { progressOf, type TrainingBudget } from './learning-rate.ts';
import { requireSameOptions } from './training-options.ts';
import { emptyWindow } from './loss-window.ts';
import { openBatchWorkers, type BatchWorkers } from './open-batch-workers.ts';
import { openTrainStep } from './open-train-step.ts';
import { recordedOptions, type PretrainOptions, type PretrainResult } from './pretrain-options.ts';
import { startWeights } from './start-weights.ts';
import { openTrainingLog, type TrainingLog } from './training-log.ts';
import { runTrainingLoop, type BatchSource, type StepReport } from './training-loop.ts';
import { lastGainIn, openTrainingRecords, type RunFacts } from './training-records.ts';
import { beginTraining, type TrainingState } from './training-state.ts';
import { prepareValidation, type Validation } from './validation.ts';

/**
 * Trains a network on simulated pairs until its budget is spent, or goes on with the training that the folder holds. Killed at
 * any moment, the same call goes on from the last checkpoint. When the signal fires during training, a checkpoint is saved and
 * the end is `interrupted`; before that, the signal's reason is thrown. With a budget of steps alone, the same options give the
 * same curve. Null when there is no budget. Throws an AppError: `invalid-request` for other options than the training in the
 * folder was begun with, or too few photos, and what reading, running and writing throw.
 */
export async function pretrain(options: PretrainOptions): Promise<PretrainResult | null> {
  const { folder, budget, signal, report } = options;
  const isToTrain = budget.steps !== undefined || budget.seconds !== undefined;
  const found = isToTrain ? await readCheckpoint(folder) : null;
  const recorded = recordedOptions(options);
  if (found !== null) requireSameOptions(folder, found.options, recorded);
  const progress = found === null ? 0 : progressOf(found.state, budget);
  const preparing = (_: number, label: string): void => report(progress, label);
  const photos = await readTrainingPhotos({
    folders: options.photoFolders,
    invented: await inventPhotos(options.synthetic, { seed: options.seed, signal, report: preparing }),
    signal,
    report: preparing,
    warn: options.warn,
  });
  recorded.photos = photos.fingerprint;
  if (found !== null) requireSameOptions(folder, found.options, recorded);

  const count = workerCount(options.device.device);
  const workers = openBatchWorkers({ programFolder: options.programFolder, photos, count });
  try {
    if (options.contactSheet !== null) {
      report(progress, 'Drawing the contact sheet');
      await drawContactSheet(options.contactSheet, workers.ask, options.seed);
    }
    if (!isToTrain) return null;
    const checkpoint = found ?? {
      state: beginTraining(beginningOf(options)),
      options: recorded,
      best: null,
      validatedAt: 0,
      window: emptyWindow(),
    };
    const log = await openTrainingLog(join(await made(folder), 'log.ndjson'), found === null ? null : found.state.step);
    return await train(options, { checkpoint, isNew: found === null, log, photos, workers });
  } finally {
    workers.close();
  }
}

interface Beginning {
  checkpoint: Checkpoint;
  isNew: boolean;
  log: TrainingLog;
  photos: TrainingPhotos;
  workers: BatchWorkers;
}

async function train(options: PretrainOptions, beginning: Beginning): Promise<PretrainResult> {
  const { checkpoint, log, photos } = beginning;
  const counts = { trainingPhotos: photos.training.length, validationPhotos: photos.validation.length };
  if (log.entries.at(-1)?.event === 'end') {
    const facts = { ...counts, device: options.device.device, deviceReason: 'Nothing was left to train.' };
    return resultOf(options, checkpoint.state, { ended: 'finished', facts, waiting: null, log, best: checkpoint.best });
  }
  const tools = await openTools(options, beginning);
  try {
    const deviceReason = tools.reason ?? speak(options.device.reason, 'en');
    return await trainWith(options, beginning, {
      tools,
      facts: { ...counts, device: tools.session.device, deviceReason },
    });
  } finally {
    await Promise.allSettled([tools.validation.close(), tools.session.close()]);
  }
}

interface Tools {
  batches: BatchSource;
  session: ModelSession;
  /** Why it is not the device that was asked for; null when it is. */
  reason: string | null;
  validation: Validation;
}

async function openTools(options: PretrainOptions, { checkpoint, workers }: Beginning): Promise<Tools> {
  const { batch, budget, signal, report } = options;
  const { state } = checkpoint;
  const configuration = networkOf(options);
  const batches = batchesOf(options, workers);
  report(progressOf(state, budget), 'Preparing the step of training');
  const { session, reason } = await openTrainStep({
    model: buildTrainStepModel({ configuration, batch, losses: options.losses, part: options.part, side: tileSide }),
    device: options.device.device,
    weights: state.parameters,
    batch: () => batches.batchOf(state.step + 1),
  });
  if (reason !== null) options.warn(reason);
  try {
    const validation = await prepareValidation({
      configuration,
      device: session.device,
      batch,
      pairsPerCase: options.validationPairs,
      ask: workers.ask,
      signal,
      report: (_, label) => report(progressOf(state, budget), label),
    });
    return { batches, session, reason, validation };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function trainWith(
  options: PretrainOptions,
  { checkpoint, isNew, log }: Beginning,
  { tools, facts }: { tools: Tools; facts: RunFacts },
): Promise<PretrainResult> {
  const { budget, signal, report } = options;
  const { state } = checkpoint;
  const { session, batches, validation } = tools;
  const records = openTrainingRecords({
    ...options,
    state,
    facts: checkpoint,
    log,
    logEvery: linesFor(budget),
    measure: () => {
      report(progressOf(state, budget), `Measuring after ${state.step.toLocaleString('en-GB')} steps`);
      return validation.measure(state.average, signal);
    },
  });
  const meter = createWaitingMeter();
  const result = (ended: PretrainResult['ended']): PretrainResult =>
    resultOf(options, state, { ended, facts, waiting: meter.share(), log, best: records.best });
  try {
    await records.begin(facts);
    if (isNew) {
      await records.validate();
      await records.save();
    }
    await runTrainingLoop({
      sessionOf: () => session,
      state,
      batches,
      budget,
      peakRate: options.peakRate,
      signal,
      afterStep: async (step) => {
        meter.add(step);
        await records.afterStep(step);
        report(progressOf(state, budget), stepWords(state.step, step, meter) + gainWords(lastGainIn(log)));
      },
    });
    await records.finish();
    return result('finished');
  } catch (error) {
    if (!signal.aborted) throw error;
    await records.save();
    return result('interrupted');
  }
}

function resultOf(
  { folder, configuration, variation }: PretrainOptions,
  { step, seconds }: TrainingState,
  { facts, log, ...rest }: Pick<PretrainResult, 'ended' | 'waiting' | 'best'> & { facts: RunFacts; log: TrainingLog },
): PretrainResult {
  return {
    ...rest,
    folder,
    configuration,
    variation,
    ...facts,
    steps: step,
    seconds: Number(seconds.toFixed(1)),
    stepsPerSecond: Number((step / Math.max(seconds, 1e-3)).toPrecision(4)),
    gain: lastGainIn(log),
  };
}

function networkOf({ configuration, variation }: PretrainOptions): NetworkConfiguration {
  return varyNetwork(networkConfigurations[configuration], variation);
}

function beginningOf(options: PretrainOptions): Weights {
  const { from, seed, warn } = options;
  const { weights, fresh } = startWeights(networkOf(options), from?.weights ?? null, seed);
  if (fresh.length > 0)
    warn(`${fresh.length} parameters that ${from?.name ?? ''} does not hold begin from nothing: ${fresh.join(', ')}.`);
  return weights;
}

/** The batch of a step follows from the seed and the step alone. */
function batchesOf({ batch, seed }: PretrainOptions, workers: BatchWorkers): BatchSource {
  return batchesAhead(2 + 2 * workers.count, async (step) =>
    feedsOfBatch(await workers.ask({ photos: 'training', count: batch, seed: [seed, step] })),
  );
}

/** The processor has its hands full with the steps; a graphics card is fed by every core but the one that drives it. */
function workerCount(device: DeviceName): number {
  const cores = availableParallelism();
  return device === 'cpu' ? Math.max(1, Math.floor(cores / 4)) : Math.max(1, Math.min(8, cores - 1));
}

/** About 200 lines, 50 steps at most in one; where the clock rules, none longer than ten seconds, which is nothing one could repeat. */
function linesFor({ steps = Infinity, seconds }: TrainingBudget): { steps: number; seconds: number } {
  return {
    steps: Math.min(50, Math.max(1, Math.round(steps / 200))),
    seconds: seconds === undefined ? Infinity : 10,
  };
}

function stepWords(number: number, { figures }: StepReport, meter: WaitingMeter): string {
  const waiting = Math.round(100 * (meter.share() ?? 0));
  const loss = figures.loss?.toPrecision(3) ?? '';
  return `step ${number.toLocaleString('en-GB')}, ${meter.rate().toPrecision(2)} a second, loss ${loss}, waits ${waiting} %`;
}

function gainWords(gain: PretrainResult['gain']): string {
  const mean = gain?.['mean/true'];
  return mean === undefined ? '' : `, gain ${(mean + 0).toFixed(2)} dB`;
}

async function made(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}
