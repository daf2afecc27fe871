import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** A browser for the tests, and in one sentence where it came from. */
export interface FoundChromium {
  path: string;
  how: string;
}

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** The system's Chromium, else Playwright's own, else one is installed: Playwright's, else Debian's package when root. */
export function findChromium(say: (line: string) => void): FoundChromium {
  return fromEnvironment() ?? fromSystem() ?? fromPlaywright() ?? install(say);
}

function fromEnvironment(): FoundChromium | undefined {
  const path = process.env.CHROMIUM_PATH;
  return path && existsSync(path) ? { path, how: 'named by CHROMIUM_PATH' } : undefined;
}

function fromSystem(): FoundChromium | undefined {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':');
  const places = [
    ...systemNames.flatMap((name) => folders.map((folder) => `${folder}/${name}`)),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ];
  const path = places.find((place) => existsSync(place));
  return path ? { path, how: 'the one installed on this system' } : undefined;
}

function fromPlaywright(): FoundChromium | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? { path, how: "Playwright's own" } : undefined;
}

function install(say: (line: string) => void): FoundChromium {
  const attempts: { what: string; commands: [string, string[]][]; find: () => FoundChromium | undefined }[] = [
    { what: "Playwright's Chromium", commands: [['npx', ['playwright', 'install', 'chromium']]], find: fromPlaywright },
    ...(process.platform === 'linux' && process.getuid?.() === 0
      ? [
          {
            what: "Debian's chromium package",
            commands: [
              ['apt-get', ['update']],
              ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']],
            ] as [string, string[]][],
            find: fromSystem,
          },
        ]
      : []),
  ];
  for (const { what, commands, find } of attempts) {
    say(`No Chromium here. Installing ${what} …`);
    try {
      for (const [command, parameters] of commands) execFileSync(command, parameters, { stdio: 'pipe' });
      const found = find();
      if (found) return { ...found, how: `${what}, installed just now` };
    } catch {
      say(`${what} could not be installed here.`);
    }
  }
  throw new Error(
    'The page is tested in Chromium and none was found. Install Chromium or Google Chrome, or name one with CHROMIUM_PATH.',
  );
}
