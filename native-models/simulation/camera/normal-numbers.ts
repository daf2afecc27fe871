import { createRandom, type Random } from '../../random.ts';

const count = 1 << 14;

/** Draws of a standard normal, moved and scaled so that their mean is 0 and their variance 1 exactly. */
const values = tabulate();

/** Fills with independent numbers that are standard normal up to 3.8 deviations: much faster than `random.normal`. */
export function fillNormal(target: Float32Array, random: Random): void {
  for (let at = 0; at < target.length; at++) target[at] = values[(random.next() * count) | 0] ?? 0;
}

function tabulate(): Float32Array {
  const random = createRandom(1);
  const drawn = Float64Array.from({ length: count }, random.normal);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  return Float32Array.from(drawn, (value) => (value - mean) / deviation);
}
