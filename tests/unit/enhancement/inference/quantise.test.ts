import { describe, expect, it } from 'vitest';
import { quantise } from '#core/enhancement/inference/quantise';

describe('quantise', () => {
  it.each([
    [8, 255],
    [16, 65535],
  ] as const)('clamps to the range of %d bits, and makes black of what is no number', (depth, white) => {
    const values = Float32Array.of(-0.01, -Infinity, NaN, 1.001, 40, Infinity);
    expect([...quantise(values, depth)]).toEqual([0, 0, 0, white, white, white]);
  });

  it('gives the type of its depth, as long as the values, and leaves them alone', () => {
    const values = Float32Array.of(2, 0.5, -1);
    expect(quantise(values, 8)).toBeInstanceOf(Uint8Array);
    expect(quantise(values, 16)).toBeInstanceOf(Uint16Array);
    expect(quantise(values, 16)).toHaveLength(3);
    expect([...values]).toEqual([2, 0.5, -1]);
    expect(quantise(new Float32Array(), 8)).toHaveLength(0);
  });

  it('rounds to the nearest', () => {
    const values = [0.49, 0.51, 99.49, 99.51, 254.49, 254.51];
    expect([
      ...quantise(
        Float32Array.from(values, (value) => value / 255),
        8,
      ),
    ]).toEqual([0, 1, 99, 100, 254, 255]);
    expect([
      ...quantise(
        Float32Array.from(values, (value) => value / 65535),
        16,
      ),
    ]).toEqual([0, 1, 99, 100, 254, 255]);
  });

  it.each([
    [8, 255],
    [16, 65535],
  ] as const)('gives back every number of %d bits', (depth, white) => {
    const numbers = Array.from({ length: white + 1 }, (_, number) => number);
    const found = quantise(
      Float32Array.from(numbers, (number) => number / white),
      depth,
    );
    expect(found.every((number, index) => number === index)).toBe(true);
  });
});
