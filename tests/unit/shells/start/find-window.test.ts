import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findWindow, type Surroundings } from '../../../../main/shells/start/find-window.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function desktop(change: Partial<Surroundings> = {}): Surroundings & { electronFolder: string } {
  const electronFolder = temporaryFolder();
  mkdirSync(join(electronFolder, 'dist'));
  writeFileSync(join(electronFolder, 'dist', 'electron'), '');
  return { platform: 'linux', environment: { DISPLAY: ':0' }, userId: 1000, ...change, electronFolder };
}

test.each([
  ['there is no display', { environment: {} }, /display/],
  ['the user is root', { userId: 0 }, /root/],
])('no window when %s', (_what, change, reason) => {
  expect(findWindow(desktop(change))).toEqual({ reason: expect.stringMatching(reason) as string });
});

test('no window when the package or its binary is not there; nothing is downloaded to find out', () => {
  expect(findWindow({ ...desktop(), electronFolder: null })).toHaveProperty('reason');
  expect(findWindow({ ...desktop(), electronFolder: temporaryFolder() })).toHaveProperty('reason');
});

test('the window where binary, display and an ordinary user are there', () => {
  const surroundings = desktop();
  expect(findWindow(surroundings)).toEqual({ binary: join(surroundings.electronFolder, 'dist', 'electron') });
  expect(findWindow(desktop({ environment: { WAYLAND_DISPLAY: 'wayland-0' } }))).toHaveProperty('binary');
});

test('other systems need no display variable', () => {
  expect(findWindow(desktop({ platform: 'darwin', environment: {} }))).toHaveProperty('binary');
  expect(findWindow(desktop({ platform: 'win32', environment: {}, userId: null }))).toHaveProperty('binary');
});

test('the binary may be named by the package or lie elsewhere', () => {
  const surroundings = desktop();
  writeFileSync(join(surroundings.electronFolder, 'path.txt'), 'Electron.app/run\n');
  expect(findWindow(surroundings)).toHaveProperty('reason');
  const elsewhere = temporaryFolder();
  mkdirSync(join(elsewhere, 'Electron.app'));
  writeFileSync(join(elsewhere, 'Electron.app', 'run'), '');
  const environment = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: elsewhere };
  expect(findWindow({ ...surroundings, environment })).toEqual({ binary: join(elsewhere, 'Electron.app', 'run') });
});
