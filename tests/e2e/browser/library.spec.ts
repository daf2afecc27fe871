import type { Page } from '@playwright/test';
import type { FakeHost } from './fake-host.ts';
import { accessibilityFaults, expect, faultsInBothThemes, test } from './page-test.ts';

const folder = 'build/screenshots/library';

/** Names of so many photos, a wide and a tele by turns; with `single` one more that stands alone. */
function names(count: number, single = false): string[] {
  const paired = Array.from({ length: count }, (_, index) => `IMG_${String(index + 1).padStart(5, '0')}.jpg`);
  return single ? [...paired, 'alone.jpg'] : paired;
}

async function openLibrary(page: Page, host: FakeHost, photos: readonly string[]): Promise<void> {
  host.engine.openPhotos(photos);
  await expect(page.getByRole('heading', { name: 'Enhance' })).toBeVisible();
  await page.keyboard.press('Shift+L');
  await expect(page.getByRole('listbox', { name: 'Library' })).toBeVisible();
}

const entries = (page: Page) => page.getByRole('listbox', { name: /Library|Mediathek/ }).getByRole('option');
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-posinset') ?? document.activeElement?.tagName ?? '');
const chosen = (page: Page) => page.locator('[role=option][aria-selected=true]');

test('thousands of photos are there, of which few are drawn; keys lead through them and the focus is never lost', async ({
  page,
  host,
}) => {
  await openLibrary(page, host, names(10_000));
  await expect(page.getByText('5,000 entries')).toBeVisible();
  expect(await entries(page).count()).toBeLessThan(120);
  await expect.poll(() => focused(page)).toBe('1');
  await expect(entries(page).first()).toHaveAttribute('aria-setsize', '5000');

  await page.keyboard.press('End');
  await expect.poll(() => focused(page)).toBe('5000');
  await page.keyboard.press('PageUp');
  const place = Number(await focused(page));
  expect(place).toBeLessThan(5000);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toBe(String(place - 1));
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chosen(page)).toHaveCount(3);
  await page.locator('.grid .scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
  await expect(page.getByRole('option', { name: /^IMG_00001/ })).toBeVisible();
  expect(await focused(page)).toBe(String(place + 1));
  await page.keyboard.press('Home');
  await expect.poll(() => focused(page)).toBe('1');
  await page.keyboard.press('Control+A');
  await expect(page.getByRole('heading', { name: '5,000 chosen, 5,000 of them pairs' })).toBeVisible();
  await page.keyboard.press(' ');
  await expect(page.getByRole('heading', { name: '4,999 chosen, 4,999 of them pairs' })).toBeVisible();
});

test('several chosen photos are enhanced, each with its own choices, and that is cancelled', async ({ page, host }) => {
  await openLibrary(page, host, names(6, true));
  await page.keyboard.press('Control+A');
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  const started = () => host.engine.calls.filter(({ name }) => name === 'enhancement.start');
  await expect.poll(() => started().length).toBe(4);
  expect(started().map(({ params }) => params)).toMatchObject([
    ...Array.from({ length: 3 }, () => ({ choices: { useReference: true } })),
    { choices: { useReference: false } },
  ]);
  await page.getByRole('button', { name: 'Cancel enhancing' }).click();
  await expect.poll(() => host.engine.calls.filter(({ name }) => name === 'jobs.cancel').length).toBe(4);
});

test('settings of one photo are copied to others, in one step of undo', async ({ page, host }) => {
  await openLibrary(page, host, names(6));
  await page.keyboard.press('Enter');
  await page.getByRole('slider', { name: 'Remove noise' }).fill('25');
  await page.keyboard.press('Shift+L');
  await page.keyboard.press('Control+Shift+C');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Use the copied settings' }).click();
  await expect(page.getByRole('button', { name: 'Undo: copy settings to 2 photos' })).toBeEnabled();
  const edit = host.engine.calls.findLast(({ name }) => name === 'project.edit')?.params as {
    command: { to: string[] };
  };
  expect(edit.command).toMatchObject({ name: 'copy-settings' });
  expect(edit.command.to).toHaveLength(2);
});

test('a menu at the photo offers what can be done with it, by mouse and by keys', async ({ page, host }) => {
  await openLibrary(page, host, names(6));
  await entries(page).nth(1).click({ button: 'right' });
  await expect(chosen(page)).toHaveCount(1);
  const menu = page.getByRole('menu', { name: 'What can be done here' });
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.screenshot({ path: `${folder}/menu.png` });
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await entries(page).nth(1).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: /^Separate the chosen pairs/ }).click();
  await expect(entries(page)).toHaveCount(4);
});

test('what was edited is a list, and any of it can be gone back to', async ({ page, host }) => {
  await openLibrary(page, host, names(8));
  for (const left of [3, 2, 1]) {
    await page.keyboard.press('Delete');
    await expect(entries(page)).toHaveCount(left);
  }
  await page.getByRole('button', { name: 'What was edited' }).click();
  const menu = page.getByRole('menu', { name: 'What was edited' });
  await expect(menu.getByRole('menuitem')).toHaveCount(4);
  await menu.getByRole('menuitem').nth(1).click();
  await expect(entries(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'What was edited' }).click();
  await menu.getByRole('menuitem', { name: /^Redo/ }).first().click();
  await expect(entries(page)).toHaveCount(1);
});

test('Enter shows a photo, the key of the library leads back to it', async ({ page, host }) => {
  await openLibrary(page, host, names(12));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toContainText('IMG_00004.jpg');
  await page.keyboard.press('Shift+L');
  await expect.poll(() => focused(page)).toBe('2');
  await expect(page.getByRole('complementary')).toContainText('IMG_00003.jpg');
});

test('Delete takes photos off the list, undo brings them back, and the focus stays in the list', async ({
  page,
  host,
}) => {
  await openLibrary(page, host, names(12));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Delete');
  await expect(entries(page)).toHaveCount(4);
  await expect.poll(() => focused(page)).toBe('2');
  await page.keyboard.press('Control+Z');
  await expect(entries(page)).toHaveCount(6);
  await expect.poll(() => focused(page)).not.toBe('BODY');
});

test('pairs are separated and made by keys, and by dragging one photo onto another', async ({ page, host }) => {
  await openLibrary(page, host, names(4));
  await page.keyboard.press('Shift+S');
  await expect(entries(page)).toHaveCount(3);
  await expect(page.getByRole('option', { name: /^IMG_00002\.jpg, No telephoto/ })).toBeVisible();
  await page.getByRole('option', { name: /^IMG_00001/ }).click();
  await page.getByRole('option', { name: /^IMG_00002/ }).click({ modifiers: ['Control'] });
  await page.keyboard.press('Shift+P');
  await expect(entries(page)).toHaveCount(2);
  await expect(page.getByText('Paired by hand')).toBeVisible();

  await page.keyboard.press('Control+Z');
  await expect(entries(page)).toHaveCount(3);
  await page.getByRole('option', { name: /^IMG_00002/ }).dragTo(page.getByRole('option', { name: /^IMG_00001/ }));
  await expect(entries(page)).toHaveCount(2);
  const command = host.engine.calls.findLast(({ name }) => name === 'project.edit')?.params;
  expect(command).toMatchObject({
    command: { name: 'set-pair', pair: { wideId: 'f0'.repeat(8), teleIds: ['f1'.repeat(8)] } },
  });
  await page.keyboard.press('Shift+W');
  await expect(page.getByRole('option', { name: /^IMG_00002\.jpg with IMG_00001\.jpg/ })).toBeVisible();
});

test('what is shown can be narrowed and put in order, and says so when nothing is left', async ({ page, host }) => {
  host.engine.verdict = 'failed';
  host.engine.openPhotos(names(2));
  host.engine.verdict = 'good';
  await openLibrary(page, host, names(12, true).slice(2));
  await page.getByRole('radio', { name: 'Single photos' }).check();
  await expect(entries(page)).toHaveCount(1);
  await page.getByRole('radio', { name: 'All' }).check();
  await page.getByLabel('State', { exact: true }).selectOption('With a problem');
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('No overlap found');
  await page.getByLabel('State', { exact: true }).selectOption('Every state');
  await page.keyboard.press('Control+F');
  await page.keyboard.type('00011');
  await expect(entries(page)).toHaveCount(1);
  await page.keyboard.type('nothing is called that');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(entries(page)).toHaveCount(7);
  await page.getByLabel('Order', { exact: true }).selectOption('By name');
  await page.getByRole('button', { name: 'Reverse the order' }).click();
  await expect(entries(page).first()).toContainText('IMG_00011.jpg');
});

test('order, filter, choice and place are there again after a reload', async ({ page, host }) => {
  await openLibrary(page, host, names(2000));
  await page.getByLabel('Order', { exact: true }).selectOption('By name');
  await page.keyboard.press('Tab');
  await entries(page).first().click();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  const place = await focused(page);
  await expect
    .poll(() => host.engine.calls.findLast(({ name }) => name === 'library.keep-view')?.params)
    .toMatchObject({ view: { order: 'name', isOpen: true } });
  await page.waitForTimeout(800);
  await page.reload();
  await expect(chosen(page)).toHaveAttribute('aria-posinset', place);
  await expect(chosen(page)).toBeInViewport();
  await expect(page.getByLabel('Order', { exact: true })).toHaveValue('name');
});

test('what is chosen in the library is what is exported', async ({ page, host }) => {
  await openLibrary(page, host, names(12));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+E');
  await expect(page.getByRole('button', { name: 'Export 2 photos' })).toBeVisible();
});

test('a photo that cannot be read is in the list with its reason', async ({ page, host }) => {
  host.engine.breakPhoto('broken.jpg', 'broken.jpg is damaged or incomplete. Use an undamaged copy');
  await expect(page.getByRole('option', { name: /^broken\.jpg, Cannot be read/ })).toBeVisible();
  await entries(page).click();
  await expect(page.getByRole('complementary')).toContainText('Use an undamaged copy');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Choose two photos' })).toBeVisible();
});

test('photos in the clipboard are pasted', async ({ page, host }) => {
  await page.evaluate(() => {
    const carried = new DataTransfer();
    for (const name of ['a.jpg', 'b.jpg']) carried.items.add(new File(['photo'], name, { type: 'image/jpeg' }));
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('Good match')).toBeVisible();
  expect(host.uploads).toEqual(['a.jpg', 'b.jpg']);
});

test('axe finds nothing in the library', async ({ page, host }) => {
  await openLibrary(page, host, names(300, true));
  host.engine.breakPhoto('broken.jpg', 'broken.jpg is damaged or incomplete. Use an undamaged copy');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForLoadState('networkidle');
  const many = (theme: string) => page.screenshot({ path: `${folder}/many-${theme}.png` });
  expect(await faultsInBothThemes(page, many)).toEqual([]);
  await page.keyboard.press('End');
  await expect(entries(page).filter({ hasText: 'alone.jpg' }).locator('img')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const problem = (theme: string) => page.screenshot({ path: `${folder}/problem-${theme}.png` });
  expect(await faultsInBothThemes(page, problem)).toEqual([]);
  await page.getByRole('searchbox').fill('nothing');
  await expect(page.getByRole('button', { name: 'Show everything' })).toBeVisible();
  expect(await faultsInBothThemes(page)).toEqual([]);
});

test('in a small window, with large text, in German and with little motion it is still all there', async ({
  page,
  host,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLibrary(page, host, names(60, true));
  host.engine.emit('settings.changed', { ...host.engine.handlers['settings.read']({}), language: 'de' });
  await expect(page.getByRole('listbox', { name: 'Mediathek' })).toBeVisible();
  await page.screenshot({ path: `${folder}/small.png` });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await entries(page).nth(2).scrollIntoViewIfNeeded();
  await expect(entries(page).nth(2)).toBeInViewport();
  await page.screenshot({ path: `${folder}/large-text.png`, fullPage: true });
});
