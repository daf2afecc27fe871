import { say } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { openModelSession, type ModelSession, type TensorValue } from './model-session.ts';
import type { PrecisionResult } from './precision-result.ts';

/** One network in both precisions, and something to run it on. */
export interface PrecisionTrial {
  /** ONNX models with the same inputs and outputs. */
  full: Uint8Array;
  half: Uint8Array;
  feeds: Readonly<Record<string, TensorValue>>;
  /** The output that is compared: a picture, 0 to 1. */
  output: string;
}

/**
 * The furthest that a trial's picture may be from the processor's, in levels of 255. Photos hold places up to three times as far from it as
 * the trial does (decision 15), and devices may differ by one level.
 */
export const trialTolerance = 0.3;

/** Runs are this often timed, and the fastest counts: others may use the device too. */
const timedRuns = 3;

/** Tries half precision on `device` against full precision on the processor, and times both on the device. Throws what a session throws. */
export async function tryPrecision(
  device: DeviceName,
  trial: PrecisionTrial,
  openSession: typeof openModelSession = openModelSession,
): Promise<PrecisionResult> {
  const run = async <Result>(
    model: Uint8Array,
    where: DeviceName,
    use: (session: ModelSession, picture: Float32Array) => Promise<Result>,
  ): Promise<Result> => {
    const session = await openSession(model, where);
    try {
      // The first run compiles.
      const results = await session.run(trial.feeds);
      return await use(session, results[trial.output]?.data ?? new Float32Array());
    } finally {
      await session.close();
    }
  };
  const timed = async (session: ModelSession): Promise<number> => {
    const times: number[] = [];
    for (let index = 0; index < timedRuns; index += 1) {
      const started = performance.now();
      await session.run(trial.feeds);
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  };
  const half = await run(trial.half, device, async (session, picture) => ({ picture, time: await timed(session) }));
  const expected = await run(trial.full, 'cpu', (_, picture) => Promise.resolve(picture));
  const levelsApart = mostApart(expected, half.picture);
  if (levelsApart === null) return { problem: say('enhancing.no-picture'), levelsApart, milliseconds: null };
  if (levelsApart > trialTolerance) {
    const problem = say('enhancing.picture-off', { levels: levelsApart });
    return { problem, levelsApart, milliseconds: null };
  }
  const full = await run(trial.full, device, timed);
  return { problem: null, levelsApart, milliseconds: { full, half: half.time } };
}

/** In levels of 255; null when the pictures cannot be compared. */
function mostApart(expected: Float32Array, received: Float32Array): number | null {
  if (received.length !== expected.length || expected.length === 0) return null;
  let most = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const apart = Math.abs((expected[index] ?? 0) - (received[index] ?? NaN));
    if (Number.isNaN(apart)) return null;
    most = Math.max(most, apart);
  }
  return 255 * most;
}
