import { describedFrequencies } from '../../dcsr/camera-description.ts';
import type { Tap } from './filter-plane.ts';

/** Angles that a gain is averaged over, in half a turn. */
const directions = 16;

/**
 * What is left of a wave at each of the described frequencies after filters of the 2x grid and then a sharpening of the wide,
 * averaged over directions: the product of the filters' own gains, as one response made of all of them would have it.
 */
export function gainsOfFilters(
  filters: readonly (readonly Tap[])[],
  sharpening: { readonly amount: number; readonly soft: readonly { place: number; weight: number }[] },
): number[] {
  return describedFrequencies.map((frequency) => {
    let sum = 0;
    for (let direction = 0; direction < directions; direction++) {
      const angle = (Math.PI * direction) / directions;
      const x = 2 * Math.PI * frequency * Math.cos(angle);
      const y = 2 * Math.PI * frequency * Math.sin(angle);
      let gain = 1;
      for (const taps of filters) gain *= gainOf(taps, x, y);
      // A step on the wide is two of the 2x grid.
      const soft = waveOf(sharpening.soft, 2 * x) * waveOf(sharpening.soft, 2 * y);
      sum += gain * Math.abs(1 + sharpening.amount * (1 - soft));
    }
    return sum / directions;
  });
}

function gainOf(taps: readonly Tap[], x: number, y: number): number {
  let real = 0;
  let imaginary = 0;
  for (const { right, down, weight } of taps) {
    const phase = x * right + y * down;
    real += weight * Math.cos(phase);
    imaginary += weight * Math.sin(phase);
  }
  return Math.hypot(real, imaginary);
}

/** Of a line that is the same to both sides. */
function waveOf(line: readonly { place: number; weight: number }[], step: number): number {
  return line.reduce((sum, { place, weight }) => sum + weight * Math.cos(step * place), 0);
}
