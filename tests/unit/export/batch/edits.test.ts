import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings } from '#contract/batch';
import { noPhotoEdits, type Placement, type PhotoEdits } from '#contract/project-edits';
import type { BatchItem, BatchTele } from '#core/export/batch/batch-item';
import { keyOfItem } from '#core/export/batch/batch-item';
import { bytesToEnhance, enhanceItem, openItem, type StageTools } from '#core/export/batch/batch-stages';
import type { PairPool } from '#core/export/batch/pair-pool';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { pairPoolInProcess } from '../../../support/pair-pool-in-process.ts';
import { saying } from '../../../support/saying.ts';

const shift = [1, 0, 7, 0, 1, 5, 0, 0, 1] as const;
const put: Placement = { homography: shift, origin: 'hand' };
const edits: PhotoEdits = {
  ...noPhotoEdits,
  crop: { x: 4, y: 6, width: 20, height: 16 },
  referenceStrength: 0.5,
  denoise: 0.25,
};

function teleAt(placement: Placement | null): BatchTele {
  return { path: '/b.png', placement, isInFront: false, photo: null };
}

function itemOf(widePath: string, changes: Partial<BatchItem> = {}): BatchItem {
  const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu' };
  const photos = { widePath, teles: [], wide: null };
  return {
    key: 'key',
    source: 'a.png',
    wishedTarget: null,
    settings,
    problem: null,
    telesAlone: [],
    edits,
    ...photos,
    ...changes,
  };
}

type Asked = Parameters<PairPool['open']>[0];

/** Does an item up to its picture, and tells what the pool was asked for. */
async function enhanced(
  item: (widePath: string) => BatchItem,
): Promise<{ asked: Asked[]; result: Awaited<ReturnType<typeof enhanceItem>> }> {
  const root = temporaryFolder();
  const widePath = await savePicture(root, 'a.png', pipelineOf(gradientImage(48, 36)).png());
  const pool = pairPoolInProcess(nearestNetwork().openSession);
  const asked: Asked[] = [];
  const tools: StageTools = {
    loadModel: loadFastModel,
    pixelLimit: 1e6,
    memoryBudget: 1e9,
    pool: {
      ...pool,
      open(request, context) {
        asked.push(request);
        return pool.open(request, context);
      },
    },
  };
  const context = { signal: new AbortController().signal, report: () => undefined };
  const opened = await openItem(item(widePath), join(root, 'scratch.tif'), tools, context);
  return { asked, result: await enhanceItem(item(widePath), opened, join(root, 'scratch.tif'), tools, context) };
}

it('a photo is framed and treated as a person edited it', async () => {
  const { asked, result } = await enhanced((path) => itemOf(path));
  expect(asked).toMatchObject([{ teles: [], referenceStrength: 0.5, useReference: true }]);
  expect(result.report).toMatchObject({ crop: edits.crop, output: { width: 40, height: 32 } });
  expect(result.losses).toEqual([]);
});

it('the tele lies where a person put it', async () => {
  const asked: Asked['teles'][] = [];
  const tools: StageTools = {
    ...{ loadModel: loadFastModel, pixelLimit: 1e6, memoryBudget: 1e9 },
    pool: {
      places: 2,
      open: async ({ teles }) => {
        asked.push(teles);
        throw new Error('Enough');
      },
    },
  };
  const context = { signal: new AbortController().signal, report: () => undefined };
  await expect(openItem(itemOf('/a.png', { teles: [teleAt(put)] }), '', tools, context)).rejects.toThrow('Enough');
  expect(asked).toEqual([[{ path: '/b.png', placement: put, isInFront: false }]]);
});

it('a result is as large as the batch says', async () => {
  const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu', scale: 3 };
  const { result } = await enhanced((path) => itemOf(path, { settings, edits: noPhotoEdits }));
  expect(result.report).toMatchObject({ scale: 3, output: { width: 144, height: 108 } });
});

it('another scale makes another picture, and twice the one that was there before there was a choice', () => {
  const keyWith = (scale?: BatchSettings['scale']): string =>
    keyOfItem(itemOf('/a.png', { settings: { ...defaultBatchSettings, ...(scale && { scale }) } }), 'weights');
  expect(keyWith(2)).toBe(keyWith());
  expect(new Set([keyWith(), keyWith(3), keyWith(4), keyWith('auto')]).size).toBe(4);
});

it('room is kept for the result, and above twice the size for the one that it is made of', () => {
  const size = { width: 10, height: 10 };
  expect(bytesToEnhance(size, 8, 2)).toBe(1200);
  expect(bytesToEnhance(size, 16, 3)).toBe(2 * (2700 + 1200));
  expect(bytesToEnhance(size, 8, 'auto')).toBe(4800 + 1200);
});

it('a straightened pair comes out turned', async () => {
  const straighten = { ...noPhotoEdits, straighten: 10 };
  const { result } = await enhanced((path) => itemOf(path, { edits: straighten }));
  expect(result.report).toMatchObject({ straighten: 10 });
  expect(result.report.output.width).toBeLessThan(96);
});

it('the tele is left out when the pair or the batch says so', async () => {
  const alone = { ...edits, useReference: false };
  expect((await enhanced((path) => itemOf(path, { edits: alone }))).asked).toMatchObject([{ useReference: false }]);
  const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu', useReference: false };
  expect((await enhanced((path) => itemOf(path, { settings }))).asked).toMatchObject([{ useReference: false }]);
});

it('a pair whose tele is not found keeps its framing where only the view of the tele was wanted, and says so', async () => {
  const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu', crop: 'tele' };
  const { result } = await enhanced((path) => itemOf(path, { settings }));
  expect(result.report.crop).toEqual(edits.crop);
  expect(result.losses).toEqual([saying(/not found/)]);
});

it('every edit that shows makes another key, and those that do not show make none', () => {
  const keyWith = (changes: Partial<PhotoEdits>, ...teles: BatchTele[]): string =>
    keyOfItem(itemOf('/a.png', { teles, edits: { ...noPhotoEdits, ...changes } }), 'weights');
  const plain = keyWith({});
  const { crop } = edits;
  const shown: Partial<PhotoEdits>[] = [
    { crop },
    { scale: 3 },
    { straighten: 1 },
    { useReference: false },
    { denoise: 1 },
    { referenceStrength: 0 },
  ];
  expect(new Set([plain, ...shown.map((changes) => keyWith(changes))]).size).toBe(shown.length + 1);
  expect(keyWith({ ratio: '4:3' })).toBe(plain);
});

it('which teles are used, where they were put and which is in front makes another key, their order makes none', () => {
  const [b, c, moved] = [teleAt(null), { ...teleAt(null), path: '/c.png' }, teleAt(put)];
  const keyWith = (...teles: BatchTele[]): string => keyOfItem(itemOf('/a.png', { teles }), 'weights');
  const keys = [
    keyWith(),
    keyWith(b),
    keyWith(moved),
    keyWith(b, c),
    keyWith(moved, c),
    keyWith({ ...b, isInFront: true }, c),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyWith(c, moved)).toBe(keyWith(moved, c));
});
