import { describe, expect, it } from 'vitest';
import { input } from '#native-models/graph/expression';
import { parametersOf } from '#native-models/graph/check-graph';
import { add } from '#native-models/graph/operations';
import { fuseFeatures } from '#native-models/layers/adaptive-fusion';
import { alignLocally, coarsePositions, finePositions, warp } from '#native-models/layers/aligned-attention';
import { pixelTable, sampleBilinear } from '#native-models/layers/bilinear-sampling';
import { convolution } from '#native-models/layers/convolution';
import { enlargeBicubic, enlargeBilinear } from '#native-models/layers/enlargement';
import { rowChunks } from '#native-models/layers/row-chunks';
import { windowMean } from '#native-models/layers/window-mean';
import type { Weights } from '#native-models/weights-file/safetensors';
import {
  at,
  crop,
  evaluate,
  evaluateOne,
  filled,
  largestDifference,
  randomValues,
  tabulate,
  type Values,
} from './support/run-graph.ts';

const clamp = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));

/** Bilinear interpolation with a repeated border, pixel by pixel. */
function sampleAt(planes: Values, b: number, c: number, x: number, y: number): number {
  const [, , height = 0, width = 0] = planes.shape;
  const [insideX, insideY] = [clamp(x, width), clamp(y, height)];
  const [left, top] = [Math.floor(insideX), Math.floor(insideY)];
  const [shareX, shareY] = [insideX - left, insideY - top];
  const pixel = (row: number, column: number): number => at(planes, b, c, clamp(row, height), clamp(column, width));
  const upper = pixel(top, left) * (1 - shareX) + pixel(top, left + 1) * shareX;
  const lower = pixel(top + 1, left) * (1 - shareX) + pixel(top + 1, left + 1) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

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

describe('bilinear sampling', () => {
  const planes = randomValues(1, [2, 3, 5, 7]);
  const x = randomValues(2, [2, 40], -3, 9);
  const y = randomValues(3, [2, 40], -3, 7);
  const sampled = sampleBilinear(pixelTable(input('planes', planes.shape)), input('x', x.shape), input('y', y.shape));

  it('is that of a plain loop, inside and outside, for every image of a batch', async () => {
    const expected = tabulate([2, 40, 3], ([b = 0, n = 0, c = 0]) => sampleAt(planes, b, c, at(x, b, n), at(y, b, n)));
    expect(largestDifference(await evaluateOne(sampled, { planes, x, y }), expected)).toBeLessThan(1e-5);
  });

  it('gives the pixels themselves at whole positions', async () => {
    const positions = (axis: number): Values =>
      tabulate([2, 40], ([, n = 0]) => [n % 7, Math.floor(n / 7) % 5][axis] ?? 0);
    const result = await evaluateOne(sampled, { planes, x: positions(0), y: positions(1) });
    expect(at(result, 1, 23, 2)).toBe(at(planes, 1, 2, 3, 2));
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

describe('warping', () => {
  const displacement = randomValues(5, [2, 2, 4, 6], -2, 2);
  const [coarse, fine] = [input('coarse', [2, 3, 8, 9]), input('fine', [2, 3, 16, 18])];

  it('samples the coarse grid where the displacement points', async () => {
    const planes = randomValues(6, coarse.shape);
    const flow = input('displacement', displacement.shape);
    const result = await evaluateOne(warp(pixelTable(coarse), coarsePositions(flow)), { coarse: planes, displacement });
    const expected = tabulate([2, 3, 4, 6], ([b = 0, c = 0, y = 0, x = 0]) =>
      sampleAt(planes, b, c, x + at(displacement, b, 0, y, x), y + at(displacement, b, 1, y, x)),
    );
    expect(largestDifference(result, expected)).toBeLessThan(1e-5);
  });

  it('samples the fine grid by the doubled, interpolated displacement, in cells', async () => {
    const planes = randomValues(7, fine.shape);
    const flow = input('displacement', displacement.shape);
    const result = await evaluateOne(warp(pixelTable(fine), finePositions(flow)), { fine: planes, displacement });
    const expected = tabulate([2, 12, 4, 6], ([b = 0, channel = 0, y = 0, x = 0]) => {
      const [c, pixelX, pixelY] = [
        Math.floor(channel / 4),
        2 * x + (channel % 2),
        2 * y + (Math.floor(channel / 2) % 2),
      ];
      const shift = (axis: number): number =>
        2 * sampleAt(displacement, b, axis, (pixelX - 0.5) / 2, (pixelY - 0.5) / 2);
      return sampleAt(planes, b, c, pixelX + shift(0), pixelY + shift(1));
    });
    expect(largestDifference(result, expected)).toBeLessThan(1e-5);
  });
});

describe('the local transform', () => {
  const [wide, matched] = [randomValues(8, [1, 3, 16, 16]), randomValues(9, [1, 3, 16, 16])];
  const positions = { x: input('x', [1, 4, 8, 8]), y: input('y', [1, 4, 8, 8]) };
  const moved = alignLocally(positions, input('wide', wide.shape), input('matched', matched.shape), {
    name: 'transform',
    hidden: 4,
  });
  const outputs = { movedX: add(moved.x, 0), movedY: add(moved.y, 0) };
  const feeds = { wide, matched, x: randomValues(10, [1, 4, 8, 8], 0, 16), y: randomValues(11, [1, 4, 8, 8], 0, 16) };
  const weightsWith = (bias: number[]): Weights =>
    new Map(
      [...parametersOf({ name: 'test', outputs }).values()].map(({ name, shape }) => [
        name,
        name === 'transform.affine.bias' ? { shape, data: Float32Array.from(bias) } : filled(0, shape),
      ]),
    );

  it('is the identity at its beginning', async () => {
    const { movedX, movedY } = await evaluate(outputs, feeds, weightsWith([0, 0, 0, 0, 0, 0]));
    expect(largestDifference(movedX, feeds.x)).toBe(0);
    expect(largestDifference(movedY, feeds.y)).toBe(0);
  });

  it('moves every pixel by an affine transform about the centre of its 4x4 patch', async () => {
    const [stretch, shear, shift, shearY, stretchY, shiftY] = [0.1, -0.2, 0.5, 0.3, -0.1, -1.5];
    const { movedX, movedY } = await evaluate(
      outputs,
      feeds,
      weightsWith([stretch, shear, shift, shearY, stretchY, shiftY]),
    );
    const fromCentre = (channel: number, y: number, x: number): [number, number] => [
      ((2 * x + (channel % 2)) % 4) - 1.5,
      ((2 * y + Math.floor(channel / 2)) % 4) - 1.5,
    ];
    const expected = (own: Values, a: number, b: number, c: number): Values =>
      tabulate([1, 4, 8, 8], ([batch = 0, channel = 0, y = 0, x = 0]) => {
        const [u, v] = fromCentre(channel, y, x);
        return at(own, batch, channel, y, x) + a * u + b * v + c;
      });
    expect(largestDifference(movedX, expected(feeds.x, stretch, shear, shift))).toBeLessThan(1e-5);
    expect(largestDifference(movedY, expected(feeds.y, shearY, stretchY, shiftY))).toBeLessThan(1e-5);
  });
});

describe('adaptive fusion', () => {
  it('leaves the features as they are where the validity is 0, and nowhere else', async () => {
    const shape = [1, 4, 6, 6];
    const quality = { confidence: input('confidence', [1, 2, 6, 6]), validity: input('validity', [1, 1, 6, 6]) };
    const options = { name: 'fusion', kernel: 3, gate: { hidden: 4, kernel: 5 } };
    const fused = fuseFeatures(input('features', shape), input('reference', shape), quality, options);
    const weights: Weights = new Map(
      [...parametersOf({ name: 'test', outputs: { fused } }).values()].map((p, index) => [
        p.name,
        randomValues(20 + index, p.shape),
      ]),
    );
    const features = randomValues(12, shape);
    const validity = tabulate([1, 1, 6, 6], ([, , , x = 0]) => (x < 3 ? 0 : 1));
    const confidence = randomValues(13, [1, 2, 6, 6]);
    const result = await evaluateOne(
      fused,
      { features, reference: randomValues(14, shape), confidence, validity },
      weights,
    );
    expect(largestDifference(crop(result, 0, 0, 6, 3), crop(features, 0, 0, 6, 3))).toBe(0);
    expect(largestDifference(crop(result, 0, 3, 6, 3), crop(features, 0, 3, 6, 3))).toBeGreaterThan(0.01);
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
