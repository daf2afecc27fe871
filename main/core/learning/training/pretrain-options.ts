import type { Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { variationNames, type ConfigurationName, type VariationName } from '#native-models/dcsr/network';
import { lossPresets, type LossPreset } from '#native-models/losses/total-loss';
import { trainedParts, type TrainedPart } from '#native-models/optimiser/train-step-model';
import type { NamedWeights } from './start-weights.ts';
import type { TrainingBudget } from './learning-rate.ts';
import type { RecordedOptions } from './training-options.ts';
import type { ValidationGains } from './validation.ts';

export interface PretrainOptions {
  configuration: ConfigurationName;
  variation: VariationName | null;
  losses: LossPreset;
  part: TrainedPart;
  photoFolders: readonly string[];
  /** How many photos are invented besides. */
  synthetic: number;
  /** Without limits only the contact sheet is drawn. */
  budget: TrainingBudget;
  /** Where everything is left that the training makes. A training that is there already goes on. */
  folder: string;
  /** What to begin from; null begins from nothing. */
  from: NamedWeights | null;
  seed: number;
  /** Pairs per step. */
  batch: number;
  /** The learning rate's peak. */
  peakRate: number;
  device: { device: DeviceName; reason: Said };
  validationPairs: number;
  saveEverySeconds: number;
  validateEverySeconds: number;
  contactSheet: string | null;
  /** Where the built program `training-worker.js` lies. */
  programFolder: string;
  signal: AbortSignal;
  report: (fraction: number, label: string) => void;
  /** Told of everything that is passed over or not as asked for. */
  warn: (message: string) => void;
}

/** What can be trained. */
export const configurationNames = ['fast', 'paper'] as const satisfies readonly ConfigurationName[];
export { trainedParts, variationNames };

/** All losses of the paper, or the plain L1 of its "-l1" rows. */
export const lossChoices = Object.keys(lossPresets) as LossPreset[];

export interface PretrainResult {
  ended: 'finished' | 'interrupted';
  folder: string;
  configuration: ConfigurationName;
  variation: VariationName | null;
  device: DeviceName;
  deviceReason: string;
  trainingPhotos: number;
  validationPhotos: number;
  steps: number;
  /** Of training, over all runs, pauses left out. */
  seconds: number;
  stepsPerSecond: number;
  /** The share of this run's training time in which it waited for data; null when no step was taken. */
  waiting: number | null;
  /** The last validation, in dB over bicubic. */
  gain: ValidationGains | null;
  /** The best averaged weights, by the mean gain over all cases in dB. */
  best: { step: number; gain: number } | null;
}

/** The options that must stay for a training to go on, by the names that a person knows. */
export function recordedOptions({ budget, from, ...options }: PretrainOptions): RecordedOptions {
  return {
    configuration: options.configuration,
    variation: options.variation,
    losses: options.losses,
    part: options.part,
    'synthetic photos': options.synthetic,
    steps: budget.steps ?? null,
    minutes: budget.seconds === undefined ? null : budget.seconds / 60,
    from: from?.name ?? null,
    seed: options.seed,
    batch: options.batch,
    rate: options.peakRate,
    'validation pairs': options.validationPairs,
  };
}
