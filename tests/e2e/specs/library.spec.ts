import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { libraryPhotos } from '../../support/library-photos.ts';
import { expect, openSamplePair, test } from './program-test.ts';

const folder = 'build/screenshots/library';
const entries = (page: Page) => page.getByRole('listbox', { name: 'Library' }).getByRole('option');
const pictures = (page: Page) =>
  page.locator('img.wide').evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length);

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

async function addFolder(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await (await chooser).setFiles(path);
}

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('a folder becomes a library: paired, looked through, changed, undone, and as it was after a restart of the engine', async ({
      page,
      program,
    }) => {
      const photos = join(program.allowedFolder, 'holiday');
      await libraryPhotos(photos, 40);
      mkdirSync(join(photos, 'more'));
      await libraryPhotos(join(photos, 'more'), 3);
      writeFileSync(join(photos, 'more', 'broken.jpg'), 'no photo at all');
      writeFileSync(join(photos, 'Thumbs.db'), 'no photo');
      await page.goto(program.url);
      await addFolder(page, photos);
      await expect(entries(page)).toHaveCount(21, { timeout: 30_000 });
      await expect.poll(() => pictures(page)).toBeGreaterThan(15);
      await expect(page.getByText('One photo cannot be read')).toBeVisible();
      await page.screenshot({ path: `${folder}/real-${colorScheme}.png` });
      await expectAccessible(page);

      await entries(page).first().click();
      const panel = page.getByRole('complementary');
      await expect(panel).toContainText('Surely a pair');
      await expect(panel).toContainText('Taken 2 seconds apart.');
      await expect(panel).toContainText('Taken with the same camera, Phone 11.');
      await page.screenshot({ path: `${folder}/real-chosen-${colorScheme}.png` });
      await expectAccessible(page);

      await page.getByLabel('State', { exact: true }).selectOption('With a problem');
      await expect(entries(page)).toHaveCount(1);
      await entries(page).first().click();
      await expect(panel).toContainText('broken.jpg');
      await page.getByLabel('State', { exact: true }).selectOption('Every state');

      await entries(page).first().click();
      await page.keyboard.press('Shift+S');
      await expect(entries(page)).toHaveCount(22);
      await page.keyboard.press('Control+Z');
      await expect(entries(page)).toHaveCount(21);
      await page.getByLabel('Order', { exact: true }).selectOption('By name');
      await page.getByRole('radio', { name: 'Pairs' }).check();
      await expect(entries(page)).toHaveCount(20);
      await page.waitForTimeout(1500);

      program.killEngine();
      await expect(page.getByText('The engine is running again.')).toBeVisible({ timeout: 30_000 });
      await page.reload();
      await expect(entries(page)).toHaveCount(20);
      await expect(page.getByLabel('Order', { exact: true })).toHaveValue('name');
      await expect.poll(() => pictures(page)).toBeGreaterThan(15);
      await page.keyboard.press('Control+Z');
      await expect(page.getByRole('button', { name: 'Choose two photos' })).toBeVisible();
    });
  });
}

test('two photos lead straight to their picture, as ever; the library knows how far they are', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  await page.keyboard.press('Shift+L');
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page).first()).toContainText('Ready to enhance');
  await expect.poll(() => pictures(page)).toBe(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Enhance' })).toBeVisible();
});

test('adding many photos can be cancelled; what was read stays', async ({ page, program }) => {
  const photos = join(program.allowedFolder, 'many');
  await libraryPhotos(photos, 600);
  await page.goto(program.url);
  await addFolder(page, photos);
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await expect(page.getByText('Adding was cancelled')).toBeVisible({ timeout: 30_000 });
});
