import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { accessibilityFaults, chooseBy, expect, files, openPair, test } from './page-test.ts';

const chooseTwo = (page: Page, chosen: ReturnType<typeof files>): Promise<void> =>
  chooseBy(page, () => page.getByRole('button', { name: 'Choose two photos' }).click(), chosen);

test('photos that cannot be opened are named with the reason, the others arrive', async ({ page, host }) => {
  host.engine.refusals.set('notes.jpg', {
    code: 'unreadable-image',
    message: { raw: 'Expected a photo, received text.' },
  });
  await chooseTwo(page, files('wide.jpg', 'tele.jpg', 'notes.jpg'));
  const notice = page.locator('.notice');
  await expect(notice).toContainText('One photo was left out');
  await expect(notice).toContainText('notes.jpg');
  await expect(notice).toContainText('Expected a photo, received text.');
  await expect(page.getByText('Good match')).toBeVisible();
  await notice.getByRole('button').click();
  await expect(notice).toHaveCount(0);
});

test('a choice is uploaded file by file and handed to the engine by path', async ({ page, host }) => {
  await chooseTwo(page, files('wide ö.jpg', 'tele&1.jpg'));
  await expect(page.getByText('Good match')).toBeVisible();
  expect(host.uploads).toEqual(['wide ö.jpg', 'tele&1.jpg']);
  const added = host.engine.calls.find(({ name }) => name === 'photos.add');
  expect(added?.params).toEqual({ paths: ['/uploads/wide ö.jpg', '/uploads/tele&1.jpg'] });
});

for (const [way, ask] of [
  [
    'the menu beside the button',
    async (page) => {
      await page.getByRole('button', { name: 'Photos or a folder' }).click();
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('menuitem', { name: 'Add folder…' })).toBeFocused();
      await page.keyboard.press('Enter');
    },
  ],
  ['its keys', (page) => page.keyboard.press('Control+Shift+F')],
  [
    'the palette',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('add folder');
      await page.keyboard.press('Enter');
    },
  ],
] as [string, (page: Page) => Promise<void>][]) {
  test(`a folder is added by ${way}, and only its photos are taken`, async ({ page, host }) => {
    await openPair(page, host);
    const folder = mkdtempSync(join(tmpdir(), 'telewide-folder-'));
    for (const name of ['10.jpg', '9.jpg', 'Thumbs.db']) writeFileSync(join(folder, name), 'photo');
    await chooseBy(page, () => ask(page), folder);
    await expect.poll(() => host.uploads).toEqual(['9.jpg', '10.jpg']);
    rmSync(folder, { recursive: true });
  });
}

test('the menu beside the button is left as it was opened', async ({ page, host }) => {
  await openPair(page, host);
  const opener = page.getByRole('button', { name: 'Photos or a folder' });
  await opener.click();
  await expect(page.getByRole('menuitem')).toHaveCount(2);
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `build/screenshots/add-menu-${colorScheme}.png` });
  }
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Add folder…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  await expect(opener).toBeFocused();
  await opener.click();
  await page.getByRole('heading', { name: 'Enhance' }).click();
  await expect(page.getByRole('menuitem')).toHaveCount(0);
});

test('dropped photos are taken, wherever they fall', async ({ page, host }) => {
  const transfer = await page.evaluateHandle(() => {
    const carried = new DataTransfer();
    for (const name of ['a.jpg', 'b.jpg']) carried.items.add(new File(['photo'], name, { type: 'image/jpeg' }));
    return carried;
  });
  await page.dispatchEvent('header', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Let go to add them')).toBeVisible();
  await page.dispatchEvent('header', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Good match')).toBeVisible();
  expect(host.uploads).toEqual(['a.jpg', 'b.jpg']);
});

test('the choice is within reach of the keyboard alone', async ({ page, host }) => {
  const button = page.getByRole('button', { name: 'Choose two photos' });
  await expect(button).toBeEnabled();
  const isFocused = (): Promise<boolean> => button.evaluate((one) => one === document.activeElement);
  for (let presses = 0; presses < 12 && !(await isFocused()); presses += 1) await page.keyboard.press('Tab');
  await chooseBy(page, () => page.keyboard.press('Enter'), files('wide.jpg', 'tele.jpg'));
  await expect(page.getByText('Good match')).toBeVisible();
  expect(host.uploads).toHaveLength(2);
});
