import { expect, openPair, test } from './page-test.ts';

test('a failed match says so, and the wide photo can still be enhanced', async ({ page, host }) => {
  host.engine.verdict = 'failed';
  await openPair(page, host);
  await expect(page.getByText('No match')).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Use the telephoto' })).toBeDisabled();
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect.poll(() => host.engine.calls.at(-1)?.params).toMatchObject({ choices: { useReference: false } });
});

test('the outline lies where the telephoto was found, and moves with the picture', async ({ page, host }) => {
  await openPair(page, host);
  const outline = page.locator('polygon.line');
  const before = await outline.boundingBox();
  const picture = await page.locator('[data-picture]').boundingBox();
  if (before === null || picture === null) throw new Error('Expected an outline on a picture');
  // The telephoto covers half of the width of the scene.
  await page.keyboard.press('z');
  await expect.poll(async () => (await outline.boundingBox())?.width ?? 0).toBeGreaterThan(before.width * 1.05);
  await expect.poll(async () => (await outline.boundingBox())?.width ?? 0).toBeCloseTo(602, -1);
});

test('the details say how well it fits', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByText('Details', { exact: true }).click();
  await expect(page.getByText('1,468 of 1,503')).toBeVisible();
  await expect(page.getByText('2.00 ×')).toBeVisible();
  await expect(page.getByText('0.63 pixels')).toBeVisible();
});

test('roles can be swapped, photos separated, paired again and removed', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('button', { name: 'Swap wide and telephoto' }).click();
  await expect.poll(() => host.engine.calls.map(({ name }) => name)).toContain('registration.start');
  await page.getByRole('button', { name: 'Separate the two photos' }).click();
  const list = page.getByRole('navigation', { name: 'Pairs' }).getByRole('button');
  await expect(list).toHaveCount(2);
  await expect(list.first()).toContainText('No telephoto');

  await page.getByLabel('Pair with another photo').selectOption({ index: 1 });
  await expect(list).toHaveCount(0);
  await expect(page.getByText('Good match')).toBeVisible();
  await page.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(page.getByRole('button', { name: 'Choose two photos' })).toBeVisible();
});

test('the list leads from pair to pair', async ({ page, host }) => {
  host.engine.openPhotos(['one.jpg', 'one-tele.jpg', 'two.jpg', 'two-tele.jpg']);
  const list = page.getByRole('navigation', { name: 'Pairs' }).getByRole('button');
  await expect(list).toHaveCount(2);
  await list.filter({ hasText: 'two.jpg' }).click();
  await expect(page.getByRole('complementary')).toContainText('two-tele.jpg');
  await expect(list.filter({ hasText: 'two.jpg' })).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(list.filter({ hasText: 'one.jpg' })).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(list.filter({ hasText: 'two.jpg' })).toHaveAttribute('aria-current', 'true');
});

test('what is known of the photos stands beside each other', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByText('Facts', { exact: true }).click();
  const facts = page.getByRole('table');
  await expect(facts.getByRole('row', { name: 'Camera Telewide Test phone' })).toBeVisible();
  await expect(facts.getByRole('row', { name: 'Exposure 1/100 s · ISO 64' })).toBeVisible();
  await expect(facts.getByRole('row', { name: 'File JPEG, 3.4 MB' })).toBeVisible();
});
