import type { Page } from '@playwright/test';
import type { FakeHost } from './fake-host.ts';
import { expect, openPair, test } from './page-test.ts';

async function openPreview(page: Page, host: FakeHost): Promise<void> {
  await openPair(page, host);
  await page.keyboard.press('w');
  await expect(page.getByText('Click anywhere to see that spot enhanced')).toBeVisible();
}

function previews(host: FakeHost): { choices: Record<string, unknown>; point: { x: number; y: number } }[] {
  return host.engine.calls.flatMap(({ name, params }) => (name === 'preview.show' ? [params as never] : []));
}

test('a click enhances that spot, and a divider compares it', async ({ page, host }) => {
  await openPreview(page, host);
  await page.mouse.click(420, 400);
  await expect(page.getByText('With detail of the telephoto')).toBeVisible();
  const [first] = previews(host);
  // The photo of 1200 x 900 is fitted into the frame; the click lies a little left of its middle.
  expect(first?.point.x).toBeGreaterThan(450);
  expect(first?.point.x).toBeLessThan(600);
  const divider = page.getByRole('slider', { name: 'Divider between the photo and the preview' });
  await divider.focus();
  await page.keyboard.press('End');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Click anywhere to see that spot enhanced')).toBeVisible();
});

test('a key previews the middle, and other choices make it anew', async ({ page, host }) => {
  await openPreview(page, host);
  await page.keyboard.press('x');
  await expect(page.getByText('With detail of the telephoto')).toBeVisible();
  await page.getByRole('slider', { name: 'Detail of the telephoto' }).fill('40');
  await expect.poll(() => previews(host).at(-1)?.choices.referenceStrength).toBe(0.4);
  await page.getByRole('slider', { name: 'Remove noise' }).fill('25');
  await expect.poll(() => previews(host).at(-1)?.choices.denoise).toBe(0.25);
  await page.getByRole('switch', { name: 'Use the telephoto' }).uncheck();
  await expect(page.getByText('From the wide photo alone')).toBeVisible();
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  const start = () => host.engine.calls.find(({ name }) => name === 'enhancement.start')?.params;
  await expect.poll(start).toMatchObject({ choices: { useReference: false, denoise: 0.25, referenceStrength: 0.4 } });
});

test('a press outside of the photo previews nothing', async ({ page, host }) => {
  await openPreview(page, host);
  await page.mouse.click(8, 60);
  await page.waitForTimeout(200);
  expect(previews(host)).toEqual([]);
});
