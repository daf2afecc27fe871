import type { Page } from '@playwright/test';
import { expect, look, openSamplePair, test } from './program-test.ts';

async function drag(page: Page, name: RegExp | string, right: number, down: number): Promise<void> {
  const box = await page.getByRole('button', { name }).boundingBox();
  if (box === null) throw new Error(`Expected ${String(name)} on the page`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right, y + down, { steps: 6 });
  await page.mouse.up();
}

test('the overlap is put wrong by hand, refined, undone and redone; a crop is enhanced, and all of it is there after kill -9', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  const panel = page.getByRole('complementary');
  await page.getByRole('button', { name: 'Correct by hand' }).click();
  await drag(page, /^Move the telephoto/, 14, 9);
  await expect(panel.getByText('Placed by hand.')).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText(/No match|Doubtful match/)).toBeVisible();
  await look(page, 'overlap-spoiled');

  await page.getByRole('button', { name: 'Refine automatically' }).click();
  await expect(panel.getByText('Placed by hand, then refined.')).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText('Good match')).toBeVisible();
  await page.getByRole('radio', { name: 'Difference' }).check();
  await look(page, 'overlap-refined');

  await page.getByRole('button', { name: 'Undo: refine the overlap' }).click();
  await expect(panel.getByText('Placed by hand.')).toBeVisible();
  await expect(panel.getByText(/No match|Doubtful match/)).toBeVisible();
  await page.getByRole('button', { name: 'Redo: refine the overlap' }).click();
  await expect(panel.getByText('Placed by hand, then refined.')).toBeVisible();
  await expect(panel.getByText('Good match')).toBeVisible();

  await page.getByRole('radio', { name: 'Crop' }).check();
  await page.getByLabel('Width of the crop').fill('400');
  await page.keyboard.press('Enter');
  await page.getByLabel('Height of the crop').fill('300');
  await page.keyboard.press('Enter');
  await page.getByLabel('Angle in degrees').fill('2');
  await page.keyboard.press('Enter');
  const size = (await page.getByLabel('Size of the result').textContent()) ?? '';
  await look(page, 'crop');

  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toBeVisible({ timeout: 150_000 });
  await expect(panel.getByText(size.replace(' pixels', ''))).not.toHaveCount(0);
  await look(page, 'crop-enhanced');

  program.killEngine();
  await expect(page.getByText('The engine is running again.')).toBeVisible({ timeout: 30_000 });
  await expect(divider).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Redo: straighten' })).toBeEnabled();
  await page.keyboard.press('Control+y');
  await expect(divider).toBeVisible();
});
