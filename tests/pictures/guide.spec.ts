import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, startEnhancing, test } from '../e2e/specs/program-test.ts';

const folder = fileURLToPath(new URL('../../main/documentation/pictures/', import.meta.url));

/** Names of pictures with spaces between them: only these are drawn. Absent, all are. */
const wanted = process.env.PICTURES?.split(' ');

/** What the page shows now, once it has loaded what it wants to show, as `guide-<name>.webp`. */
async function draw(page: Page, name: string): Promise<void> {
  if (wanted?.includes(name) === false) return;
  await page.waitForLoadState('networkidle');
  await page.mouse.move(0, 0);
  // Notices and fades are over by then.
  await page.waitForTimeout(700);
  const picture = await page.screenshot();
  await sharp(picture)
    .webp({ quality: 82 })
    .toFile(join(folder, `guide-${name}.webp`));
}

test('the way of a pair through the program', async ({ page, program }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(program.url);
  await expect(page.getByRole('button', { name: 'Try it with our two photos' })).toBeEnabled();
  await draw(page, 'start');

  await page.getByRole('button', { name: 'Try it with our two photos' }).click();
  await expect(page.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
  await draw(page, 'overlap');

  await page.keyboard.press('w');
  await page.getByLabel('The wide photo; a click enhances that spot').click({ position: { x: 430, y: 330 } });
  // What the spot says when it is finished, with the time that it took; the picture is of that.
  const finished = page.getByRole('status').getByText(/With detail of the telephoto.*\d/);
  await expect(finished).toBeVisible({ timeout: 60_000 });
  await draw(page, 'preview');
  expect(await finished.isVisible()).toBe(true);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Shift+C');
  await draw(page, 'crop');
  await page.keyboard.press('Shift+C');

  await startEnhancing(page);
  await draw(page, 'enhancing');
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible({
    timeout: 200_000,
  });
  await page.getByRole('button', { name: '200 %' }).click();
  await draw(page, 'compare');
  await page.keyboard.press('0');
  // The whole picture is the result then, and the map lies over all of it.
  await page.keyboard.press('1');
  await page.getByRole('switch', { name: 'Show where detail came from' }).check();
  await draw(page, 'provenance');

  for (const [keys, name] of [
    ['Control+e', 'export'],
    ['Control+,', 'settings'],
    ['Control+k', 'commands'],
  ] as const) {
    if (wanted?.includes(name) === false) continue;
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await draw(page, name);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }

  await page.keyboard.press('Shift+M');
  await draw(page, 'models');
});
