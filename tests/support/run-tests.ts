import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

const suites: [string, string[]][] = [
  ['unit and integration', ['vitest', 'run']],
  ['page, in the browser', ['playwright', 'test']],
];
const failed = suites.filter(([name, command]) => {
  say(`${name} …`);
  const { status } = spawnSync('npx', command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: path },
    shell: process.platform === 'win32',
  });
  return status !== 0;
});

const passed = suites.length - failed.length;
say(failed.length === 0 ? 'every suite passed.' : `failed: ${failed.map(([name]) => name).join('; ')}.`);
console.log(`suites: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
