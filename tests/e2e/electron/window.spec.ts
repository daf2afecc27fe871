import { copyFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { currentSurroundings, findWindow } from '../../../main/shells/start/find-window.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const search = findWindow(currentSurroundings());
const samples = ['wide.jpg', 'tele.jpg'].map((name) => join(root, 'native-models/sample-pair', name));

interface Desktop {
  app: ElectronApplication;
  window: Page;
  folder: string;
}

const test = base.extend<{ given: readonly string[]; desktop: Desktop }>({
  given: [[], { option: true }],
  desktop: async ({ given }, use) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-window-')));
    const app = await launch(folder, given);
    await use({ app, window: await app.firstWindow(), folder });
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

function launch(folder: string, given: readonly string[] = []): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: 'binary' in search ? search.binary : '',
    args: [root, ...given],
    env: { ...(process.env as Record<string, string>), TELEWIDE_DATA: join(folder, 'data') },
  });
}

test.skip('reason' in search, `No desktop window here: ${'reason' in search ? search.reason : ''}`);

test('the window opens the page without Node, with a working engine', async ({ desktop: { window } }) => {
  await expect(window.getByRole('button', { name: 'Choose two photos' })).toBeEnabled();
  expect(await window.evaluate(() => ['require' in globalThis, 'process' in globalThis])).toEqual([false, false]);
  expect(window.url()).toBe('telewide://app/');
});

test('the page cannot leave, open windows or reach anybody', async ({ desktop: { app, window } }) => {
  const outcome = await window.evaluate(async () => {
    const opened = globalThis.open('https://example.com/');
    location.href = 'https://example.com/';
    const fetched = await fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    );
    return { opened: opened !== null, fetched };
  });
  expect(outcome).toEqual({ opened: false, fetched: 'refused' });
  expect(window.url()).toBe('telewide://app/');
  expect(app.windows()).toHaveLength(1);
});

test('the sample pair is enhanced from the menu on', async ({ desktop: { app, window } }) => {
  await expect(window.getByRole('button', { name: 'Choose two photos' })).toBeEnabled();
  await app.evaluate(({ Menu, BrowserWindow }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find(({ label }) => label.includes('sample pair'))?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
  await expect(window.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
  await window.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect(window.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible({
    timeout: 150_000,
  });
});

test.describe('started with photos', () => {
  test.use({ given: samples });
  test('it opens them', async ({ desktop: { window } }) => {
    await expect(window.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
  });
});

test('a second start hands its photos over and ends', async ({ desktop: { window, folder } }) => {
  await expect(window.getByRole('button', { name: 'Choose two photos' })).toBeEnabled();
  const copies = samples.map((path, index) => {
    const copy = join(folder, `${String(index)}.jpg`);
    copyFileSync(path, copy);
    return copy;
  });
  const second = await launch(folder, copies);
  await second.waitForEvent('close');
  await expect(window.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
});

test('a page that crashes comes back with everything', async ({ desktop: { app, window } }) => {
  await window.getByRole('button', { name: 'Try it with our two photos' }).click();
  await expect(window.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const again = app.windows()[0] ?? window;
  await expect(again.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
});

test('the window is where it was', async ({ desktop: { app, folder } }) => {
  const bounds = { x: 40, y: 60, width: 1000, height: 700 };
  await app.evaluate(({ BrowserWindow }, asked) => BrowserWindow.getAllWindows()[0]?.setBounds(asked), bounds);
  await app.close();
  const next = await launch(folder);
  await next.firstWindow();
  const placed = await next.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect([placed?.width, placed?.height]).toEqual([bounds.width, bounds.height]);
  await next.close();
});
