import { expect, test } from 'vitest';
import { AppError } from '#contract/errors';
import { defaultSettings, type Settings } from '#contract/settings';
import { createSettingsStore, parseSettings } from '#core/workspace/settings-store';

test.each([null, [], 'dark', { theme: 'pink' }, { pixelLimitMegapixels: -1 }, { memoryBudgetMiB: 1.5 }])(
  'saved settings like %j are refused',
  (json) => {
    expect(() => parseSettings(json)).toThrow();
  },
);

test('settings that an older version did not know have their defaults', () => {
  expect(parseSettings({ theme: 'dark', forgotten: true })).toEqual({ ...defaultSettings, theme: 'dark' });
});

test('a change that cannot be saved is not made', async () => {
  const store = createSettingsStore({
    settings: defaultSettings,
    save: () => Promise.reject(new AppError('out-of-disk', { raw: 'The disk is full' })),
    announce: () => expect.unreachable(),
  });
  await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'out-of-disk' });
  expect(store.read()).toEqual(defaultSettings);
});

test('changes made at once all count, each saved before it is told', async () => {
  const order: string[] = [];
  const store = createSettingsStore({
    settings: defaultSettings,
    save: async ({ theme, model }: Settings) => void order.push(`saved ${theme} ${model}`),
    announce: ({ theme, model }) => order.push(`told ${theme} ${model}`),
  });
  await Promise.all([store.change({ theme: 'dark', keepGps: undefined }), store.change({ model: 'paper' })]);
  expect(store.read()).toEqual({ ...defaultSettings, theme: 'dark', model: 'paper' });
  expect(order).toEqual(['saved dark fast', 'told dark fast', 'saved dark paper', 'told dark paper']);
});
