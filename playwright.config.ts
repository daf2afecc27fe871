import { defineConfig } from '@playwright/test';

const chromiumFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const browser = {
  headless: true,
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: chromiumFlags,
  },
};

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'build/playwright',
  workers: 2,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // A machine with other things to do may be late once; what fails twice is wrong.
  retries: 1,
  reporter: [['list']],
  use: { ...browser, viewport: { width: 1280, height: 800 } },
  projects: [
    /** The page alone, against a stand-in for the engine. */
    { name: 'browser', testDir: 'tests/e2e/browser' },
    /** The whole program, through the web shell with the real engine. */
    { name: 'specs', testDir: 'tests/e2e/specs', workers: 1 },
    /** The desktop window, wherever Electron's binary is there. */
    { name: 'electron', testDir: 'tests/e2e/electron', workers: 1 },
  ],
});
