import { join, basename, resolve } from 'node:path';
import type { DeviceName } from '#contract/models';
import { drawSvg } from '#core/photos/previews/draw-svg';
import { type ConfigurationName, type VariationName, graphVersion } from '#native-models/dcsr/network';
import { saveCheckpoint, type CheckpointFacts } from './checkpoint.ts';
import { drawChart } from './draw-chart.ts';
import { learningCurve } from './learning-curve.ts';
import { addToWindow, emptyWindow, summarise } from './loss-window.ts';
import type { TrainingLog } from './training-log.ts';
import type { StepReport } from './training-loop.ts';
import type { TrainingState } from './training-state.ts';
import { overallGain, type ValidationGains } from './validation.ts';
import { createHash } from 'node:crypto';
import { writeWhole } from '#core/ground/disk/write-whole';
import { manifestFile, weightsFile, type ModelManifest } from '#core/models/model-manifest';
import { writeJson } from '#core/ground/disk/json-file';
import { writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';

/** Keeps what a training leaves in its folder: log, checkpoint, model, best weights, curve. */
export interface TrainingRecords {
  /** Notes that a run began, unless there is nothing left to do. */
  begin(facts: RunFacts): Promise<void>;
  /** Notes a step; writes, saves and measures when it is time to. */
  afterStep(report: StepReport): Promise<void>;
  /** Measures and notes the averaged weights, and keeps them when they are the best so far. Once per step. */
  validate(): Promise<void>;
  /** Brings everything to disk. A training goes on from here. */
  save(): Promise<void>;
  /** What is left to write when the budget is spent. */
  finish(): Promise<void>;
  readonly best: CheckpointFacts['best'];
}

/** What a run trains on. */
export interface RunFacts {
  device: DeviceName;
  deviceReason: string;
  trainingPhotos: number;
  validationPhotos: number;
}

export interface TrainingRecordsOptions {
  folder: string;
  configuration: ConfigurationName;
  variation: VariationName | null;
  state: TrainingState;
  facts: CheckpointFacts;
  log: TrainingLog;
  measure: () => Promise<ValidationGains>;
  /** A line of the log is written after so many steps or so many seconds of training, whatever comes first. */
  logEvery: { steps: number; seconds: number };
  saveEverySeconds: number;
  validateEverySeconds: number;
}

/** The records of a training that begins, or goes on, with `state` and `facts`. */
export function openTrainingRecords(options: TrainingRecordsOptions): TrainingRecords {
  const { folder, configuration, variation, state, log, measure, logEvery } = options;
  let { window, best, validatedAt } = options.facts;
  let savedAt = state.seconds;

  const place = (): { step: number; seconds: number } => ({ step: state.step, seconds: rounded(state.seconds) });

  async function writeLine(learningRate: number): Promise<void> {
    const summary = summarise(window);
    window = emptyWindow();
    await log.append({ event: 'train', ...place(), learningRate: Number(learningRate.toPrecision(6)), ...summary });
  }

  async function validate(): Promise<void> {
    if (lastValidation(log)?.step === state.step) return;
    const gain = await measure();
    await log.append({ event: 'validation', ...place(), gain });
    validatedAt = state.seconds;
    const overall = overallGain(gain);
    if (best !== null && !(overall > best.gain)) return;
    best = { step: state.step, gain: Number(overall.toFixed(4)) };
    await writeBestWeights(folder, { configuration, variation, weights: state.average, steps: state.step });
  }

  async function save(): Promise<void> {
    await saveCheckpoint(folder, { state, options: options.facts.options, best, validatedAt, window });
    savedAt = state.seconds;
    await writeModelFolder(folder, { configuration, variation, weights: state.average, steps: state.step });
    const title = `Training of ${configuration}${variation === null ? '' : ` (${variation})`}`;
    await drawSvg(join(folder, 'curve.png'), drawChart(learningCurve(title, log.entries)));
  }

  const isAtEnd = (): boolean => log.entries.at(-1)?.event === 'end';

  return {
    async begin(facts) {
      if (isAtEnd()) return;
      await log.append({ event: 'start', ...place(), ...facts, options: options.facts.options });
    },
    async afterStep(report) {
      window = addToWindow(window, report);
      if (window.steps >= logEvery.steps || window.seconds >= logEvery.seconds) await writeLine(report.learningRate);
      const isTimeToMeasure = state.seconds - validatedAt >= options.validateEverySeconds;
      if (isTimeToMeasure) await validate();
      if (isTimeToMeasure || state.seconds - savedAt >= options.saveEverySeconds) await save();
    },
    validate,
    save,
    async finish() {
      if (isAtEnd()) return;
      await validate();
      await log.append({ event: 'end', ...place() });
      await save();
    },
    get best() {
      return best;
    },
  };
}

/** What the last validation measured; null before the first. */
export function lastGainIn(log: TrainingLog): ValidationGains | null {
  return lastValidation(log)?.gain ?? null;
}

function lastValidation(log: TrainingLog): { step: number; gain: ValidationGains } | undefined {
  return log.entries.findLast((entry) => entry.event === 'validation');
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(2));
}

interface TrainedModel {
  configuration: ConfigurationName;
  variation: VariationName | null;
  weights: Weights;
  steps: number;
}

/** Makes the folder a model that can be chosen: `weights.safetensors`, and the manifest that speaks of it. */
async function writeModelFolder(folder: string, model: TrainedModel): Promise<void> {
  const { configuration, variation, weights, steps } = model;
  const bytes = weightsBytes(model);
  await replaceFile(join(folder, weightsFile), bytes);
  const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  const what = variation === null ? configuration : `${configuration} (${variation})`;
  const manifest: ModelManifest = {
    name: `${what}, ${steps.toLocaleString('en-GB')} steps`,
    configuration,
    variation,
    description: {
      raw: `The network ${what} after ${steps.toLocaleString('en-GB')} steps of training on simulated pairs.`,
    },
    parameters,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    graphVersion,
  };
  await writeJson(join(folder, manifestFile), { id: basename(resolve(folder)), ...manifest, steps });
}

/** The weights that did best in validation, kept beside the last ones. */
async function writeBestWeights(folder: string, model: TrainedModel): Promise<void> {
  await replaceFile(join(folder, 'best.safetensors'), weightsBytes(model));
}

function weightsBytes({ configuration, weights, steps }: TrainedModel): Uint8Array {
  return writeSafetensors(weights, { configuration, steps: String(steps) });
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(path, bytes);
}
