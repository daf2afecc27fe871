/** How many numbers tell the network of the wide camera. */
export const cameraDescriptionLength = 5;

/** What the network is told when nothing is known: the middle of what was trained with. A fresh copy for whoever keeps it. */
export const unknownCamera: Float32Array = new Float32Array(cameraDescriptionLength);

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

/**
 * The middle and the spread of each number over the cameras that are simulated: shrunk without blur, gains 0.99, 0.96, 0.87, 0.73 (mean of
 * three filters); blurred by a Gaussian of sigma 2.4, gains 0.64, 0.17, 0.02, 0.00; blurred and then sharpened, gains up to 1.9, 1.7, 1.0,
 * 0.9; noise of 0 to 0.02.
 */
const gainScales = [
  { middle: 1, spread: 0.25 },
  { middle: 0.8, spread: 0.27 },
  { middle: 0.55, spread: 0.3 },
  { middle: 0.35, spread: 0.3 },
] as const;
const noiseScale = { middle: 0.005, spread: 0.005 } as const;

/** Numbers are kept within this many spreads, so that a camera like no other is still one the network can take. */
const furthest = 3;

/** Over half a turn; the other half is the same. */
const directions = 16;

/**
 * The five numbers that the network gets: the response's gain at four frequencies, then the noise, each as (value - middle) / spread
 * within -3 and 3, so that 0 stands for the middle. `noise` is the standard deviation of the wide's luma (BT.601, 0 to 1 as encoded);
 * noise that is independent in red, green and blue has 0.669 of its deviation there. Throws a RangeError for a response whose
 * size is even or does not fit its values, and for numbers that are not finite.
 */
export function describeCamera(response: CameraResponse, noise: number): Float32Array {
  return describeGains(gainsOf(response), noise);
}

/** The same for a camera whose gains at `describedFrequencies` are known. */
export function describeGains(gains: readonly number[], noise: number): Float32Array {
  if (gains.length !== gainScales.length || ![...gains, noise].every(Number.isFinite))
    throw new RangeError(`Expected ${gainScales.length} gains and a noise, received ${gains.join(', ')} and ${noise}`);
  const scaled = gainScales.map((scale, index) => scaledBy(scale, gains[index] ?? 0));
  return Float32Array.from([...scaled, scaledBy(noiseScale, noise)]);
}

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

function scaledBy({ middle, spread }: { middle: number; spread: number }, value: number): number {
  return Math.min(furthest, Math.max(-furthest, (value - middle) / spread));
}
