import { expect, it } from 'vitest';
import { takeStep, wasTaken, type Feeds } from '#core/learning/training/take-step';
import { beginTraining } from '#core/learning/training/training-state';
import type { Weights } from '#native-models/weights-file/safetensors';

const one = (value: number): { data: Float32Array; shape: number[] } => ({ data: Float32Array.of(value), shape: [1] });

function sessionGiving(results: Feeds): Parameters<typeof takeStep>[0] {
  return { device: 'cpu', run: async () => results, close: async () => undefined };
}

const weights: Weights = new Map([
  ['slope', one(2)],
  ['offset', one(5)],
]);
/** What a step gives that trains the slope alone. */
const step: Feeds = {
  'updated.slope': one(3),
  'updated-first-moment.slope': one(0.1),
  'updated-second-moment.slope': one(0.01),
  loss: { data: Float32Array.of(0.5), shape: [] },
  'gradient-norm': { data: Float32Array.of(0.25), shape: [] },
};

it('leaves what the model does not give as it is', async () => {
  const state = beginTraining(weights);
  const figures = await takeStep(sessionGiving(step), state, {}, 1e-3);
  expect(figures).toEqual({ loss: 0.5, 'gradient-norm': 0.25 });
  expect(wasTaken(figures)).toBe(true);
  expect([state.parameters.get('slope')?.data[0], state.parameters.get('offset')?.data[0]]).toEqual([3, 5]);
  expect(state.firstMoments.get('offset')?.data[0]).toBe(0);
  expect(state).toMatchObject({ step: 1, updates: 1 });
});

it('refuses parameters of another size, and leaves the state as it was', async () => {
  const state = beginTraining(weights);
  const wrong = { ...step, 'updated.slope': { data: new Float32Array(2), shape: [2] } };
  await expect(takeStep(sessionGiving(wrong), state, {}, 1e-3)).rejects.toThrow(
    /1 values as 'updated.slope', received 2/,
  );
  expect(state).toMatchObject({ step: 0, updates: 0 });
  expect(state.parameters.get('slope')?.data[0]).toBe(2);
});
