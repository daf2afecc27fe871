import { expect, openPair, test } from './page-test.ts';

test('a number out of range is refused in words', async ({ page, host }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Memory for an enhancement').fill('12');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Between 256 and 65,536')).toBeVisible();
  expect(host.engine.calls.some(({ name }) => name === 'settings.change')).toBe(false);
});

test('the appearance changes at once and stays', async ({ page, host }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe('rgb(24, 24, 26)');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Light' }).check({ force: true });
  await expect.poll(background).toBe('rgb(250, 250, 249)');
  await page.reload();
  await expect.poll(background).toBe('rgb(250, 250, 249)');
  expect(host.engine.calls.find(({ name }) => name === 'settings.change')?.params).toEqual({
    change: { theme: 'light' },
  });
});

test('full precision is a switch, which is off, and goes along with every enhancement', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('button', { name: 'Settings' }).click();
  const full = page.getByRole('switch', { name: 'Full precision on graphics cards' });
  await expect(full).not.toBeChecked();
  await full.check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  const started = (): unknown => host.engine.calls.findLast(({ name }) => name === 'enhancement.start')?.params;
  await expect.poll(started).toMatchObject({ choices: { precision: 'full' } });
  expect(host.engine.calls.find(({ name }) => name === 'settings.change')?.params).toEqual({
    change: { precision: 'full' },
  });
});

test('? lists the keys, Escape closes the list, and keys in a field are typed', async ({ page, host }) => {
  await openPair(page, host);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('e');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByLabel('Zoom in percent').focus();
  await page.keyboard.press('e');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(host.engine.calls.some(({ name }) => name === 'enhancement.start')).toBe(false);
});

test('room for pictures that were made is a setting, and damaged files are told', async ({ page, host }) => {
  host.engine.handlers['damages.list'] = () => [{ raw: 'settings.json was damaged.' }];
  await page.reload();
  await expect(page.getByText('settings.json was damaged.')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Room for pictures that were made').fill('5');
  await page.keyboard.press('Tab');
  const changed = (): unknown => host.engine.calls.find(({ name }) => name === 'settings.change')?.params;
  await expect.poll(changed).toEqual({ change: { cacheLimitGiB: 5 } });
});
