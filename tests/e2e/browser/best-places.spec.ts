import type { BestPlace } from '#contract/enhancement';
import { defaultSettings } from '#contract/settings';
import { accessibilityFaults, expect, openResult, test } from './page-test.ts';

const placeAt = (x: number, y: number): BestPlace => ({
  x,
  y,
  width: 640,
  height: 448,
  detail: { x: x + 320, y: y + 224 },
});
const places = [placeAt(900, 640), placeAt(1560, 700), placeAt(200, 900), placeAt(900, 1200)];

test('a result opens at 100 % where it gained most, with the divider in the middle', async ({ page, host }) => {
  await openResult(page, host, places);
  await expect.poll(() => page.getByLabel('Zoom in percent').inputValue()).toBe('100 %');
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  const row = page.getByRole('group', { name: 'Where it gained most' }).getByRole('button');
  await expect(row).toHaveCount(4);
  await expect(row.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('option', { name: 'Result · Fast' }).first()).toBeAttached();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: 'build/screenshots/best-places.png' });
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('keys and buttons go through the places, and the navigator shows where that is', async ({ page, host }) => {
  await openResult(page, host, places);
  const row = page.getByRole('group', { name: 'Where it gained most' }).getByRole('button');
  const window = page.locator('.navigator rect').last();
  await expect(window).toHaveAttribute('x', /.+/);
  const across = async (): Promise<number> => Number(await window.getAttribute('x'));
  await expect.poll(across).toBeLessThan(1000);
  await page.keyboard.press('.');
  await expect(row.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(across).toBeGreaterThan(1000);
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await expect(row.nth(3)).toHaveAttribute('aria-pressed', 'true');
  await row.nth(2).click();
  await expect(row.nth(2)).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(across).toBeLessThan(400);
});

test('one at a time says which picture it is, and a click flips', async ({ page, host }) => {
  await openResult(page, host, places);
  await page.keyboard.press('n');
  const shown = page.getByText('click to flip');
  await expect(shown).toHaveText('Result · Fast · click to flip');
  await page.mouse.click(500, 300);
  await expect(shown).toHaveText('Before · click to flip');
});

test('what the telephoto gave is told of its own view', async ({ page, host }) => {
  await openResult(page, host, places);
  // A quarter of the result is photographed, and the telephoto covers a quarter of it.
  await expect(page.getByText('Within the telephoto’s view 100 % comes from it')).toBeVisible();
});

test('what is seen can be shared, before and after', async ({ page, host }) => {
  await openResult(page, host, places);
  await expect.poll(() => page.getByLabel('Zoom in percent').inputValue()).toBe('100 %');
  await page.getByRole('button', { name: 'Share before and after' }).click();
  await page.getByRole('menuitem', { name: 'as an animation' }).click();
  const saved = () => host.engine.calls.find(({ name }) => name === 'gain.save')?.params;
  await expect.poll(saved).toMatchObject({ kind: 'moving', path: '/downloads/wide-before-after.webp' });
  const { place } = saved() as { place: { width: number } };
  expect(place.width).toBeGreaterThan(400);
});

test.describe('in a small dark window in German', () => {
  test.use({ viewport: { width: 1024, height: 700 }, colorScheme: 'dark' });
  test('the row and the navigator have room', async ({ page, host }) => {
    await openResult(page, host, places);
    host.engine.emit('settings.changed', { ...defaultSettings, language: 'de' });
    await expect(page.locator('.places button')).toHaveCount(4);
    await expect(page.getByRole('button', { name: 'Einstellungen' })).toBeInViewport({ ratio: 1 });
    expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThan(56);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: 'build/screenshots/best-places-small.png' });
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
