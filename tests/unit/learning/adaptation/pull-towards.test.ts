import { describe, expect, it } from 'vitest';
import { pullTowards } from '#core/learning/adaptation/adapt-model';
import type { Weights } from '#native-models/weights-file/safetensors';

function weights(...values: number[]): Weights {
  return new Map([['layer.weight', { shape: [values.length], data: Float32Array.from(values) }]]);
}

describe('the pull towards the base', () => {
  it('refuses weights of another network', () => {
    expect(() => pullTowards(weights(1), weights(1, 2), 0.5)).toThrow(RangeError);
    expect(() => pullTowards(new Map(), weights(1), 0.5)).toThrow(RangeError);
  });

  it('goes a share of the way, in place, and leaves the base', () => {
    const [base, parameters] = [weights(0, 4), weights(1, 2)];
    pullTowards(base, parameters, 0.25);
    expect(parameters).toEqual(weights(0.75, 2.5));
    expect(base).toEqual(weights(0, 4));
  });
});
