import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#contract/errors';
import { budgets, enhanceNearest, expectDoubled, expectNothingLeft } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saying } from '../../../support/saying.ts';

let scratchPath = '';
beforeEach(() => {
  scratchPath = join(temporaryFolder(), 'result.tif');
});

/** Some tiles of 64 pixels each way. */
const large = gradientImage(150, 130);

const outOfMemory = new AppError('out-of-memory', { raw: 'Not enough memory' });

describe('memory that runs out', () => {
  const at = (number: number) => (attempt: number) => {
    if (attempt === number) throw outOfMemory;
  };

  it.each([
    ['while the network opens', { beforeOpen: at(1) }],
    ['at the first tile', { beforeRun: at(1) }],
    ['within the first row', { beforeRun: at(2) }],
    ['in a later row', { beforeRun: at(4) }],
    [
      'as an error of the runtime',
      {
        beforeRun: (attempt: number) => {
          if (attempt === 3) throw new Error('std::bad_alloc');
        },
      },
    ],
  ])('once, %s, gives the same result with smaller tiles', async (_, failing) => {
    const whole = await enhanceNearest(nearestNetwork(), scratchPath, { wide: large, memoryBudget: budgets.middle });
    expect(whole.facts.tiles.count).toBeGreaterThan(3);
    const network = nearestNetwork(failing);
    const { facts } = await enhanceNearest(network, scratchPath, { wide: large, memoryBudget: budgets.middle });
    expect(facts.tiles.size).toBeLessThan(whole.facts.tiles.size);
    expect(network.openSessions()).toBe(0);
    await expectDoubled(scratchPath, large);
  });

  it('always, at every size, rejects and leaves no file', async () => {
    const network = nearestNetwork({
      beforeRun: () => {
        throw outOfMemory;
      },
    });
    await expect(enhanceNearest(network, scratchPath, { wide: large })).rejects.toBe(outOfMemory);
    const sizes = network.runs.map(({ width, height }) => Math.max(width, height));
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => b - a));
    expect(sizes.at(-1)).toBe(64);
    expectNothingLeft(scratchPath, network);
  });
});

describe('a device that is lost', () => {
  const lost = new AppError('device-unavailable', { raw: 'The card is gone' });
  const loseAt = (number: number) => (attempt: number) => {
    if (attempt === number) throw lost;
  };
  const onto = (device: 'webgpu' | 'cpu') => async (gone: string) => ({ device, reason: { raw: `${gone} was lost` } });
  const small = { wide: large, memoryBudget: budgets.smallest, device: 'cuda' as const };

  it('rejects and leaves no file when nobody knows of another one', async () => {
    const network = nearestNetwork({ beforeRun: loseAt(3) });
    await expect(enhanceNearest(network, scratchPath, small)).rejects.toBe(lost);
    expect(network.runs).toHaveLength(3);
    expectNothingLeft(scratchPath, network);
  });

  it.each([
    ['there is none left', async () => Promise.reject(new Error('none'))],
    ['it is the same again', onto('cpu')],
  ])('rejects with what happened to it when %s', async (_, nextDevice) => {
    const network = nearestNetwork({ beforeRun: loseAt(3) });
    const device = 'cpu' as const;
    await expect(enhanceNearest(network, scratchPath, { ...small, device, nextDevice })).rejects.toBe(lost);
    expectNothingLeft(scratchPath, network);
  });

  it.each([
    ['while the network opens', { beforeOpen: loseAt(1) }],
    ['at the first tile', { beforeRun: loseAt(1) }],
    ['in the middle of a row', { beforeRun: loseAt(8) }],
    ['at the last tile', { beforeRun: loseAt(16) }],
    [
      'with words of the runtime',
      {
        beforeRun: (attempt: number) => {
          if (attempt === 8) throw new Error('WebGPU device lost (2): Device was destroyed.');
        },
      },
    ],
  ])('%s gives way to the next one, which does the row again, and the result is the same', async (_, failing) => {
    const whole = nearestNetwork();
    await enhanceNearest(whole, scratchPath, small);
    const network = nearestNetwork(failing);
    const asked: string[] = [];
    const { facts } = await enhanceNearest(network, scratchPath, {
      ...small,
      nextDevice: async (gone) => {
        asked.push(gone);
        return onto('webgpu')(gone);
      },
    });
    expect(asked).toEqual(['cuda']);
    expect(facts).toMatchObject({ device: 'webgpu', deviceReason: saying('cuda was lost') });
    expect(network.runs.length).toBeLessThanOrEqual(whole.runs.length + 5);
    expect(network.openSessions()).toBe(0);
    await expectDoubled(scratchPath, large);
  });

  it('and then another one: the work goes on as long as there is a next', async () => {
    const network = nearestNetwork({
      beforeRun: (attempt) => {
        if (attempt === 3 || attempt === 9) throw lost;
      },
    });
    const order = ['webgpu', 'cpu'] as const;
    let losses = 0;
    const { facts } = await enhanceNearest(network, scratchPath, {
      ...small,
      nextDevice: async (gone) => ({ device: order[losses++] ?? 'cpu', reason: { raw: gone } }),
    });
    expect(facts).toMatchObject({ device: 'cpu', deviceReason: saying('webgpu') });
    await expectDoubled(scratchPath, large);
  });
});

describe('a cancelled enhancement', () => {
  it.each([
    ['before it starts', 0],
    ['during the first tile', 1],
    ['in a later row', 5],
    ['during the last tile', 16],
  ])('%s rejects with the reason and leaves no file', async (_, cancelAt) => {
    const controller = new AbortController();
    const cancel = (attempt: number): void => {
      if (attempt === cancelAt) controller.abort(new Error('enough'));
    };
    cancel(0);
    const network = nearestNetwork({ beforeRun: cancel });
    const work = enhanceNearest(network, scratchPath, {
      wide: large,
      memoryBudget: budgets.smallest,
      signal: controller.signal,
    });
    await expect(work).rejects.toThrow('enough');
    expect(network.runs).toHaveLength(cancelAt);
    expectNothingLeft(scratchPath, network);
  });
});
