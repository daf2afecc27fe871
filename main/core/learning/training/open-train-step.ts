import { AppError } from '#contract/errors';
import type { DeviceName } from '#contract/models';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { takeStep, type Feeds } from './take-step.ts';
import { beginTraining } from './training-state.ts';
import type { Weights } from '#native-models/weights-file/safetensors';

export interface OpenTrainStepOptions {
  /** The bytes of a train-step model. */
  model: Uint8Array;
  device: DeviceName;
  /** A step is tried with these; nothing of it is kept. */
  weights: Weights;
  batch: () => Promise<Feeds>;
  openSession?: typeof openModelSession;
}

/**
 * Opens a train-step model on the device. A device that enlarges photos need not be able to train: one step is tried, and where
 * it fails, or gives numbers that are not finite, the processor takes over and `reason` says why. Throws what the processor throws.
 */
export async function openTrainStep(
  options: OpenTrainStepOptions,
): Promise<{ session: ModelSession; reason: string | null }> {
  const { model, device, weights, batch, openSession = openModelSession } = options;
  if (device === 'cpu') return { session: await openSession(model, 'cpu'), reason: null };
  const feeds = await batch();
  const opened = await openSession(model, device).catch(problemOf);
  const problem = typeof opened === 'string' ? opened : await tryStep(opened, weights, feeds);
  if (problem === null && typeof opened !== 'string') return { session: opened, reason: null };
  if (typeof opened !== 'string') await opened.close();
  return {
    session: await openSession(model, 'cpu'),
    reason: `The processor trains, as ${device} cannot run a step of training: ${problem ?? ''}`,
  };
}

/** What is wrong with a step on the device; null when nothing is. */
async function tryStep(session: ModelSession, weights: Weights, feeds: Feeds): Promise<string | null> {
  const figures = await takeStep(session, beginTraining(weights), feeds, 1e-6).catch(problemOf);
  if (typeof figures === 'string') return figures;
  return Object.values(figures).every(Number.isFinite) ? null : 'its numbers are not finite';
}

function problemOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}
