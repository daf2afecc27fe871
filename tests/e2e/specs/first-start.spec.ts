import { expect, test } from './program-test.ts';

test('the first screen says what the program does, and shows it with the pair that comes along', async ({
  page,
  program,
}) => {
  await page.goto(program.url);
  await expect(page.getByRole('heading', { name: /Two photos in.*One better photo out/ })).toBeVisible();
  await expect(page.getByText('Everything stays on this machine.')).toBeVisible();
  await page.getByRole('button', { name: 'Try it with our two photos' }).click();
  await expect(page.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
});
