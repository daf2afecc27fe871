import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';
import { currentSurroundings, findWindow } from '../../../main/shells/start/find-window.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const search = findWindow(currentSurroundings());

test.skip('reason' in search, `No desktop window here: ${'reason' in search ? search.reason : ''}`);

test('the window opens the page without Node, with a working engine', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telewide-window-'));
  const app = await _electron.launch({
    executablePath: 'binary' in search ? search.binary : '',
    args: [root],
    env: { ...(process.env as Record<string, string>), TELEWIDE_DATA: dataFolder },
  });
  const window = await app.firstWindow();
  await expect(window.getByRole('button', { name: 'Choose two photos' })).toBeEnabled();
  expect(await window.evaluate(() => 'require' in globalThis)).toBe(false);
  await app.close();
  rmSync(dataFolder, { recursive: true, force: true });
});
