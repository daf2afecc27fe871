import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { neutralFolder } from '../../support/neutral-photos.ts';
import { paintScene } from '../../support/simulated-pair.ts';
import { expect, look, samplePair, test } from './program-test.ts';

const entries = (page: Page) => page.getByRole('listbox', { name: 'Library' }).getByRole('option');

test('photos that say nothing of themselves are paired by what they show, in one step', async ({ page, program }) => {
  const [wide = '', tele = ''] = samplePair;
  const photos = neutralFolder(program.allowedFolder);
  const names = [
    await photos.add(paintScene({ width: 900, height: 700 }, 8)),
    await photos.add(tele),
    await photos.add(wide),
  ];
  await page.goto(program.url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose two photos' }).click();
  await (await chooser).setFiles(names.map((name) => join(program.allowedFolder, name)));
  await expect(page.getByText('One pair was found by what the photos show')).toBeVisible({ timeout: 60_000 });

  const list = page.getByRole('navigation', { name: 'Pairs' }).getByRole('button');
  await expect(list).toHaveCount(2);
  await page.keyboard.press('Shift+L');
  const panel = page.getByRole('complementary');
  await entries(page)
    .filter({ hasText: names[2] ?? '' })
    .click();
  await expect(panel).toContainText(/The telephoto shows a part of the wide photo \((9\d|100) % alike\)\./);
  await expect(panel).toContainText('Probably a pair');
  await expect(panel).toContainText('Counted one right after the other.');
  await expect(entries(page).filter({ hasText: names[2] ?? '' })).toContainText('Ready to enhance', {
    timeout: 60_000,
  });
  await look(page, 'library/pair-by-content');

  // Separated by a person it stays so, until the person asks; a search is one step of its own.
  await page.keyboard.press('Shift+S');
  await expect(entries(page)).toHaveCount(3);
  await page.keyboard.press('Shift+F');
  await expect(page.getByText(/^No two of 3 photos/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+Z');
  await expect(entries(page)).toHaveCount(2);

  // What was found right after an import goes with it.
  await page.keyboard.press('Control+Z');
  await expect(page.getByRole('button', { name: 'Choose two photos' })).toBeVisible();
});
