import { expect, look, openSamplePair, test } from './program-test.ts';

test('a spot is previewed with and without the telephoto, and the whole begun out of all commands, without a mouse', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  await page.keyboard.press('w');
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
