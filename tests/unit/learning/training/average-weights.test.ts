import { expect, it } from 'vitest';
import { updateAverage } from '#core/learning/training/take-step';
import type { Weights } from '#native-models/weights-file/safetensors';

const weights = (...values: number[]): Weights =>
  new Map([['kernel', { shape: [values.length], data: Float32Array.from(values) }]]);

it('refuses parameters of another size', () => {
  expect(() => updateAverage(weights(1, 2), weights(1), 1)).toThrow(/2 values for "kernel", received 1/);
  expect(() => updateAverage(weights(1, 2), new Map(), 1)).toThrow(/received none/);
});

it('follows quickly at first', () => {
  const average = weights(0, 10);
  updateAverage(average, weights(11, 10), 1);
  const [moved, still] = average.get('kernel')?.data ?? [];
  expect(moved).toBeCloseTo(11 * (1 - 2 / 11), 5);
  expect(still).toBe(10);
});

it('forgets by a thousandth of the distance per step later', () => {
  const average = weights(0);
  for (let step = 100_000; step < 101_000; step += 1) updateAverage(average, weights(1), step);
  expect(average.get('kernel')?.data[0]).toBeCloseTo(1 - 0.999 ** 1000, 4);
});
