import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { silentLog } from '#core/ground/disk/log-file';
import { startWebShell } from '../../../main/shells/web/web-shell.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const samplePair = ['wide.jpg', 'tele.jpg'].map((name) => join(root, 'native-models/sample-pair', name));

/** The whole program, as a person runs it in a browser: the built page, the web shell, the real engine. */
export interface Program {
  /** With the token. */
  url: string;
  /** A folder whose photos the page may open by path. */
  allowedFolder: string;
  /** A folder that it may not. */
  foreignFolder: string;
  killEngine(): void;
}

/** Fails when the page throws, breaks its content policy, or asks another host for anything. */
export const test = base.extend<{ program: Program }>({
  program: async ({ page }, use) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-program-')));
    const [dataFolder, allowedFolder, foreignFolder] = ['data', 'allowed', 'foreign'].map((name) => {
      mkdirSync(join(folder, name));
      return join(folder, name);
    }) as [string, string, string];
    const shell = await startWebShell({
      port: 0,
      dataFolder,
      resourcesFolder: root,
      programFolder: join(root, 'dist/main'),
      pageFolder: join(root, 'dist/renderer'),
      allowedFolders: [allowedFolder],
      log: silentLog,
    });
    const faults = watchPage(page, new URL(shell.url).host);
    await use({
      url: shell.url,
      allowedFolder,
      foreignFolder,
      killEngine: () => void execFileSync('pkill', ['-9', '-f', `engine.js ${dataFolder}`]),
    });
    const faultsInUse = [...faults];
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
    expect(faultsInUse).toEqual([]);
  },
});

export { expect };

/** Opens the page and gives it the sample pair, up to the verdict. */
export async function openSamplePair(page: Page, program: Program): Promise<void> {
  await page.goto(program.url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose two photos' }).click();
  await (await chooser).setFiles(samplePair);
  await expect(page.getByRole('complementary').getByText('Good match')).toBeVisible({ timeout: 90_000 });
}

/** Starts an enhancement on the processor and waits until its first tile is in work. */
export async function startEnhancing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect(page.getByRole('complementary').getByText(/Enhancing tile/)).toBeVisible({ timeout: 60_000 });
}

/** Axe finds nothing in the state that the page is in. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Checks a state with axe and keeps its picture in build/screenshots, in both themes; ends in the light one. */
export async function look(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    // Without motion: colours on their way from one theme to the other are no state.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
    await page.screenshot({ path: `build/screenshots/${state}-${colorScheme}.png` });
  }
}

function watchPage(page: Page, ownHost: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && host !== ownHost) faults.push(`request: ${request.url()}`);
  });
  return faults;
}
