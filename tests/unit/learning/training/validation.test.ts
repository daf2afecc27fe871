import { describe, expect, it } from 'vitest';
import type { BatchRequest } from '#core/learning/training/batch-worker';
import { prepareValidation, type Validation, overallGain } from '#core/learning/training/validation';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations } from '#native-models/dcsr/network';
import { createRandom } from '#native-models/random';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';
import { referenceSide, tileSide, truthCells, truthSide } from '#native-models/simulation/tile-geometry';
import type { Weights } from '#native-models/weights-file/safetensors';

const configuration = networkConfigurations.fast;
const [batch, tile, fine] = [2, tileSide, truthSide];

/** Smooth waves, the wide photo by the mean of four, no reference; a hue is all that the cameras differ in. */
function wavyBatch({ seed, camera = 'clean' }: BatchRequest): TrainingBatch {
  const random = createRandom((seed[1] ?? 0) + camera.length);
  const truth = new Float32Array(batch * 3 * fine * fine);
  const wide = new Float32Array(batch * 3 * tile * tile);
  for (let plane = 0; plane < batch * 3; plane += 1) {
    const [x0, y0] = [random.between(0.4, 0.9), random.between(0.4, 0.9)];
    for (let y = 0; y < fine; y += 1)
      for (let x = 0; x < fine; x += 1) {
        const value = 0.5 + 0.3 * Math.sin(x * x0) * Math.cos(y * y0);
        truth[(plane * fine + y) * fine + x] = value;
        const cell = (plane * tile + (y >> 1)) * tile + (x >> 1);
        wide[cell] = (wide[cell] ?? 0) + value / 4;
      }
  }
  return {
    wide,
    truth,
    reference: new Float32Array(batch * 3 * referenceSide ** 2).fill(0.5),
    validity: new Float32Array(batch * referenceSide ** 2),
    matches: new Float32Array(batch * truthCells ** 2).fill(-1),
    seen: wide,
    noise: new Float32Array(batch).fill(0.01),
  };
}

const asked: BatchRequest[] = [];
function prepare(pairsPerCase: number): Promise<Validation> {
  asked.length = 0;
  const ask = async (request: BatchRequest): Promise<TrainingBatch> => {
    asked.push(request);
    return wavyBatch(request);
  };
  return prepareValidation({ configuration, device: 'cpu', batch, pairsPerCase, ask });
}

/** The last convolution's bias, which is added to every pixel: the picture becomes lighter by `value`. */
function lighter(weights: Weights, value: number): Weights {
  const bias = [...weights.keys()].find((name) => name === 'tail.last.bias');
  if (bias === undefined)
    throw new Error(`Expected a bias of the last convolution among ${[...weights.keys()].join()}`);
  return new Map([...weights, [bias, { shape: [12], data: new Float32Array(12).fill(value) }]]);
}

/** OpenCV's bicubic, the border repeated: an independent enlargement, a pixel at a time. */
function bicubicError(offset: number, request: BatchRequest): number {
  const { wide, truth } = wavyBatch(request);
  const cubic = (distance: number): number => {
    const t = Math.abs(distance);
    if (t <= 1) return 1.25 * t ** 3 - 2.25 * t ** 2 + 1;
    return t < 2 ? -0.75 * (t ** 3 - 5 * t ** 2 + 8 * t - 4) : 0;
  };
  let sum = 0;
  for (let index = 0; index < truth.length; index += 1) {
    const plane = Math.floor(index / fine ** 2);
    const [x, y] = [((index % fine) - 0.5) / 2, ((Math.floor(index / fine) % fine) - 0.5) / 2];
    let value = 0;
    for (let row = Math.floor(y) - 1; row <= Math.floor(y) + 2; row += 1)
      for (let column = Math.floor(x) - 1; column <= Math.floor(x) + 2; column += 1) {
        const [inRow, inColumn] = [row, column].map((place) => Math.min(tile - 1, Math.max(0, place)));
        const pixel = wide[(plane * tile + (inRow ?? 0)) * tile + (inColumn ?? 0)] ?? 0;
        value += pixel * cubic(y - row) * cubic(x - column);
      }
    sum += (Math.min(1, Math.max(0, value + offset)) - (truth[index] ?? 0)) ** 2;
  }
  return sum / truth.length;
}

describe('prepareValidation', () => {
  it('asks for the same pairs with every reference, as many as are wanted', async () => {
    const validation = await prepare(3);
    await validation.close();
    expect(asked).toHaveLength(9 * 2);
    expect(asked[0]).toEqual({ photos: 'validation', count: 2, seed: [20_000, 0], camera: 'clean', reference: 'true' });
    const seeds = (reference: string) => asked.filter((one) => one.reference === reference).map(({ seed }) => seed);
    expect(seeds('unrelated')).toEqual(seeds('true'));
    expect(seeds('none')).toEqual(seeds('true'));
  });

  it('measures nothing gained at the beginning, which is bicubic, and what a fault costs', async () => {
    const validation = await prepare(2);
    const begun = initialiseWeights(configuration, 1);
    const gains = await validation.measure(begun);
    expect(Object.keys(gains)).toHaveLength(12);
    for (const gain of Object.values(gains)) expect(Math.abs(gain)).toBeLessThan(0.002);

    const worse = await validation.measure(lighter(begun, 0.05));
    await validation.close();
    const costs = (['clean', 'blurred', 'phone'] as const).map((camera) => {
      const request: BatchRequest = { photos: 'validation', count: 2, seed: [20_000, 0], camera };
      const cost = 10 * Math.log10(bicubicError(0, request) / bicubicError(0.05, request));
      expect(worse[`${camera}/none`]).toBeCloseTo(cost, 2);
      return cost;
    });
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    expect(mean).toBeLessThan(-1);
    expect(worse['mean/true']).toBeCloseTo(mean, 2);
    expect(overallGain(worse)).toBeCloseTo(mean, 2);
  });

  it('stops when the signal fires', async () => {
    const validation = await prepare(2);
    const measuring = validation.measure(initialiseWeights(configuration, 1), AbortSignal.abort());
    await expect(measuring).rejects.toMatchObject({ name: 'AbortError' });
    await validation.close();
  });
});
