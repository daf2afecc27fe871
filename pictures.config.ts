import { defineConfig } from '@playwright/test';
import programs from './playwright.config.ts';

/** `npm run pictures`: draws the pictures of the user guide anew, from the program as it is. */
export default defineConfig({
  ...programs,
  testDir: 'tests/pictures',
  outputDir: 'build/playwright-pictures',
  retries: 0,
  timeout: 300_000,
  projects: [{ name: 'pictures' }],
});
