import { describe, expect, it } from 'vitest';
import { input } from '#native-models/graph/expression';
import { seenByCamera } from '#native-models/layers/camera-view';
import { convolution } from '#native-models/layers/convolution';
import { enlargeBicubic, enlargeBilinear } from '#native-models/layers/enlargement';
import { smoothed, windowMean } from '#native-models/layers/window-filters';
import { rowChunks } from '#native-models/layers/feature-matching';
import { seeThroughCamera } from '#core/pairs/camera/wide-camera';
import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { gradientError } from './support/gradients.ts';
import { at, crop, evaluateOne, largestDifference, randomValues, tabulate, type Values } from './support/run-graph.ts';

const clamp = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));

describe('convolution', () => {
  it.each([6, 9, 18, 69])('refuses %i input channels, which WebGPU gets wrong', (channels) => {
    const data = input('data', [1, channels, 8, 8]);
    expect(() => convolution(data, { name: 'odd', outputs: 4 })).toThrow(
      `for "odd" that are no multiple of 3, or one of 12, received ${channels}`,
    );
  });

  it.each([3, 4, 12, 46, 60])('takes %i', (channels) => {
    expect(convolution(input('data', [1, channels, 8, 8]), { name: 'even', outputs: 4 }).shape).toEqual([1, 4, 8, 8]);
  });
});

describe('enlargement', () => {
  const image = randomValues(4, [2, 3, 6, 5]);
  const enlarged = (kernel: (distance: number) => number, reach: number): Values =>
    tabulate([2, 3, 12, 10], ([b = 0, c = 0, y = 0, x = 0]) => {
      const [centreY, centreX] = [(y + 0.5) / 2 - 0.5, (x + 0.5) / 2 - 0.5];
      let sum = 0;
      for (let row = Math.floor(centreY) - reach + 1; row <= Math.floor(centreY) + reach; row += 1)
        for (let column = Math.floor(centreX) - reach + 1; column <= Math.floor(centreX) + reach; column += 1)
          sum += kernel(centreY - row) * kernel(centreX - column) * at(image, b, c, clamp(row, 6), clamp(column, 5));
      return sum;
    });
  const keys = (distance: number): number => {
    const [a, d] = [-0.75, Math.abs(distance)];
    return d <= 1 ? (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1 : a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a;
  };

  it('bicubic is Keys’ with a = -0.75, the border repeated', async () => {
    const result = await evaluateOne(enlargeBicubic(input('image', image.shape)), { image });
    expect(largestDifference(result, enlarged(keys, 2))).toBeLessThan(1e-6);
  });

  it('bicubic gives the numbers OpenCV 4 gives in the middle of 0 1 4 9 16 25', async () => {
    const squares = tabulate([1, 1, 6, 6], ([, , , x = 0]) => x * x);
    const result = await evaluateOne(enlargeBicubic(input('image', squares.shape)), { image: squares });
    const middle = [4, 5, 6, 7].map((x) => at(result, 0, 0, 5, x));
    expect(middle).toEqual([2.828125, 5.203125, 7.234375, 10.796875]);
  });

  it('bilinear weighs the four nearest pixels', async () => {
    const result = await evaluateOne(enlargeBilinear(input('image', image.shape)), { image });
    expect(
      largestDifference(
        result,
        enlarged((distance) => 1 - Math.abs(distance), 1),
      ),
    ).toBeLessThan(1e-6);
  });

  it('windowMean averages', async () => {
    const result = await evaluateOne(windowMean(input('image', image.shape), 3, 2), { image });
    const expected = tabulate([2, 3, 2, 2], ([b = 0, c = 0, y = 0, x = 0]) => {
      const { data } = crop(image, 2 * y, 2 * x, 3, 3);
      return data.subarray((b * 3 + c) * 9, (b * 3 + c + 1) * 9).reduce((sum, value) => sum + value, 0) / 9;
    });
    expect(largestDifference(result, expected)).toBeLessThan(1e-6);
  });
});

describe('smoothing', () => {
  it('weighs by a Gaussian cut off at twice its deviation, the border repeated, every plane alone', async () => {
    const planes = randomValues(5, [2, 3, 6, 7]);
    const [sigma, reach] = [1.5, 3];
    const weight = (distance: number): number => Math.exp(-(distance ** 2) / (2 * sigma ** 2));
    const expected = tabulate(planes.shape, ([b = 0, c = 0, y = 0, x = 0]) => {
      let [sum, weights] = [0, 0];
      for (let down = -reach; down <= reach; down += 1)
        for (let right = -reach; right <= reach; right += 1) {
          const share = weight(down) * weight(right);
          sum += share * at(planes, b, c, clamp(y + down, 6), clamp(x + right, 7));
          weights += share;
        }
      return sum / weights;
    });
    const result = await evaluateOne(smoothed(input('planes', planes.shape), sigma), { planes });
    expect(largestDifference(result, expected)).toBeLessThan(1e-6);
  });
});

describe('the view of a camera', () => {
  const image = randomValues(6, [2, 3, 10, 12], 0, 1);
  const kernel = randomValues(7, [6, 6], 0, 1 / 18);
  const exponentOf = (value: number): Values => ({ shape: [], data: Float32Array.of(value) });
  const seen = seenByCamera(input('image', image.shape), input('kernel', kernel.shape), input('exponent', []));

  it.each([1, 2.2])('weighs the fine pixels around a wide one, raised to %d', async (power) => {
    const expected = tabulate([2, 3, 3, 4], ([b = 0, c = 0, y = 0, x = 0]) => {
      let sum = 0;
      for (let down = 0; down < 6; down += 1)
        for (let right = 0; right < 6; right += 1)
          sum += at(kernel, down, right) * at(image, b, c, 2 * y + down, 2 * x + right) ** power;
      return sum ** (1 / power);
    });
    const result = await evaluateOne(seen, { image, kernel, exponent: exponentOf(power) });
    expect(largestDifference(result, expected)).toBeLessThan(1e-4);
  });

  it('keeps black black, and takes less for it', async () => {
    const dark = tabulate(image.shape, ([, , , x = 0]) => (x < 6 ? 0 : -1));
    const result = await evaluateOne(seen, { image: dark, kernel, exponent: exponentOf(2.2) });
    expect(result.data.every((value) => value >= 0 && value < 1e-3)).toBe(true);
  });

  it('passes gradients on to the image', async () => {
    const small = randomValues(8, [1, 1, 6, 8], 0.3, 1);
    const view = seenByCamera(input('image', small.shape), input('kernel', kernel.shape), input('exponent', []));
    const feeds = { image: small, kernel, exponent: exponentOf(2.2) };
    expect(await gradientError(view, feeds, ['image'])).toBeLessThan(5e-3);
  });

  it.each([1, 2.2])('is the one that the photos are compared by, raised to %d', async (exponent) => {
    const [width, height] = [24, 26];
    const fine = randomValues(9, [1, 3, height, width], 0, 1);
    const taps = randomValues(10, [cameraKernelSide, cameraKernelSide], 0, 2 / cameraKernelSide ** 2);
    const view = seenByCamera(input('image', fine.shape), input('kernel', taps.shape), input('exponent', []));
    const result = await evaluateOne(view, { image: fine, kernel: taps, exponent: exponentOf(exponent) });
    const data = seeThroughCamera({ kernel: taps.data, exponent }, fine.data, { width, height });
    const shape = [1, 3, height / 2 - cameraReach, width / 2 - cameraReach];
    expect(largestDifference(result, { shape, data })).toBeLessThan(1e-4);
  });
});

describe('rowChunks', () => {
  it('covers all rows once, each piece within the limit', () => {
    const chunks = rowChunks(10, 9 * 1024 * 1024);
    expect(chunks).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 6 },
      { start: 6, end: 9 },
      { start: 9, end: 10 },
    ]);
  });

  it('takes a row at a time when a single one is above the limit', () => {
    expect(rowChunks(2, 2 ** 40)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 2 },
    ]);
  });
});
