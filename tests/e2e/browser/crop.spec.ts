import type { Page } from '@playwright/test';
import type { Framing } from '#contract/project-edits';
import type { FakeHost } from './fake-host.ts';
import { expect, faultsInBothThemes, openPair, test } from './page-test.ts';

/** What the page asked to be the crop, in order. */
function framings(host: FakeHost): Framing[] {
  return host.engine.calls.flatMap(({ name, params }) => {
    const { command } = params as { command?: { name: string; framing: Framing } };
    return name === 'project.edit' && command?.name === 'set-framing' ? [command.framing] : [];
  });
}

async function openCrop(page: Page, host: FakeHost): Promise<void> {
  await openPair(page, host);
  await page.getByRole('radio', { name: 'Crop' }).check();
  await expect(page.getByRole('button', { name: 'Top left corner of the crop' })).toBeVisible();
}

async function drag(page: Page, name: string, right: number, down: number): Promise<void> {
  const handle = page.getByRole('button', { name });
  // Waits until it lies still.
  await handle.hover();
  const box = await handle.boundingBox();
  if (box === null) throw new Error(`Expected "${name}" on the page`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right, y + down, { steps: 6 });
}

test('a corner is pulled with a grid of thirds, saved once, undone at once', async ({ page, host }) => {
  await openCrop(page, host);
  await expect(page.getByText('2400 × 1800 pixels', { exact: true })).toBeVisible();
  await drag(page, 'Bottom right corner of the crop', -200, -100);
  await expect(page.locator('.thirds')).toBeVisible();
  expect(framings(host)).toEqual([]);
  await page.mouse.up();
  await expect(page.locator('.thirds')).toHaveCount(0);
  await expect.poll(() => framings(host).length).toBe(1);
  const { crop } = framings(host)[0] ?? {};
  expect(crop).toMatchObject({ x: 0, y: 0 });
  await expect(
    page.getByText(`${2 * (crop?.width ?? 0)} × ${2 * (crop?.height ?? 0)} pixels`, { exact: true }),
  ).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('2400 × 1800 pixels', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Redo: crop' })).toBeEnabled();
});

test('Escape while pulling leaves the crop as it was', async ({ page, host }) => {
  await openCrop(page, host);
  await drag(page, 'Right edge of the crop', -200, 0);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.getByText('2400 × 1800 pixels', { exact: true })).toBeVisible();
  expect(framings(host)).toEqual([]);
});

test('shapes are kept, and the crop moves no further than the photo', async ({ page, host }) => {
  await openCrop(page, host);
  await page.getByLabel('Shape').selectOption('1 : 1, square');
  await expect.poll(() => framings(host).at(-1)?.crop?.width).toBe(900);
  expect(framings(host).at(-1)?.crop?.height).toBe(900);
  await drag(page, 'Top edge of the crop', 0, 120);
  await page.mouse.up();
  await expect.poll(() => framings(host).length).toBe(2);
  const pulled = framings(host).at(-1)?.crop;
  expect(pulled?.width).toBe(pulled?.height);
  await drag(page, 'Move the crop', 2000, 2000);
  await page.mouse.up();
  await expect.poll(() => framings(host).length).toBe(3);
  const moved = framings(host).at(-1)?.crop;
  expect([(moved?.x ?? 0) + (moved?.width ?? 0), (moved?.y ?? 0) + (moved?.height ?? 0)]).toEqual([1200, 900]);
});

test('the keys move its edges by pixels, a run of presses being one edit', async ({ page, host }) => {
  await openCrop(page, host);
  await page.getByRole('button', { name: 'Right edge of the crop' }).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => framings(host)).toHaveLength(1);
  expect(framings(host)[0]?.crop).toEqual({ x: 0, y: 0, width: 1188, height: 900 });
});

test('exactly the telephoto’s view is enhanced, and only that', async ({ page, host }) => {
  await openCrop(page, host);
  await page.getByRole('button', { name: 'Exactly the telephoto’s view' }).click();
  await expect.poll(() => framings(host).at(-1)?.crop).toEqual({ x: 315, y: 240, width: 600, height: 450 });
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect
    .poll(() => host.engine.calls.find(({ name }) => name === 'enhancement.start')?.params)
    .toMatchObject({ choices: { crop: { x: 315, y: 240, width: 600, height: 450 } } });
});

test('the photo is straightened by a number, by the slider and by drawing the horizon', async ({ page, host }) => {
  await openCrop(page, host);
  await page.getByLabel('Angle in degrees').fill('2.5');
  await page.keyboard.press('Enter');
  await expect.poll(() => framings(host).at(-1)?.straighten).toBe(2.5);
  await page.getByRole('slider', { name: 'Straighten' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => framings(host).at(-1)?.straighten).toBe(2.6);

  await page.getByRole('button', { name: 'Draw the horizon' }).click();
  const picture = await page.locator('[data-picture]').first().boundingBox();
  if (picture === null) throw new Error('Expected a picture');
  const from = { x: picture.x + 200, y: picture.y + 300 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 300, from.y + 300 * Math.tan((3 * Math.PI) / 180), { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => framings(host).at(-1)?.straighten).toBeCloseTo(2.6 - 3, 0);
  await page.getByRole('button', { name: 'Whole photo' }).click();
  await expect.poll(() => framings(host).at(-1)).toEqual({ crop: null, straighten: 0, ratio: 'free' });
});

test('axe finds nothing while cropping, and it looks like this', async ({ page, host }) => {
  await openCrop(page, host);
  await page.getByLabel('Angle in degrees').fill('-4');
  await page.keyboard.press('Enter');
  await page.getByLabel('Shape').selectOption('3 : 2');
  const look = async (theme: string): Promise<void> => {
    await drag(page, 'Bottom right corner of the crop', -150, -100);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `build/screenshots/crop-${theme}.png` });
    await page.mouse.up();
  };
  expect(await faultsInBothThemes(page, look)).toEqual([]);
});
