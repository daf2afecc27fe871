import { AppError, saidBy } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { serveProgram } from '#core/ground/programs/serve-program';
import { lacksHalfPrecision } from './classify-runtime-error.ts';
import { openModelSession } from './model-session.ts';
import type { PrecisionResult } from './precision-result.ts';
import { tryPrecision, type PrecisionTrial } from './precision-trial.ts';
import type { TrialResult } from './trial-result.ts';
import { makeTrial, type Trial } from './trial-model.ts';

/** Half precision keeps about three digits of sums of this length. */
const tolerance = 0.02;

/** A program of its own: tries devices. It may crash or hang with the driver, which is why it is a process. */
const work = {
  device: (name: DeviceName): Promise<TrialResult> =>
    tryDevice(name).catch((error: unknown) => ({ problem: problemOf(error), milliseconds: null })),
  precision: ({ name, trial }: { name: DeviceName; trial: PrecisionTrial }): Promise<PrecisionResult> =>
    tryPrecision(name, trial).catch((error: unknown) => ({
      problem: lacksHalfPrecision(error) ? say('enhancing.no-half') : problemOf(error),
      levelsApart: null,
      milliseconds: null,
    })),
};
export type TrialWork = typeof work;

serveProgram(work);

async function tryDevice(name: DeviceName): Promise<TrialResult> {
  const trial = makeTrial();
  const session = await openModelSession(trial.model, name);
  // The first run compiles; the second tells how fast the device is.
  await session.run(trial.feeds);
  const started = performance.now();
  const results = await session.run(trial.feeds);
  const milliseconds = performance.now() - started;
  await session.close();
  const error = largestError(trial, results[trial.output]?.data ?? new Float32Array());
  const problem = error < tolerance ? null : say('enhancing.wrong-answer', { error });
  return { problem, milliseconds };
}

function problemOf(error: unknown): Said {
  if (error instanceof AppError && error.code === 'device-unavailable') return say('enhancing.no-card');
  return saidBy(error);
}

/** Relative to the size of a typical answer; infinite when there is none. */
function largestError({ expected }: Trial, received: Float32Array): number {
  if (received.length !== expected.length) return Infinity;
  const typical = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length);
  const errors = expected.map((value, index) => Math.abs(value - (received[index] ?? NaN)) / typical);
  return errors.some(Number.isNaN) ? Infinity : Math.max(...errors);
}
