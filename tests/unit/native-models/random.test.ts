import { describe, expect, it } from 'vitest';
import { createRandom } from '#native-models/random';

const many = 20_000;

describe('seeded random numbers', () => {
  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(/at least one entry/);
  });

  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => Array.from({ length: 8 }, createRandom(seed).next);
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('gives forks a stream that later draws from the parent do not change', () => {
    const parent = createRandom(9);
    const before = parent.fork('trees').next();
    parent.next();
    expect(parent.fork('trees').next()).toBe(before);
    expect(parent.fork('houses').next()).not.toBe(before);
  });

  it('is uniform: mean 1/2, variance 1/12', () => {
    const { mean, variance } = momentsOf(createRandom(3).next);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws standard normal numbers', () => {
    const { mean, variance } = momentsOf(createRandom(4).normal);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('includes both ends of a whole range', () => {
    const random = createRandom(2);
    expect(new Set(Array.from({ length: 200 }, () => random.integer(2, 4)))).toEqual(new Set([2, 3, 4]));
  });
});

function momentsOf(next: () => number): { mean: number; variance: number } {
  const drawn = Array.from({ length: many }, next);
  const mean = drawn.reduce((sum, one) => sum + one, 0) / many;
  return { mean, variance: drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / many };
}
