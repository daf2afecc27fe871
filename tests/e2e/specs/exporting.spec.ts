import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeBatchPhotos } from '../../support/batch-photos.ts';
import { expect, test, type Program } from './program-test.ts';

/** A page with six small pairs, found by what their files say and what they show, and the export's window open. */
async function openExports(page: Page, program: Program): Promise<void> {
  await makeBatchPhotos(program.allowedFolder, { pairs: 6, isBroken: false, width: 480, height: 360 });
  await page.goto(program.url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await (await chooser).setFiles(program.allowedFolder);
  await expect(page.getByRole('button', { name: 'Export many photos' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Export many photos' }).click();
}

const states = (page: Page): Promise<string[]> =>
  page
    .locator('.batch li .state')
    .allTextContents()
    .then((texts) => texts.map((text) => text.trim()));
const names = (page: Page): Promise<string[]> => page.locator('.batch li .name').allTextContents();

test('a queue is paused, reordered, cancelled, survives its engine, and is retried', async ({ page, program }) => {
  test.setTimeout(600_000);
  await openExports(page, program);
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('button', { name: 'Export 6 photos' })).toBeEnabled({ timeout: 240_000 });
  await page.screenshot({ path: 'build/screenshots/export-form.png' });
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await dialog.getByRole('button', { name: 'Export 6 photos' }).click();
  await expect(dialog.getByRole('progressbar', { name: /^Progress of .*(wide|tele)/ }).first()).toBeVisible({
    timeout: 60_000,
  });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: 'build/screenshots/export-running-dark.png' });
  await page.emulateMedia({ colorScheme: 'light' });
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByText('Paused')).toBeVisible();
  await expect.poll(() => names(page), { timeout: 30_000 }).toHaveLength(6);
  // What is in work is finished first, however long a busy machine needs for it.
  await expect.poll(() => states(page), { timeout: 240_000 }).not.toContain('Working');

  const before = await names(page);
  const waiting = (await states(page)).flatMap((state, index) => (state === 'Waiting' ? [index] : []));
  expect(waiting.length).toBeGreaterThan(1);
  const [last, previous] = [waiting.at(-1) ?? 0, waiting.at(-2) ?? 0];
  await dialog.getByRole('button', { name: `${before[last] ?? ''} sooner` }).click();
  await expect.poll(async () => (await names(page))[previous]).toBe(before[last]);
  await dialog.getByRole('button', { name: `Cancel ${before[previous] ?? ''}` }).click();
  const cancelled = dialog.locator('.batch li').filter({ hasText: before[previous] ?? '' });
  await expect(cancelled.getByText('Cancelled')).toBeVisible();
  await page.screenshot({ path: 'build/screenshots/export-paused.png' });
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  program.killEngine();
  await expect(page.getByText('The engine is running again.')).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText('Paused')).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(dialog.getByText('The export is finished')).toBeVisible({ timeout: 240_000 });
  await expect(dialog.getByText(/done.* 1 cancelled in /)).toBeVisible();
  await page.screenshot({ path: 'build/screenshots/export-finished.png' });
  const output = (await dialog.locator('.batch .folder').textContent())?.trim() ?? '';
  expect(existsSync(output)).toBe(true);
  expect(readdirSync(output).filter((name) => name.includes('-telewide')).length).toBe(5);
  expect(existsSync(join(output, '.telewide/work'))).toBe(false);

  await dialog.getByRole('button', { name: 'Retry failed' }).click();
  await expect.poll(() => states(page), { timeout: 60_000 }).not.toContain('Cancelled');
  await expect(dialog.getByText('The export is finished')).toBeVisible({ timeout: 240_000 });
  expect(readdirSync(output).filter((name) => name.includes('-telewide')).length).toBe(6);
  await dialog.getByRole('button', { name: 'Take off the list' }).click();
  await expect(dialog.locator('.batch')).toHaveCount(0);
});
