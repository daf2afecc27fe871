/**
 * A camera's impulse response on the 2x grid: `size` x `size` weights, `size` odd, row by row, their sum about 1. With r = (size - 1) / 2,
 * wide(x, y) = sum over i, j of values[(j + r) size + i + r] fine(2x + i, 2y + j). A wide pixel's centre lies between the fine pixels 2x and
 * 2x + 1, so the response of a camera without shift is centred at (0.5, 0.5).
 */
export interface CameraResponse {
  readonly size: number;
  readonly values: ArrayLike<number>;
}

/** Cycles per pixel of the 2x grid; the last one is the highest frequency that the wide photo itself can hold. */
export const describedFrequencies = [1 / 16, 1 / 8, 3 / 16, 1 / 4] as const;

/** Over half a turn; the other half is the same. */
const directions = 16;

/**
 * |K(f)| at each of `describedFrequencies`, averaged over directions: K(f) = sum over i, j of k(i, j) exp(-2 pi f (i cos a + j sin a) sqrt(-1)),
 * for angles a of 0, 1/16, 2/16 ... of half a turn. Where the response is centred makes no difference.
 */
export function gainsOf({ size, values }: CameraResponse): number[] {
  if (size % 2 !== 1 || values.length !== size * size)
    throw new RangeError(
      `Expected an odd size and its square in values, received ${size} with ${values.length} values`,
    );
  return describedFrequencies.map((frequency) => {
    let sum = 0;
    for (let direction = 0; direction < directions; direction += 1)
      sum += gainAt(size, values, frequency, (Math.PI * direction) / directions);
    return sum / directions;
  });
}

function gainAt(size: number, values: ArrayLike<number>, frequency: number, angle: number): number {
  const [stepX, stepY] = [2 * Math.PI * frequency * Math.cos(angle), 2 * Math.PI * frequency * Math.sin(angle)];
  let real = 0;
  let imaginary = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const value = values[row * size + column] ?? 0;
      const phase = stepX * column + stepY * row;
      real += value * Math.cos(phase);
      imaginary += value * Math.sin(phase);
    }
  }
  return Math.hypot(real, imaginary);
}
