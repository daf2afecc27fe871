import { pause } from '#core/ground/waiting/pause';
import type { ModelSession } from '#core/runtime/model-session';
import { learningRateAt, progressOf, type TrainingBudget } from './learning-rate.ts';
import { takeStep, type Feeds, type StepFigures } from './take-step.ts';
import type { TrainingState } from './training-state.ts';

/** Where the batches come from. */
export interface BatchSource {
  /** The batch of a step (1 for the first), by the names of the model's inputs. The same step gives the same batch. */
  batchOf(step: number): Promise<Feeds>;
}

/** What one step was. */
export interface StepReport {
  readonly figures: StepFigures;
  readonly learningRate: number;
  /** The whole step, and of it the waiting for its batch. */
  readonly seconds: number;
  readonly waitedSeconds: number;
}

export interface TrainingLoopOptions {
  /** Of a train-step model (native-models/optimiser), for each step (1 for the first): several share parameters and moments. */
  sessionOf: (step: number) => ModelSession;
  /** Changed in place. Between two steps, and after an error too, it is whole and can be saved. */
  state: TrainingState;
  batches: BatchSource;
  budget: TrainingBudget;
  peakRate: number;
  /** Called between two steps; whatever it does is a pause that costs nothing of the budget. */
  afterStep?: (report: StepReport) => Promise<void> | void;
  signal?: AbortSignal;
  /** A clock in milliseconds. */
  now?: () => number;
}

/**
 * Trains until the budget is spent, one cycle of the learning rate over the whole of it. Knows nothing of photos, files or
 * networks. Throws the signal's reason between two steps, and what the session, the batches or `afterStep` throw.
 */
export async function runTrainingLoop(options: TrainingLoopOptions): Promise<void> {
  const { sessionOf, state, batches, budget, peakRate, afterStep, signal, now = () => performance.now() } = options;
  for (let progress = progressOf(state, budget); progress < 1; progress = progressOf(state, budget)) {
    signal?.throwIfAborted();
    const started = now();
    const batch = await batches.batchOf(state.step + 1);
    const received = now();
    const learningRate = learningRateAt(progress, peakRate);
    const figures = await takeStep(sessionOf(state.step + 1), state, batch, learningRate);
    // A run blocks the thread: here batches, signals and timers get their turn.
    await pause();
    const seconds = (now() - started) / 1000;
    state.seconds += seconds;
    await afterStep?.({ figures, learningRate, seconds, waitedSeconds: (received - started) / 1000 });
  }
}
