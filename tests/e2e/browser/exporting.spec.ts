import { say } from '#contract/messages';
import type { Page } from '@playwright/test';
import { countItems, type BatchItemSnapshot, type BatchView } from '#contract/batch';
import { findBatchChange } from '#contract/batch-changes';
import { models } from './fake-facts.ts';
import { accessibilityFaults, expect, openPair, openResult, test } from './page-test.ts';

const count = 5000;
const waiting = { name: 'waiting' } as const;
const finished = { name: 'done', target: '', losses: [], milliseconds: 1 } as const;

/** A batch of thousands, of which the first ones are done and the next is worked on. */
function batchAfter(done: number): BatchView {
  const facts = { id: 'many', outputFolder: '/home/you/Enhanced', isPaused: false };
  const items: BatchItemSnapshot[] = Array.from({ length: count }, (_, place) => {
    const names = { key: `${place}`, source: `trip/IMG_${String(place).padStart(4, '0')}.jpg`, teles: [] };
    if (place < done) return { ...names, state: finished };
    if (place > done) return { ...names, state: waiting };
    const progress = { fraction: 0.4, label: say('enhancing.tile', { done: 8, all: 20 }), remainingMs: 9000 };
    return { ...names, state: { name: 'running', progress } };
  });
  const progress = {
    fraction: done / count,
    label: say('writing.finished-of', { done, all: count }),
    remainingMs: 3.6e6,
  };
  const state = { isFinished: false, waitingFor: null, ignored: 0, photosPerHour: 60, elapsedMs: 60_000 };
  return { ...facts, problem: null, snapshot: { ...facts, ...state, counts: countItems(items), progress, items } };
}

const namesIn = (page: Page): Promise<string[]> => page.locator('.batch li .name').allTextContents();

test('only what was edited since its export can be exported again', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await page.getByRole('combobox', { name: 'Photos' }).selectOption('changed');
  const start = page.getByRole('button', { name: /^Export (0|one) photos? …/ });
  await expect(start).toBeDisabled();
  const { pairId } = host.engine.calls.findLast(({ name }) => name === 'pair.read')?.params as { pairId: string };
  const exported = { pairId, step: 'exported', verdict: 'good', problem: null, isChanged: true } as const;
  host.engine.emit('library.changed', { photos: [], statuses: [exported] });
  await expect(start).toBeEnabled();
});

test('a batch of thousands shows what matters now, and stays easy to move', async ({ page, host }) => {
  await openPair(page, host);
  let told: BatchView | null = null;
  const tell = (view: BatchView): void => {
    host.engine.emit('batch.changed', findBatchChange(told, view));
    told = view;
  };
  tell(batchAfter(0));
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await expect(page.locator('.batch li .name')).toHaveCount(100);
  for (let done = 1; done <= 40; done += 1) tell(batchAfter(done));
  await expect.poll(async () => (await namesIn(page))[0]).toBe('IMG_0040.jpg');
  expect((await namesIn(page)).slice(0, 3)).toEqual(['IMG_0040.jpg', 'IMG_0041.jpg', 'IMG_0042.jpg']);
  await expect(page.getByText('4,900 photos are not shown')).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.screenshot({ path: 'build/screenshots/export-of-thousands.png' });

  await page.getByRole('button', { name: 'IMG_0042.jpg sooner' }).click();
  await expect
    .poll(() => host.engine.calls.find(({ name }) => name === 'batch.move')?.params)
    .toEqual({
      batchId: 'many',
      key: '42',
      place: 41,
    });
  await page.getByRole('button', { name: 'Show 100 more' }).click();
  await expect(page.locator('.batch li .name')).toHaveCount(200);
});

test('a batch that was told only in part is asked for as a whole', async ({ page, host }) => {
  await openPair(page, host);
  const before = batchAfter(1);
  host.engine.handlers['batch.list'] = () => [batchAfter(2)];
  host.engine.emit('batch.changed', findBatchChange(before, batchAfter(2)));
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await expect.poll(async () => (await namesIn(page))[0]).toBe('IMG_0002.jpg');
});

test('what is exported is chosen: matching pairs unless it is said otherwise', async ({ page, host }) => {
  await openPair(page, host);
  host.engine.verdict = 'failed';
  host.engine.openPhotos(['other.jpg', 'other-tele.jpg', 'alone.jpg']);
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await expect(page.getByRole('button', { name: 'Export one photo' })).toBeEnabled();
  await page.getByRole('form').getByLabel('Photos', { exact: true }).selectOption('Photos without a telephoto');
  await page.getByRole('button', { name: 'Export one photo' }).click();
  const started = () => host.engine.calls.find(({ name }) => name === 'batch.start')?.params as { pairIds: string[] };
  await expect.poll(() => started()?.pairIds).toHaveLength(1);
  expect(started().pairIds[0]).toContain('f4f4');
});

test('photos of a camera that was learned are exported with its model, unless that is not wanted', async ({
  page,
  host,
}) => {
  const [fast] = models;
  if (fast === undefined) throw new Error('Expected a model');
  const mine = { ...fast, id: 'mine', name: 'Mine', isPersonal: true, camera: 'Test phone' };
  host.engine.handlers['models.list'] = () => [...models, mine];
  await page.reload();
  await openPair(page, host);
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await page.getByText('More choices').click();
  const started = () =>
    host.engine.calls.findLast(({ name }) => name === 'batch.start')?.params as { models: Record<string, string> };
  await page.getByRole('button', { name: 'Export one photo' }).click();
  await expect.poll(() => Object.values(started()?.models ?? {})).toEqual(['mine']);
  await page.getByRole('switch', { name: 'Models that learned the camera' }).uncheck();
  await page.getByRole('button', { name: 'Export one photo' }).click();
  await expect.poll(() => started().models).toEqual({});
});

test('a file name with an unknown variable is refused where it is typed', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await page.getByText('More choices').click();
  await page.getByLabel('File names').fill('{nam}-x');
  await expect(page.getByText('File names: there is no {nam}.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export one photo' })).toBeDisabled();
});

test('what was exported is compared, and shown in its folder on the desktop', async ({ page, host }) => {
  host.engine.handlers['shell.describe'] = () => ({ kind: 'desktop', version: '1.0.0', platform: 'linux' });
  await page.reload();
  await openResult(page, host);
  await page.getByRole('radio', { name: 'Overlap' }).check({ force: true });
  const [item] = batchAfter(1).snapshot?.items ?? [];
  const view = batchAfter(1);
  if (item === undefined || view.snapshot === null) throw new Error('There is no batch');
  const done = { ...item, source: '../../photos/wide.jpg', state: { ...finished, target: 'wide-telewide.jpg' } };
  const gone = { ...item, key: 'gone', source: 'gone.jpg', state: finished };
  const items = [done, gone];
  const snapshot = { ...view.snapshot, items, counts: countItems(items), isFinished: true };
  host.engine.emit('batch.changed', findBatchChange(null, { ...view, snapshot }));
  await page.getByRole('button', { name: 'Export many photos' }).click();
  await page.getByRole('button', { name: 'Show wide.jpg in its folder' }).click();
  await expect
    .poll(() => host.engine.calls.find(({ name }) => name === 'shell.show-file')?.params)
    .toEqual({ path: '/home/you/Enhanced/wide-telewide.jpg' });
  await expect(page.getByRole('button', { name: 'Compare gone.jpg before and after' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Compare wide.jpg before and after' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible();
});
