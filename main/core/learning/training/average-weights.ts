import type { Weights } from '#native-models/weights-file/safetensors';

const decay = 0.999;

/**
 * Moves the average towards the parameters, in place: a ← a + (1 - d)(p - a) with d = min(0.999, (1 + n) / (10 + n)) after
 * n steps, so that the first values, which are none, are soon forgotten.
 */
export function updateAverage(average: Weights, parameters: Weights, step: number): void {
  const share = 1 - Math.min(decay, (1 + step) / (10 + step));
  for (const [name, { data }] of average) {
    const current = parameters.get(name)?.data;
    if (current?.length !== data.length)
      throw new RangeError(`Expected ${data.length} values for "${name}", received ${current?.length ?? 'none'}`);
    for (let index = 0; index < data.length; index += 1) {
      const value = data[index] ?? 0;
      data[index] = value + share * ((current[index] ?? 0) - value);
    }
  }
}
