import { say } from '#contract/messages';
import type { Page } from '@playwright/test';
import type { FakeHost } from './fake-host.ts';
import { expect, test } from './page-test.ts';

const entries = (page: Page) => page.getByRole('listbox', { name: 'Library' }).getByRole('option');
/** The library opens by its key once there is something in it. */
const inList = (page: Page) => page.getByRole('navigation', { name: 'Pairs' }).getByRole('button');
const searches = ({ engine }: FakeHost) => engine.calls.filter(({ name }) => name === 'photos.find-pairs');

test('pairs by content: asked for, followed, cancelled, and told when there are none', async ({ page, host }) => {
  host.engine.openPhotos(['one.jpg']);
  host.engine.openPhotos(['two.jpg']);
  await expect(inList(page)).toHaveCount(2);
  await page.keyboard.press('Shift+L');
  await page.getByRole('button', { name: 'Look for pairs by content' }).click();
  await expect.poll(() => searches(host)).toHaveLength(1);
  const progress = { fraction: 0.4, label: say('photos.comparing', { done: 3, all: 20 }), remainingMs: null };
  host.engine.setJob('pairing', { name: 'running', progress });
  const panel = page.getByRole('complementary');
  await expect(panel.getByText('Comparing photo 3 of 20')).toBeVisible();
  await page.screenshot({ path: 'build/screenshots/library/comparing-contents.png' });
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => host.engine.calls.map(({ name }) => name)).toContain('jobs.cancel');
  host.engine.setJob('pairing', { name: 'cancelled' });
  await expect(panel.getByText('Comparing photo 3 of 20')).toBeHidden();

  await page.keyboard.press('Shift+F');
  await expect.poll(() => searches(host)).toHaveLength(2);
  host.engine.emit('photos.paired', { pairs: 0, photos: 2, isAsked: true });
  host.engine.setJob('pairing', { name: 'succeeded' });
  await expect(page.getByText('No two of 2 photos clearly show the same')).toBeVisible();
});

test('is possible only where two photos are alone, and says when it failed', async ({ page, host }) => {
  host.engine.openPhotos(['one.jpg', 'one-tele.jpg', 'alone.jpg']);
  await expect(inList(page)).toHaveCount(2);
  await page.keyboard.press('Shift+L');
  await expect(entries(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Look for pairs by content' })).toBeHidden();
  host.engine.openPhotos(['another.jpg']);
  await page.getByRole('button', { name: 'Look for pairs by content' }).click();
  await expect.poll(() => searches(host)).toHaveLength(1);
  host.engine.setJob('pairing', { name: 'failed', error: { code: 'internal', message: { raw: 'Out of cheese.' } } });
  await expect(page.getByText('Pairs could not be looked for')).toBeVisible();
  await expect(page.getByText('Out of cheese.')).toBeVisible();
});
