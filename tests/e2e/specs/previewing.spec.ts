import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { Rectangle } from '#contract/geometry';
import { expect, look, openSamplePair, test } from './program-test.ts';

test('a spot is previewed with and without the telephoto, and the whole begun out of all commands, without a mouse', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  await page.keyboard.press('w');
  await expect(page.getByRole('radio', { name: 'Preview' })).toBeChecked();
  await page.keyboard.press('x');
  await expect(page.getByText('With detail of the telephoto')).toBeVisible({ timeout: 60_000 });
  await look(page, 'preview');
  await page.getByRole('slider', { name: 'Remove noise' }).fill('60');
  await page.getByRole('switch', { name: 'Use the telephoto' }).uncheck();
  await expect(page.getByText('From the wide photo alone')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('switch', { name: 'Use the telephoto' }).check();
  await expect(page.getByText('With detail of the telephoto')).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press('Control+k');
  await page.keyboard.type('enhance');
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
  await look(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByText(/Enhancing tile/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('complementary').getByText('Cancelled. Nothing was changed.')).toBeVisible();
});

test('of a crop that is straightened, a click shows that spot of what the long run will give', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  await page.keyboard.press('Shift+c');
  await page.getByLabel('Angle in degrees').fill('7');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Exactly the telephoto’s view' }).click();
  await page.getByLabel('Width of the crop').fill('300');
  await page.keyboard.press('Enter');
  await page.getByLabel('Height of the crop').fill('280');
  await page.keyboard.press('Enter');
  await expect(page.getByText('600 × 560 pixels', { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'Preview' }).check();
  await page.keyboard.press('x');
  await expect(page.getByText('With detail of the telephoto')).toBeVisible({ timeout: 60_000 });
  await look(page, 'preview-straightened');
  const place = await page.locator('.patch').boundingBox();
  if (place === null) throw new Error('Expected a preview');
  // The whole of the crop is in the frame, as the result will be.
  const spot = await shot(page, place);

  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toBeVisible({ timeout: 150_000 });
  await page.keyboard.press('n');
  await page.keyboard.press('0');
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
  const result = await shot(page, place);
  await look(page, 'preview-straightened-result');
  const [here, beside] = [difference(spot, result, 0), difference(spot, result, 6)];
  expect(here).toBeLessThan(3);
  expect(beside).toBeGreaterThan(2 * here);
});

/** What is inside the frame of the spot and away from its divider, as grey values. */
async function shot(page: Page, { x, y, width, height }: Rectangle): Promise<{ data: Buffer; width: number }> {
  const clip = { x: x + 40, y: y + 40, width: Math.floor(width - 80), height: Math.floor(height - 110) };
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

/** Of 255 levels, on average, the second picture moved to the left by some pixels. */
function difference(one: { data: Buffer; width: number }, other: { data: Buffer; width: number }, by: number): number {
  const { width } = one;
  let [sum, count] = [0, 0];
  for (let at = 0; at < one.data.length; at += 1) {
    if ((at % width) + by >= width) continue;
    sum += Math.abs((one.data[at] ?? 0) - (other.data[at + by] ?? 0));
    count += 1;
  }
  return sum / count;
}
