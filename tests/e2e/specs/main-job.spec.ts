import sharp from 'sharp';
import { expect, look, openSamplePair, startEnhancing, test } from './program-test.ts';

test('two photos in, cancelled, enhanced, compared, saved', async ({ page, program }) => {
  await openSamplePair(page, program);
  await look(page, 'overlap');

  await startEnhancing(page);
  await look(page, 'enhancing');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('complementary').getByText('Cancelled. Nothing was changed.')).toBeVisible();

  await startEnhancing(page);
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toBeVisible({ timeout: 150_000 });
  await page.getByRole('button', { name: '200 %' }).click();
  await expect(page.getByLabel('Zoom in percent')).toHaveValue('200 %');
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: 'build/screenshots/compare.png' });
  await page.keyboard.press('3');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('0');
  await page.getByRole('switch', { name: 'Show where detail came from' }).check();
  await expect(page.getByText('Photographed')).toBeVisible();
  await look(page, 'provenance');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download photo' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('wide-telewide.jpg');
  const facts = await sharp(await saved.path()).metadata();
  expect([facts.width, facts.height, facts.format]).toEqual([4000, 3000, 'jpeg']);
  expect(facts.exif).toBeDefined();
});

test('the page is dark or light as the system is', async ({ page, program }) => {
  await page.goto(program.url);
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(background).not.toBe(dark);
  await look(page, 'start');
});
