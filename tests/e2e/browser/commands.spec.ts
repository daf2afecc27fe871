import { say } from '#contract/messages';
import type { Locator, Page } from '@playwright/test';
import { expect, openPair, openResult, startEnhancing, test } from './page-test.ts';

function palette(page: Page): Locator {
  return page.getByRole('dialog', { name: 'All commands' });
}

test('the palette finds a command by its words and runs it, with its key beside it', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'What is to be done?' });
  await expect(search).toBeFocused();
  await search.fill('side by');
  await expect(palette(page).getByRole('option')).toHaveCount(1);
  await expect(palette(page).getByRole('option')).toContainText('V');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
});

test('what cannot be done says why and cannot be chosen', async ({ page, host }) => {
  await openPair(page, host);
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').fill('comparison');
  const option = palette(page).getByRole('option', { name: /Show the comparison/ });
  await expect(option).toHaveAttribute('aria-disabled', 'true');
  await expect(option).toContainText('Enhance a photo first');
  await palette(page).getByRole('combobox').fill('no such thing');
  await expect(page.getByText('No command is called that.')).toBeVisible();
});

test('a command of a menu of the system runs while a text has the focus', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('textbox', { name: 'Zoom in percent' }).focus();
  host.engine.emit('command.run', { id: 'show-shortcuts' });
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  host.engine.emit('command.run', { id: 'open-settings' });
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('a command may open a dialog of its own', async ({ page, host }) => {
  await openPair(page, host);
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').fill('settings');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
});

test('the language changes at once, everywhere', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Deutsch' }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('slider', { name: 'Trennlinie zwischen vorher und nachher' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Nebeneinander' })).toBeVisible();
  expect(host.engine.calls.find(({ name }) => name === 'settings.change')?.params).toEqual({
    change: { language: 'de' },
  });
});

test('what the engine says follows the language, too', async ({ page, host }) => {
  host.engine.verdict = 'failed';
  await openPair(page, host);
  await startEnhancing(page, host);
  const progress = { fraction: 0.4, label: say('enhancing.tile', { done: 20, all: 48 }), remainingMs: 60_000 };
  host.engine.setJob('enhancement', { name: 'running', progress });
  await expect(page.getByText('Enhancing tile 20 of 48')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Deutsch' }).check({ force: true });
  await page.keyboard.press('Escape');
  await expect(page.getByText('Kachel 20 von 48 wird verbessert')).toBeVisible();
  await expect(page.getByText(/6 übereinstimmende Punkte wurden gefunden, mindestens 10 sind nötig/)).toBeVisible();
});

test('every key of the list is heard for one thing only', async ({ page, host }) => {
  await openPair(page, host);
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('Zoom to 100 %');
  await expect(list).toContainText('Double click');
});
