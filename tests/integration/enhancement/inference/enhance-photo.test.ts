import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
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

describe('a crop', () => {
  it.each([
    [{ x: -1, y: 0, width: 10, height: 10 }],
    [{ x: 61, y: 0, width: 10, height: 10 }],
    [{ x: 0, y: 36, width: 10, height: 10 }],
    [{ x: 0, y: 0, width: 71, height: 45 }],
    [{ x: 0, y: 0, width: 0, height: 10 }],
    [{ x: 0, y: 0, width: 10, height: -1 }],
    [{ x: 0.5, y: 0, width: 10, height: 10 }],
    [{ x: NaN, y: 0, width: 10, height: 10 }],
  ])('of %j, not inside the photo, is refused before anything is done', async (crop) => {
    const network = nearestNetwork();
    await expect(enhanceNearest(network, scratchPath, { crop })).rejects.toMatchObject({ code: 'invalid-request' });
    expect(network.runs).toEqual([]);
    expectNothingLeft(scratchPath, network);
  });

  it.each([
    { x: 0, y: 0, width: 33, height: 47 },
    { x: 83, y: 59, width: 67, height: 71 },
    { x: 17, y: 5, width: 101, height: 99 },
  ])('of %j is doubled alone, over small tiles', async (crop) => {
    const network = nearestNetwork();
    const { facts } = await enhanceNearest(network, scratchPath, { wide: large, crop, memoryBudget: budgets.smallest });
    expect(facts.crop).toEqual(crop);
    expect(facts.output).toEqual({ width: 2 * crop.width, height: 2 * crop.height });
    await expectDoubled(scratchPath, large, crop);
  });
});

describe('the result', () => {
  it.each([
    [33, 47, 8],
    [64, 64, 8],
    [70, 45, 16],
    [121, 97, 16],
  ] as const)(
    'of %d x %d pixels of %d bits is exactly twice as large, every pixel in its place',
    async (width, height, depth) => {
      const wide = gradientImage(width, height, depth);
      for (const memoryBudget of Object.values(budgets)) {
        const network = nearestNetwork();
        const { facts } = await enhanceNearest(network, scratchPath, { wide, memoryBudget });
        await expectDoubled(scratchPath, wide);
        expect(facts.tiles).toMatchObject({ count: network.runs.length, withReference: 0 });
        expect(network.openSessions()).toBe(0);
      }
    },
  );

  it('carries the profile of the wide photo', async () => {
    const profile = Uint8Array.from({ length: 200 }, (_, index) => index);
    await enhanceNearest(nearestNetwork(), scratchPath, { wide: { ...gradientImage(40, 30), profile } });
    expect(readFileSync(scratchPath).includes(Buffer.from(profile))).toBe(true);
  });

  it('is reported from 0 to 1 without going back', async () => {
    const fractions: number[] = [];
    const report = (fraction: number): unknown => fractions.push(fraction);
    await enhanceNearest(nearestNetwork(), scratchPath, { wide: large, memoryBudget: budgets.smallest, report });
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(15);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  it('is made of smaller tiles when memory is smaller', async () => {
    const sizes: number[] = [];
    for (const memoryBudget of Object.values(budgets)) {
      sizes.push((await enhanceNearest(nearestNetwork(), scratchPath, { wide: large, memoryBudget })).facts.tiles.size);
    }
    const [smallest = 0, middle = 0, largest = 0] = sizes;
    expect(smallest).toBe(64);
    expect(middle).toBeGreaterThan(smallest);
    expect(largest).toBeGreaterThan(middle);
  });

  it('without a reference is upscaled everywhere', async () => {
    const { facts, provenance } = await enhanceNearest(nearestNetwork(), scratchPath);
    expect(facts.reference).toEqual({ used: false, reason: saying('There is no tele photo.') });
    expect(facts.provenance).toEqual(provenance.shares);
    expect(facts.provenance.upscaled).toBeCloseTo(1, 9);
    expect(facts).toMatchObject({ model: 'fast', device: 'cpu', deviceReason: { raw: 'chosen by the test' } });
  });
});
