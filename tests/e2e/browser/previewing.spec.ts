import type { Page } from '@playwright/test';
import type { Framing } from '#contract/project-edits';
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
  await page.waitForTimeout(900);
  const [first, ...others] = previews(host);
  expect(others).toEqual([]);
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

test('of a crop, the picture is the crop as it will be, and a click means a place of it', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('radio', { name: 'Crop' }).check();
  await page.getByLabel('Angle in degrees').fill('5');
  await page.keyboard.press('Enter');
  await page.getByLabel('Width of the crop').fill('500');
  await page.keyboard.press('Enter');
  await page.getByLabel('Height of the crop').fill('400');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Preview' }).check();
  await expect(page.getByText('Click anywhere to see that spot enhanced')).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByText('With detail of the telephoto')).toBeVisible();
  const shown = previews(host).at(-1) as unknown as { choices: Framing; point: { x: number; y: number } };
  const { crop, straighten } = shown.choices;
  expect(straighten).toBe(5);
  expect(crop).toMatchObject({ width: 500, height: 400 });
  expect(shown.point.x).toBeCloseTo((crop?.x ?? 0) + 250, 0);
  // The bars below leave the middle of the frame a little below that of the picture.
  expect(Math.abs(shown.point.y - (crop?.y ?? 0) - 200)).toBeLessThan(25);
  // The patch of 256 wide pixels lies in the middle of a picture that is 500 of them wide.
  const patch = await page.locator('.patch').boundingBox();
  const picture = await page.locator('[data-picture]').boundingBox();
  if (patch === null || picture === null) throw new Error('Expected a preview');
  expect(patch.x + patch.width / 2).toBeCloseTo(picture.x + picture.width / 2, -1);
  // Undone while it is seen, the crop shows another picture, and no spot of the old one.
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Click anywhere to see that spot enhanced')).toBeVisible();
  await expect(page.locator('.patch')).toHaveCount(0);
});
