import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnhanceChoices } from '#contract/enhancement';
import { enhanceOpenedSet } from '#core/enhancement/enhance-pair';
import { preparePhoto } from '#core/enhancement/inference/prepare-photo';
import { openSet, type OpenedSet } from '#core/enhancement/open-set';
import { readImage } from '#core/photos/files/read-image';
import { createSpotPreviewer, type SpotPreview, type SpotRequest } from '#core/enhancement/preview/spot-previewer';
import { openModelSession } from '#core/runtime/model-session';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = join(import.meta.dirname, '../../../../native-models/sample-pair');
const [widePath, telePath] = [join(folder, 'wide.jpg'), join(folder, 'tele.jpg')];
const previewer = createSpotPreviewer({ openSession: openModelSession });
let worker: Awaited<ReturnType<typeof buildRegistrationWorker>>;
let request: Omit<SpotRequest, 'choices' | 'point' | 'scratchPath'>;
/** Opened once for all results: how is the same for all of them. */
let opened: OpenedSet;
let middle = { x: 0, y: 0 };

beforeAll(async () => {
  worker = await buildRegistrationWorker();
  const { programFolder } = worker;
  const { signal } = new AbortController();
  const model = await loadFastModel();
  const pair = { widePath, model, pixelLimit: 1e8, programFolder, signal };
  opened = await openSet({ ...pair, teles: [{ path: telePath }], useReference: true, report: () => undefined });
  const { wide } = opened;
  const { registration } = opened.facts;
  middle = { x: wide.width / 2, y: wide.height / 2 };
  request = { ...pair, teles: registration === null ? [] : [{ path: telePath, registration }], pairKey: 'sample' };
});
afterAll(async () => {
  await previewer.close();
  await worker.remove();
});

const plain: EnhanceChoices = { model: 'fast', device: 'cpu', crop: null, useReference: true };

async function preview(
  choices: EnhanceChoices,
  point = middle,
): Promise<SpotPreview & { data: Uint8Array | Uint16Array; width: number }> {
  const scratchPath = join(temporaryFolder(), 'spot.tif');
  const facts = await previewer.preview({ ...request, choices, point, scratchPath });
  const { data, width } = await readImage(scratchPath, { pixelLimit: 1e6 });
  return { ...facts, data, width };
}

describe('a preview', () => {
  it('of a model that cannot be run fails as an enhancement does, and the next click works', async () => {
    const device = 'coreml';
    await expect(preview({ ...plain, device })).rejects.toMatchObject({ code: 'device-unavailable' });
    await expect(preview(plain)).resolves.toMatchObject({ usedReference: true });
  });

  it('that is cancelled rejects with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('another click'));
    const scratchPath = join(temporaryFolder(), 'spot.tif');
    const asked = previewer.preview({ ...request, signal, choices: plain, point: middle, scratchPath });
    await expect(asked).rejects.toThrow('another click');
  });

  it('at a corner is moved into the photo', async () => {
    const { region } = await preview(plain, { x: -50, y: 1e6 });
    expect(region).toEqual({ x: 0, y: 2 * middle.y - 256, width: 256, height: 256 });
  });

  it('of a crop that leaves the turned photo is refused as an enhancement of it is', async () => {
    const asked = preview({ ...plain, crop: { x: 0, y: 0, width: 2 * middle.x, height: 2 * middle.y }, straighten: 7 });
    await expect(asked).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('shows only what is inside the crop', async () => {
    const crop = { x: 40, y: 60, width: 300, height: 101 };
    const { region, width } = await preview({ ...plain, crop }, { x: 0, y: 0 });
    expect(region).toEqual({ x: 40, y: 60, width: 256, height: 101 });
    expect(width).toBe(512);
  });

  /** Tiles lie differently from a preview's square, and their borders are mixed: of 255 levels 0.2 on average, 3 in all but 1 % of values. */
  it.each<[string, Partial<EnhanceChoices>]>([
    ['with the reference', {}],
    ['without it', { useReference: false }],
    ['with half of it, denoised', { referenceStrength: 0.5, denoise: 0.4 }],
    ['turned by 7 degrees', { straighten: 7 }],
    ['turned by -7 degrees, without the reference', { straighten: -7, useReference: false }],
  ])('%s equals that part of the cropped result', async (_, change) => {
    const choices = { ...plain, ...change };
    const crop = { x: middle.x - 170, y: middle.y - 150, width: 300, height: 290 };
    const spot = await preview({ ...choices, crop }, { x: middle.x - 20, y: middle.y + 10 });
    expect(spot.region).toEqual({ x: middle.x - 148, y: middle.y - 118, width: 256, height: 256 });
    const scratchPath = join(temporaryFolder(), 'result.tif');
    const alone = { ...opened, tele: null, registration: null };
    const prepared = await preparePhoto({ ...alone, ...choices });
    await enhanceOpenedSet(choices.useReference ? opened : { ...alone, prepared }, {
      ...choices,
      ...request,
      crop,
      scratchPath,
      memoryBudget: 1e9,
      report: () => undefined,
    });
    const whole = await readImage(scratchPath, { pixelLimit: 1e7 });
    const [left, top] = [2 * (spot.region.x - crop.x), 2 * (spot.region.y - crop.y)];
    const differences = [...spot.data].map((value, index) => {
      const [row, column] = [Math.floor(index / (spot.width * 3)), index % (spot.width * 3)];
      return Math.abs(value - (whole.data[((row + top) * whole.width + left) * 3 + column] ?? NaN));
    });
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const far = differences.filter((one) => one > 6).length / differences.length;
    expect(mean).toBeLessThan(0.5);
    expect(far).toBeLessThan(0.01);
  });
});
