import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { enhancePhoto, type EnhanceOptions } from '#core/enhancement/inference/enhance-photo';
import { bytesForTiles } from '#core/enhancement/inference/memory-need';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { doubled, type NearestNetwork } from './nearest-network.ts';
import { gradientImage } from './sample-pictures.ts';

/** The model that ships with the program. */
export function loadFastModel(): Promise<LoadedModel> {
  const folder = join(import.meta.dirname, '../../native-models/weights');
  return createModelRegistry({ folders: [folder] }).load('fast');
}

/** For the smallest tiles, for those of 96 pixels over a crop 150 wide, and for the largest. */
export const budgets = { smallest: 1, middle: bytesForTiles('fast', 96, 150), largest: 1e9 };

/** Enhances a small picture without reference by a network that makes four equal pixels of one. */
export async function enhanceNearest(
  network: NearestNetwork,
  scratchPath: string,
  options: Partial<EnhanceOptions> = {},
): ReturnType<typeof enhancePhoto> {
  return enhancePhoto({
    wide: gradientImage(70, 45),
    tele: null,
    registration: null,
    model: await loadFastModel(),
    device: 'cpu',
    deviceReason: { raw: 'chosen by the test' },
    crop: null,
    useReference: true,
    memoryBudget: budgets.largest,
    scratchPath,
    openSession: network.openSession,
    ...options,
  });
}

/** The scratch image holds the crop at twice its size, every pixel exactly four times. */
export async function expectDoubled(
  scratchPath: string,
  wide: PixelImage,
  crop: Rectangle | null = null,
): Promise<void> {
  const part = crop ?? { x: 0, y: 0, width: wide.width, height: wide.height };
  const { width, height, depth, data } = await readImage(scratchPath, { pixelLimit: 1e6 });
  expect({ width, height, depth }).toEqual({ width: 2 * part.width, height: 2 * part.height, depth: wide.depth });
  const expected = doubled(wide, part);
  expect(data.findIndex((value, index) => value !== expected[index])).toBe(-1);
}

/** No file is left beside the scratch image, nor it itself, and no session is open. */
export function expectNothingLeft(scratchPath: string, network: NearestNetwork): void {
  expect(readdirSync(dirname(scratchPath))).toEqual([]);
  expect(network.openSessions()).toBe(0);
}
