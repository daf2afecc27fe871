import type { Locator, Page } from '@playwright/test';
import type { ModelSummary } from '#contract/models';
import { models } from './fake-facts.ts';
import { expect, openPair, openResult, startEnhancing, test } from './page-test.ts';

/** What is seen; the same words are also told to screen readers, outside of it. */
function sidePanel(page: Page): Locator {
  return page.getByRole('complementary');
}

const running = (fraction: number, remainingMs: number | null) =>
  ({ name: 'running', progress: { fraction, label: { raw: 'Enhancing, tile 21 of 48' }, remainingMs } }) as const;

test('a failure says why, and leaves the choices', async ({ page, host }) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.setJob('enhancement', {
    name: 'failed',
    error: { code: 'out-of-memory', message: { raw: 'Expected 1.2 GB of free memory.' } },
  });
  await expect(sidePanel(page).getByText('Expected 1.2 GB of free memory.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enhance', exact: true })).toBeEnabled();
});

test('progress, the time left in words, and the title of the window', async ({ page, host }) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.setJob('enhancement', running(0.437, 130_000));
  await expect(page.getByRole('progressbar', { name: 'Progress of the enhancement' })).toHaveAttribute(
    'value',
    '0.437',
  );
  await expect(page.getByText('43 %', { exact: true })).toBeVisible();
  await expect(sidePanel(page).getByText('about 2 minutes left')).toBeVisible();
  await expect(page).toHaveTitle('43 % · Telewide');
});

test('the picture grows while it is made, and is the photo again when that is cancelled', async ({ page, host }) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.setJob('enhancement', running(0.5, null));
  await page.getByRole('button', { name: '100 %' }).click();
  const middle = async (): Promise<Buffer> => {
    const { x, y, width, height } = await page.locator('[data-picture]').evaluate((one) => one.getBoundingClientRect());
    return page.screenshot({ clip: { x: x + width / 2 - 40, y: y + height / 2 - 40, width: 80, height: 80 } });
  };
  await page.waitForLoadState('networkidle');
  const photo = await middle();
  host.engine.growEnhancement({ x: 344, y: 322, width: 256, height: 256 }, { x: 600, y: 322, width: 256, height: 256 });
  await expect.poll(async () => (await middle()).equals(photo)).toBe(false);
  host.engine.setJob('enhancement', { name: 'cancelled' });
  await expect.poll(async () => (await middle()).equals(photo)).toBe(true);
});

test('cancelling asks the engine, waits for it, and says that nothing happened', async ({ page, host }) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.setJob('enhancement', running(0.2, null));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(sidePanel(page).getByText('Cancelled. Nothing was changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect.poll(() => host.engine.calls.filter(({ name }) => name === 'enhancement.start').length).toBe(2);
});

test('the choices reach the engine and are remembered', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByText('Model and device: Fast').click();
  await page.getByRole('radio', { name: /Paper/ }).check();
  await page.getByLabel('Runs on').selectOption('cpu');
  await page.getByRole('switch', { name: 'Use the telephoto' }).uncheck();
  await startEnhancing(page, host);
  const start = host.engine.calls.find(({ name }) => name === 'enhancement.start');
  expect(start?.params).toMatchObject({ choices: { model: 'paper', device: 'cpu', useReference: false, crop: null } });
  await page.reload();
  await expect(page.getByRole('progressbar', { name: 'Progress of the enhancement' })).toBeVisible();
  host.engine.setJob('enhancement', { name: 'cancelled' });
  await page.getByText('Model and device: Paper').click();
  await expect(page.getByRole('radio', { name: /Paper/ })).toBeChecked();
});

test('a device that cannot be used cannot be chosen, and says why', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByText('Model and device: Fast').click();
  await expect(page.getByRole('option', { name: /CUDA/ })).toBeDisabled();
  await page.getByText('Why not the others?').click();
  await expect(page.getByText('The CUDA libraries are not installed.')).toBeVisible();
});

test('an engine that dies is told of; its job ends; when it is back the next one runs', async ({ page, host }) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.setJob('enhancement', running(0.4, 60_000));
  host.engine.emit('engine.changed', { name: 'restarting', reason: { raw: 'signal SIGKILL' } });
  const banner = page.getByRole('status').filter({ hasText: 'being started again' });
  await expect(banner).toBeVisible();
  await expect(sidePanel(page).getByText('The engine stopped and was started again. Try once more.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enhance', exact: true })).toBeDisabled();
  const reads = host.engine.calls.filter(({ name }) => name === 'pair.read').length;

  host.engine.emit('engine.changed', { name: 'ready' });
  await expect(page.getByText('The engine is running again.')).toBeVisible();
  await expect.poll(() => host.engine.calls.filter(({ name }) => name === 'pair.read').length).toBeGreaterThan(reads);
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect.poll(() => host.engine.calls.filter(({ name }) => name === 'enhancement.start').length).toBe(2);
});

test('an engine that stays away says so and offers nothing to start', async ({ page, host }) => {
  await openPair(page, host);
  host.engine.emit('engine.changed', { name: 'stopped', reason: { raw: 'It stopped 5 times in a row.' } });
  await expect(page.getByText('It stopped 5 times in a row.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enhance', exact: true })).toBeDisabled();
});

test('a pipe that breaks is opened again', async ({ page, host }) => {
  await openPair(page, host);
  host.dropConnections();
  await expect(page.getByText('The connection to Telewide closed.')).toBeVisible();
  await expect(page.getByText('The engine is running again.')).toBeVisible();
  await startEnhancing(page, host);
});

test('a photo that was replaced on the disk is said to be another one, and can be enhanced again', async ({
  page,
  host,
}) => {
  await openResult(page, host);
  host.engine.replacePhoto('wide.jpg');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(sidePanel(page).getByText('Changed on disk: enhance again')).toBeVisible();
  await expect(sidePanel(page).getByText(/^wide\.jpg is another photo/)).toBeVisible();
  await page.getByRole('button', { name: 'Enhance again' }).click();
  await expect.poll(() => host.engine.calls.filter(({ name }) => name === 'enhancement.start').length).toBe(2);
  host.engine.finishEnhancement();
  await expect(page.getByText('Changed on disk')).toBeHidden();
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible();
});

/** A model that was learned from photos of a camera. */
function learned(id: string, camera: string): ModelSummary {
  const [fast] = models;
  if (fast === undefined) throw new Error('There is no model to begin with');
  return { ...fast, id, name: `Model of ${id}`, isPersonal: true, camera };
}

test('a model is chosen by itself for photos of the camera that it learned', async ({ page, host }) => {
  host.engine.handlers['models.list'] = () => [...models, learned('mine', 'Telewide Test phone')];
  await page.reload();
  await openPair(page, host);
  await expect(page.getByText('Model and device: Model of mine')).toBeVisible();
  await page.getByText('Model and device: Model of mine').click();
  await page.getByRole('radio', { name: /^Fast/ }).check();
  const change = host.engine.calls.findLast(({ name }) => name === 'settings.change')?.params;
  expect(change).toEqual({ change: { cameraModels: { 'Telewide Test phone': 'fast' } } });
  await startEnhancing(page, host);
  const started = host.engine.calls.findLast(({ name }) => name === 'enhancement.start')?.params;
  expect(started).toMatchObject({ choices: { model: 'fast' } });
});

test('a model of another camera is not used unless a person wants it, and says so', async ({ page, host }) => {
  host.engine.handlers['models.list'] = () => [...models, learned('other', 'Another phone')];
  const read = host.engine.handlers['settings.read'];
  host.engine.handlers['settings.read'] = (params) => ({ ...(read(params) as object), model: 'other' }) as never;
  await page.reload();
  await openPair(page, host);
  await page.getByText('Model and device: Fast').click();
  await page.getByRole('radio', { name: /^Model of other/ }).check();
  await expect(
    sidePanel(page).getByText('It learned the Another phone; this photo is from the Telewide Test phone.'),
  ).toBeVisible();
});
