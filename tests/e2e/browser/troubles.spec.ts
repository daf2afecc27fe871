import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { accessibilityFaults, expect, openPair, startEnhancing, test } from './page-test.ts';

test('a photo that cannot be opened says why, in its place, and can be removed', async ({ page, host }) => {
  const read = host.engine.handlers['pair.read'];
  host.engine.handlers['pair.read'] = (params) => {
    if (!params.pairId.endsWith('f2f2f2f2f2f2f2f2')) return read(params);
    throw new AppError('unreadable-image', say('photos.incomplete', { name: 'half.jpg' }));
  };
  await openPair(page, host);
  host.engine.openPhotos(['half.jpg']);
  await expect(page.getByRole('main').getByText('half.jpg is incomplete')).toBeVisible();
  await expect(page.getByText('Opening …')).toHaveCount(0);
  await page.screenshot({ path: 'build/screenshots/unreadable.png' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(page.getByRole('heading', { name: 'Enhance' })).toBeVisible();
});

test('a problem covers no control, and is gone when another pair is opened', async ({ page, host }) => {
  host.engine.openPhotos(['one.jpg', 'one-tele.jpg', 'two.jpg', 'two-tele.jpg']);
  host.engine.handlers['registration.start'] = () => {
    throw new AppError('internal', { raw: 'It could not be done.' });
  };
  host.engine.handlers['project.edit'] = () => {
    throw new AppError('internal', { raw: 'It could not be done.' });
  };
  const list = page.getByRole('navigation', { name: 'Pairs' }).getByRole('button');
  await expect(list).toHaveCount(2);
  await page.getByRole('button', { name: 'Swap wide and telephoto' }).click();
  await expect(page.getByText('It could not be done.')).toBeVisible();
  await page.screenshot({ path: 'build/screenshots/problem.png' });
  await page.getByRole('radio', { name: 'Blend' }).click({ timeout: 3000 });
  await expect(page.getByRole('radio', { name: 'Blend' })).toBeChecked();
  await list.filter({ hasText: 'two.jpg' }).click({ timeout: 3000 });
  await expect(page.getByText('It could not be done.')).toHaveCount(0);
});

test('after a cancelled first run it is not "again", and unchanged settings are said to be so', async ({
  page,
  host,
}) => {
  await openPair(page, host);
  await startEnhancing(page, host);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. Nothing was changed.').first()).toBeVisible();
  await expect(page.getByText('Enhance again')).toHaveCount(0);
  await page.getByRole('button', { name: /^Enhance/ }).click();
  host.engine.finishEnhancement();
  await page.getByText('Enhance again').first().click();
  const again = page.getByRole('button', { name: 'Enhance again' });
  await expect(again).toBeDisabled();
  await expect(page.getByText('This is the result of these settings')).toBeVisible();
  await page.getByText('Model and device: Fast').click();
  await page.getByRole('radio', { name: /Paper/ }).check();
  await expect(again).toBeEnabled();
});
