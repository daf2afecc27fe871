import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mostVariedSquare, openFlatNetwork, probeSize } from '#core/enhancement/inference/flat-tile';
import { halo } from '#core/enhancement/inference/plan-tiles';
import { createModelRegistry } from '#core/models/model-registry';
import { openModelSession } from '#core/runtime/model-session';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import { createRandom } from '#native-models/random';

const size = { width: 96, height: 64 };
const plane = size.width * size.height;

/** A colour that brightens by `slope` a pixel to the right, with noise of up to `noise` around it; all in levels of 255. */
function tileOf(colour: readonly number[], { slope = 0, noise = 0 }, seed = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: 3 * plane }, (_, index) => {
    const level = (colour[Math.floor(index / plane)] ?? 0) + slope * (index % size.width);
    return Math.round(level + random.between(-noise, noise)) / 255;
  });
}

describe('mostVariedSquare', () => {
  it.each([
    ['noise of 2 levels', { noise: 2 }, true],
    ['a slow gradient', { slope: 0.2 }, true],
    ['noise of 5 levels', { noise: 5 }, false],
    ['a quick gradient', { slope: 0.6 }, false],
    ['a gradient that goes far', { slope: 0.5 }, false],
  ])('%s', (_, change, expected) => {
    expect(mostVariedSquare(tileOf([140, 180, 220], change), size) !== null).toBe(expected);
  });

  it('a wire in one channel is seen', () => {
    const tile = tileOf([140, 180, 220], {});
    for (let x = 0; x < size.width; x += 1) tile[2 * plane + 30 * size.width + x] = 210 / 255;
    expect(mostVariedSquare(tile, size)).toBeNull();
  });
});

describe('the flat network', () => {
  const colours = [
    [146, 182, 227],
    [20, 20, 24],
    [128, 128, 128],
    [235, 235, 235],
    [200, 60, 40],
    [30, 110, 50],
    [4, 6, 12],
  ];

  it('moves no pixel by more than half a step of 8 bits', { timeout: 120_000 }, async () => {
    const models = createModelRegistry({ folders: [join(import.meta.dirname, '../../../../native-models/weights')] });
    const { configuration, weights } = await models.load('fast');
    const open = async ({ width, height }: typeof size) => {
      const session = await openModelSession(
        buildForwardModel({ configuration, weights, width, height, reference: false }),
        'cpu',
      );
      return async (data: Float32Array): Promise<Float32Array> => {
        const { enhanced } = await session.run({ wide: { data, shape: [1, 3, height, width] } });
        return enhanced?.data ?? new Float32Array();
      };
    };
    const network = await open(size);
    const flat = openFlatNetwork({ answer: await open(probeSize), size, device: 'cpu', openSession: openModelSession });
    const worst: number[] = [];
    for (const [seed, colour] of colours.entries()) {
      for (const change of [{}, { noise: 1 }, { noise: 2.9 }, { slope: 0.15, noise: 1.5 }, { slope: 0.3 }]) {
        const tile = tileOf(colour, change, seed);
        const enhanced = await flat.run(tile);
        if (enhanced !== null) worst.push(furthest(await network(tile), enhanced));
      }
    }
    await flat.close();

    expect(Math.max(...worst)).toBeLessThan(0.5);
  });
});

/** In levels of 255, inside the halo. */
function furthest(one: Float32Array, other: Float32Array): number {
  const [width, height] = [2 * size.width, 2 * size.height];
  return one.reduce((most, value, index) => {
    const [x, y] = [index % width, Math.floor(index / width) % height];
    const isInside = Math.min(x, y, width - 1 - x, height - 1 - y) >= 2 * halo;
    return isInside ? Math.max(most, 255 * Math.abs(value - (other[index] ?? NaN))) : most;
  }, 0);
}
