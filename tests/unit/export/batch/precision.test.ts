import { expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings } from '#contract/batch';
import type { PrecisionChoice } from '#contract/models';
import { noPhotoEdits } from '#contract/project-edits';
import type { Batches, PhotoPair } from '#core/export/batch/batches';
import { keyOfItem } from '#core/export/batch/batch-item';
import { openItem, type StageTools } from '#core/export/batch/batch-stages';
import type { PresetStore } from '#core/export/batch/presets';
import { batchMethods } from '#core/batch-methods';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';

const photos = { widePath: '/a.png', teles: [], wide: null, edits: noPhotoEdits, source: 'a.png' };

function settingsWith(precision: PrecisionChoice | undefined): BatchSettings {
  return { ...defaultBatchSettings, ...(precision && { precision }) };
}

it('a precision chosen by hand makes another picture, and auto the one that was there before there was a choice', () => {
  const keyWith = (precision?: PrecisionChoice): string =>
    keyOfItem({ ...photos, wishedTarget: null, problem: null, settings: settingsWith(precision) }, 'weights');
  expect(keyWith('auto')).toBe(keyWith());
  expect(new Set([keyWith(), keyWith('full'), keyWith('half')]).size).toBe(3);
});

it.each([undefined, 'full', 'half'] as const)('%s reaches the place where the pair is opened', async (precision) => {
  const asked: unknown[] = [];
  const tools: StageTools = {
    loadModel: loadFastModel,
    pixelLimit: 1e6,
    memoryBudget: 1e9,
    pool: {
      places: 2,
      open: async (request) => {
        asked.push(request.precision);
        throw new Error('Enough');
      },
    },
  };
  const context = { signal: new AbortController().signal, report: () => undefined };
  await expect(
    openItem({ ...photos, key: 'key', settings: settingsWith(precision) }, '', tools, context),
  ).rejects.toThrow('Enough');
  expect(asked).toEqual([precision]);
});

it.each([
  ['auto', undefined, undefined],
  ['full', undefined, 'full'],
  ['full', 'half', 'half'],
  ['half', 'auto', 'auto'],
] as const)('the setting %s and a batch that says %s start one with %s', async (setting, said, expected) => {
  const started: BatchSettings[] = [];
  const batches = {
    start: async ({ settings }: { settings: BatchSettings }) => {
      started.push(settings);
      return 'batch';
    },
  } as unknown as Batches;
  const methods = batchMethods(
    batches,
    {} as PresetStore,
    () => ({ wide: '/a.png', teles: [], edits: noPhotoEdits }),
    () => setting,
  );
  const settings = settingsWith(said);
  await methods['batch.start']({ pairIds: ['pair'], outputFolder: '/out', settings });
  expect(started.map(({ precision }) => precision)).toEqual([expected]);
});

it('a pair is done with the model that is said of it', async () => {
  const pairs: PhotoPair[] = [];
  const batches = { start: async (batch: { pairs: PhotoPair[] }) => String(pairs.push(...batch.pairs)) };
  const methods = batchMethods(
    batches as unknown as Batches,
    {} as PresetStore,
    (id) => ({ wide: `/${id}.png`, teles: [] }),
    () => 'auto',
  );
  const request = { pairIds: ['a', 'b'], outputFolder: '/out', settings: settingsWith(undefined) };
  await methods['batch.start']({ ...request, models: { b: 'mine' } });
  expect(pairs.map(({ wide, model }) => [wide, model])).toEqual([
    ['/a.png', undefined],
    ['/b.png', 'mine'],
  ]);
});
