import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judgement } from '#contract/model-card';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { slice } from '#core/ground/waiting/progress';
import type { LoadedModel } from '#core/models/model-registry';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { readCheckpoint, saveCheckpoint } from '#core/learning/training/checkpoint';
import { learningRateAt, progressOf, type TrainingBudget } from '#core/learning/training/learning-rate';
import { requireSameOptions, type RecordedOptions } from '#core/learning/training/training-options';
import { addToWindow, emptyWindow, summarise, type LossWindow } from '#core/learning/training/loss-window';
import { openBatchWorkers } from '#core/learning/training/open-batch-workers';
import { openTrainStep } from '#core/learning/training/open-train-step';
import { openTrainingLog, type LogEntry } from '#core/learning/training/training-log';
import { runTrainingLoop, type BatchSource } from '#core/learning/training/training-loop';
import { beginTraining, type TrainingState } from '#core/learning/training/training-state';
import { lossPresets, type LossWeights } from '#native-models/losses/total-loss';
import type { CameraFormation } from '#native-models/camera-formation';
import { buildTrainStepModel } from '#native-models/optimiser/train-step-model';
import { tileSide } from '#native-models/simulation/tile-geometry';
import {
  adaptationBatches,
  nextStepOf,
  termOf,
  type AdaptationTerm,
  type MeasuredKernels,
  type Objective,
} from './adaptation-batches.ts';
import { judgeModel } from './judge-model.ts';
import { sharpeningKernel, shrinkingKernel } from './phone.ts';
import { prepareAdaptation, type AdaptationMaterial, type PairToLearnFrom } from './prepare-adaptation.ts';
import type { Weights } from '#native-models/weights-file/safetensors';

export interface AdaptModelOptions {
  /** Where checkpoints and the log are kept; the same call with the same folder goes on where it was. */
  folder: string;
  pairs: readonly PairToLearnFrom[];
  base: LoadedModel;
  objective: Objective;
  /** How Eq. 7 shrinks: as the phone's camera was measured, or bicubic as published. */
  shrinking: 'measured' | 'bicubic';
  budget: TrainingBudget;
  seed: number;
  device: DeviceName;
  pixelLimit: number;
  programFolder: string;
  saveEverySeconds: number;
  /** Awaited between two steps: resolves when nothing else wants the device. */
  giveWay: () => Promise<void>;
  /** Told of every line of the log, the earlier ones of a resumed adaptation included. */
  follow?: (entry: LogEntry) => void;
  /** Told of the weights whenever they are saved. */
  showWeights?: (weights: LoadedModel['weights'], material: AdaptationMaterial) => Promise<void>;
  signal: AbortSignal;
  report: (fraction: number, label: Said) => void;
}

export interface AdaptedModel {
  readonly weights: LoadedModel['weights'];
  readonly judgement: Judgement;
  readonly material: AdaptationMaterial;
  readonly steps: number;
  readonly seconds: number;
  readonly device: DeviceName;
  /** Why it was not the device that was asked for; null when it was. */
  readonly deviceReason: string | null;
}

/**
 * Tunes a model to the phone that took the pairs, without a truth (SRA, Section 3.4 of the method), and judges what came of it. The two terms:
 * Eq. 7 on the photos as they are, and the phone's own tele photos, seen through its own wide camera as it was measured, whose truth is
 * known. The weights are drawn back towards the base. Killed at any moment, the same call goes on from the last checkpoint; with a budget of steps
 * the same options give the same weights. When the signal fires a checkpoint is saved and the signal's reason thrown. Throws what
 * `prepareAdaptation`, sessions and writing throw.
 */
export async function adaptModel(options: AdaptModelOptions): Promise<AdaptedModel> {
  const { base, folder, programFolder, report } = options;
  if (base.summary.variation !== null)
    throw new AppError('invalid-request', say('learning.base-is-variation', { id: base.summary.id }));
  await mkdir(folder, { recursive: true });
  const material = await prepareAdaptation({
    ...options,
    searchMargin: base.configuration.searchMargin,
    report: slice(0, shares.preparing, report),
  });
  const workers = openBatchWorkers({ programFolder, photos: { training: material.photos, validation: [] }, count: 1 });
  try {
    const shrinking = shrinkingOf(material.phone.formation);
    const batches = adaptationBatches({ ...options, ...material, batch, shrinking, workers });
    const training = await train(options, { material, batches, shrinking });
    const judgement = await judgeModel({
      base,
      candidate: { ...base, weights: training.state.average },
      places: material.judging,
      pairsKeptOut: material.used.filter(({ isKeptOut }) => isKeptOut).length,
      formation: material.phone.formation,
      device: training.device,
      openSession: openModelSession,
      giveWay: options.giveWay,
      signal: options.signal,
      report: slice(shares.preparing + shares.training, 1, report),
    });
    const { state, device, deviceReason } = training;
    return {
      weights: state.average,
      judgement,
      material,
      steps: state.step,
      seconds: state.seconds,
      device,
      deviceReason,
    };
  } finally {
    workers.close();
  }
}

/**
 * Eq. 7, at a quarter of its weight: its first term wants the wide photo's noise too, and the simulated term knows better. Alone the weight makes no
 * difference, as Adam's steps do not depend on it.
 */
const realLosses = scaled(lossPresets.adaptation, 0.25);
const batch = 8;
const peakRate = 2e-4;
/** Of the way back to the base, per step and unit of the learning rate. */
const pull = 2;
/** Of the whole progress. */
const shares = { preparing: 0.1, training: 0.82 };
/** Lines of the log: that many steps each, so that every line has as many of each term. */
const stepsPerLine = 8;

interface Trained {
  state: TrainingState;
  device: DeviceName;
  deviceReason: string | null;
}

async function train(
  options: AdaptModelOptions,
  { material, batches, shrinking }: { material: AdaptationMaterial; batches: BatchSource; shrinking: MeasuredKernels },
): Promise<Trained> {
  const { folder, base, budget, signal, giveWay, follow, objective } = options;
  const recorded = recordedOptions(options, material);
  const found = await readCheckpoint(folder);
  if (found !== null) requireSameOptions(folder, found.options, recorded);
  const state = found?.state ?? beginTraining(base.weights);
  let window: LossWindow = found?.window ?? emptyWindow();
  let savedAt = state.seconds;
  const log = await openTrainingLog(join(folder, 'log.ndjson'), found === null ? null : state.step);
  for (const entry of log.entries) follow?.(entry);
  const note = async (entry: LogEntry): Promise<void> => {
    await log.append(entry);
    follow?.(entry);
  };
  const save = async (): Promise<void> => {
    await saveCheckpoint(folder, { state, options: recorded, best: null, validatedAt: 0, window });
    savedAt = state.seconds;
    await options.showWeights?.(state.average, material);
  };
  const progress = (): number => progressOf(state, budget);
  const report = slice(shares.preparing, shares.preparing + shares.training, options.report);
  report(progress(), say('learning.preparing'));
  const steps = await openSteps(options, {
    batches,
    measured: { domain: material.phone.formation.domain, ...shrinking },
    state,
  });
  try {
    if (found === null) await options.showWeights?.(state.average, material);
    await runTrainingLoop({
      sessionOf: (step) => steps.sessionFor(termOf(objective, step)),
      state,
      batches,
      budget,
      peakRate,
      signal,
      afterStep: async (step) => {
        pullTowards(base.weights, state.parameters, pull * learningRateAt(progress(), peakRate));
        window = addToWindow(window, step);
        report(progress(), say('learning.step', { step: state.step }));
        if (window.steps >= stepsPerLine) {
          const line = summarise(window);
          window = emptyWindow();
          const { learningRate } = step;
          await note({ event: 'train', step: state.step, seconds: state.seconds, learningRate, ...line });
        }
        if (state.seconds - savedAt >= options.saveEverySeconds) await save();
        await giveWay();
      },
    });
    await save();
    return { state, device: steps.device, deviceReason: steps.deviceReason };
  } catch (error) {
    if (signal.aborted) await save();
    throw error;
  } finally {
    await Promise.all(steps.sessions.map((session) => session.close()));
  }
}

interface OpenedSteps {
  sessions: readonly ModelSession[];
  sessionFor: (term: AdaptationTerm) => ModelSession;
  device: DeviceName;
  deviceReason: string | null;
}

/** A train step for each term that the objective has, all on one device. */
async function openSteps(
  { objective, base, device, shrinking }: AdaptModelOptions,
  {
    batches,
    measured: { domain, kernel, sharpening },
    state,
  }: { batches: BatchSource; measured: MeasuredKernels & Pick<CameraFormation, 'domain'>; state: TrainingState },
): Promise<OpenedSteps> {
  const measured = { side: kernel.side, domain, sharpeningSide: sharpening?.side ?? null };
  const open = async (term: AdaptationTerm, on: DeviceName): ReturnType<typeof openTrainStep> =>
    openTrainStep({
      model: buildTrainStepModel({
        configuration: base.configuration,
        batch,
        side: tileSide,
        losses: term === 'simulated' ? 'l1' : realLosses,
        ...(term === 'real' && shrinking === 'measured' ? { shrinking: measured } : {}),
      }),
      device: on,
      weights: state.parameters,
      batch: () => batches.batchOf(nextStepOf(objective, term, state.step + 1)),
    });
  if (objective !== 'both') {
    const { session, reason } = await open(objective, device);
    return { sessions: [session], sessionFor: () => session, device: session.device, deviceReason: reason };
  }
  const simulated = await open('simulated', device);
  const real = await open('real', simulated.session.device);
  return {
    sessions: [simulated.session, real.session],
    sessionFor: (term) => (term === 'real' ? real.session : simulated.session),
    device: real.session.device,
    deviceReason: simulated.reason ?? real.reason,
  };
}

function shrinkingOf(formation: CameraFormation): MeasuredKernels {
  return { kernel: shrinkingKernel(formation.response), sharpening: sharpeningKernel(formation) };
}

/** What the checkpoint is compared with before it is gone on with. */
function recordedOptions(
  { base, objective, shrinking, budget, seed }: AdaptModelOptions,
  { used }: AdaptationMaterial,
): RecordedOptions {
  return {
    base: base.summary.sha256,
    objective,
    shrinking,
    steps: budget.steps ?? null,
    seconds: budget.seconds ?? null,
    seed,
    photos: fingerprint(used.map(({ wideId, teleId, isKeptOut }) => [wideId, teleId, isKeptOut])),
  };
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

function scaled(weights: LossWeights, by: number): LossWeights {
  return Object.fromEntries(Object.entries(weights).map(([term, weight]) => [term, weight * by]));
}

/**
 * Moves the parameters back towards where they began, in place: p ← p + share (base − p). Applied after every step it is a weight
 * decay towards the base (Li et al., 2018, "L2-SP", decoupled from the gradient as in AdamW), so that a few photos cannot carry the
 * network far off. Throws a RangeError when the two are not of one network.
 */
export function pullTowards(base: Weights, parameters: Weights, share: number): void {
  for (const [name, { data }] of parameters) {
    const from = base.get(name)?.data;
    if (from?.length !== data.length)
      throw new RangeError(`Expected ${data.length} values for "${name}", received ${from?.length ?? 'none'}`);
    for (let at = 0; at < data.length; at += 1) {
      const value = data[at] ?? 0;
      data[at] = value + share * ((from[at] ?? 0) - value);
    }
  }
}
