import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { learningRateAt } from '#core/learning/training/learning-rate';
import { runTrainingLoop, type BatchSource, type StepReport } from '#core/learning/training/training-loop';
import { beginTraining, type TrainingState } from '#core/learning/training/training-state';
import { fitLine, lineFitModel, linePoints, lineWeights } from './support/line-fit.ts';

let session: ModelSession;
beforeAll(async () => {
  session = await openModelSession(lineFitModel(), 'cpu');
});
afterAll(() => session.close());

const batches: BatchSource = { batchOf: async (step) => linePoints(step) };
const peakRate = 0.1;

function valueOf(state: TrainingState, name: string): number {
  return state.parameters.get(name)?.data[0] ?? Number.NaN;
}

describe('runTrainingLoop', () => {
  it('leaves the state alone when a model does not give what a step must give', async () => {
    const mute: ModelSession = { device: 'cpu', run: async () => ({}), close: async () => undefined };
    const state = beginTraining(lineWeights(1, 2));
    const loop = runTrainingLoop({ sessionOf: () => mute, state, batches, budget: { steps: 3 }, peakRate });
    await expect(loop).rejects.toThrow(/'updated\.slope'.*none/);
    expect(state).toEqual(beginTraining(lineWeights(1, 2)));
  });

  it('passes on why a batch could not be had, the steps before it kept', async () => {
    const state = beginTraining(lineWeights(0, 0));
    const failing: BatchSource = {
      batchOf: async (step) => {
        if (step === 3) throw new Error('no more photos');
        return linePoints(step);
      },
    };
    const loop = runTrainingLoop({ sessionOf: () => session, state, batches: failing, budget: { steps: 9 }, peakRate });
    await expect(loop).rejects.toThrow('no more photos');
    expect(state.step).toBe(2);
  });

  it('stops between two steps when the signal fires, with a whole state', async () => {
    const controller = new AbortController();
    const state = beginTraining(lineWeights(0, 0));
    const loop = runTrainingLoop({
      sessionOf: () => session,
      state,
      batches,
      budget: { steps: 100 },
      peakRate,
      signal: controller.signal,
      afterStep: () => {
        if (state.step === 5) controller.abort();
      },
    });
    await expect(loop).rejects.toMatchObject({ name: 'AbortError' });
    expect(state).toMatchObject({ step: 5, updates: 5 });
  });

  it('trains as Adam does in double precision', async () => {
    const state = beginTraining(lineWeights(0, 0));
    const losses: number[] = [];
    const steps = 60;
    await runTrainingLoop({
      sessionOf: () => session,
      state,
      batches,
      budget: { steps },
      peakRate,
      afterStep: ({ figures }) => void losses.push(figures.loss ?? Number.NaN),
    });
    const expected = fitLine(steps, (step) => learningRateAt((step - 1) / steps, peakRate));
    expect(valueOf(state, 'slope')).toBeCloseTo(expected.slope, 4);
    expect(valueOf(state, 'offset')).toBeCloseTo(expected.offset, 4);
    for (const [index, loss] of expected.losses.entries()) expect(losses[index]).toBeCloseTo(loss, 4);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 10);
  });

  it('gives the same whether it stopped on the way or not', async () => {
    const through = beginTraining(lineWeights(0, 0));
    await runTrainingLoop({ sessionOf: () => session, state: through, batches, budget: { steps: 20 }, peakRate });
    const stopped = beginTraining(lineWeights(0, 0));
    const controller = new AbortController();
    const options = { sessionOf: () => session, state: stopped, batches, budget: { steps: 20 }, peakRate };
    await runTrainingLoop({
      ...options,
      signal: controller.signal,
      afterStep: () => {
        if (stopped.step === 7) controller.abort();
      },
    }).catch(() => undefined);
    expect(stopped.step).toBe(7);
    await runTrainingLoop(options);
    expect({ ...stopped, seconds: 0 }).toEqual({ ...through, seconds: 0 });
  });

  it('counts waiting and steps, not pauses, and ends when the seconds are spent', async () => {
    let clock = 0;
    const reports: StepReport[] = [];
    const slow: ModelSession = {
      ...session,
      run: async (feeds) => {
        clock += 1500;
        return session.run(feeds);
      },
    };
    const late: BatchSource = {
      batchOf: async (step) => {
        clock += 500;
        return linePoints(step);
      },
    };
    const state = beginTraining(lineWeights(0, 0));
    await runTrainingLoop({
      sessionOf: () => slow,
      state,
      batches: late,
      budget: { seconds: 9 },
      peakRate,
      now: () => clock,
      afterStep: (report) => {
        reports.push(report);
        clock += 60_000;
      },
    });
    expect(state).toMatchObject({ step: 5, seconds: 10 });
    expect(reports.map(({ seconds, waitedSeconds }) => [seconds, waitedSeconds])).toEqual(Array(5).fill([2, 0.5]));
    expect(reports.map(({ learningRate }) => learningRate)).toEqual(
      [0, 2, 4, 6, 8].map((seconds) => learningRateAt(seconds / 9, peakRate)),
    );
  });

  it('does not count a step whose gradient is not finite as an update', async () => {
    const broken: ModelSession = {
      ...session,
      run: async (feeds) => {
        const results = await session.run(feeds);
        if (feeds.step?.data[0] !== 3) return results;
        const { slope, offset } = feeds;
        const nothing = { data: Float32Array.of(Number.NaN), shape: [1] };
        if (slope === undefined || offset === undefined) throw new Error('Expected parameters');
        isBroken = !isBroken;
        return isBroken
          ? { ...results, 'updated.slope': slope, 'updated.offset': offset, 'gradient-norm': nothing }
          : results;
      },
    };
    let isBroken = false;
    const state = beginTraining(lineWeights(0, 0));
    await runTrainingLoop({ sessionOf: () => broken, state, batches, budget: { steps: 6 }, peakRate });
    expect(state).toMatchObject({ step: 6, updates: 5 });
  });
});
