import { describe, expect, it } from 'vitest';
import { learningRateAt, progressOf } from '#core/learning/training/learning-rate';

describe('progressOf', () => {
  it('never ends without a limit', () => expect(progressOf({ step: 1e9, seconds: 1e9 }, {})).toBe(0));

  it.each([
    [{ steps: 200 }, 0.25],
    [{ seconds: 100 }, 0.1],
    [{ steps: 200, seconds: 20 }, 0.5],
    [{ steps: 40 }, 1],
  ])('of %j', (budget, expected) => expect(progressOf({ step: 50, seconds: 10 }, budget)).toBe(expected));
});

describe('learningRateAt', () => {
  it('begins and ends at a thousandth of the peak', () => {
    expect(learningRateAt(0, 2)).toBeCloseTo(0.002, 12);
    expect(learningRateAt(1, 2)).toBeCloseTo(0.002, 12);
  });

  it('rises straight for 4 %, stands at the peak there, and is half of it midway down', () => {
    expect(learningRateAt(0.01, 2)).toBeCloseTo(0.5, 12);
    expect(learningRateAt(0.03, 2)).toBeCloseTo(1.5, 12);
    expect(learningRateAt(0.04, 2)).toBeCloseTo(2, 12);
    expect(learningRateAt(0.52, 2)).toBeCloseTo(1, 12);
  });

  it('only falls after the peak', () => {
    const rates = Array.from({ length: 94 }, (_, index) => learningRateAt(0.04 + index / 100, 1));
    for (const [index, rate] of rates.slice(1).entries()) expect(rate).toBeLessThan(rates[index] ?? 0);
  });
});
