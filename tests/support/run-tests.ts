import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { failedTests } from './failed-tests.ts';
import { findChromium } from './find-chromium.ts';

/** `npm test`: finds a browser, then runs every suite, and says at the end what passed. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const photos = fileURLToPath(new URL('../../../shared/data', import.meta.url));

const say = (line: string): void => console.log(`tests: ${line}`);

const { path, how } = findChromium(say);
say(`Chromium is ${how}: ${path}`);
say(
  existsSync(photos)
    ? `Real photos are at ${photos}.`
    : `No real photos at ${photos}: the tests that need them are skipped and say so. All others run.`,
);

const written = (suite: string): string => `${root}build/${suite}-tests.json`;
const suites = [
  {
    name: 'unit and integration',
    written: written('unit'),
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${written('unit')}`],
  },
  { name: 'page, in the browser', written: written('page'), command: ['playwright', 'test', '--reporter=list,json'] },
];
const failed = suites.filter(({ name, command, written }) => {
  say(`${name} …`);
  rmSync(written, { force: true });
  const { status } = spawnSync('npx', command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: path, PLAYWRIGHT_JSON_OUTPUT_NAME: written },
    shell: process.platform === 'win32',
  });
  return status !== 0;
});

const passed = suites.length - failed.length;
for (const { name, written } of failed) {
  say(`failed: ${name}`);
  for (const line of failedTests(written)) say(`  ${line}`);
}
if (failed.length === 0) say('every suite passed.');
console.log(`suites: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
