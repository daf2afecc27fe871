import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where Electron's binary is, or why there can be no window. */
export type WindowSearch = { binary: string } | { reason: string };

/** What the search depends on. */
export interface Surroundings {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** Null where users have no number. */
  userId: number | null;
  /** Folder of the npm package electron; null when it is not installed. */
  electronFolder: string | null;
}

/** Looks only: asking the electron package itself would begin to download what is missing. */
export function findWindow({ platform, environment, userId, electronFolder }: Surroundings): WindowSearch {
  const hasDisplay = platform !== 'linux' || Boolean(environment.DISPLAY ?? environment.WAYLAND_DISPLAY);
  if (!hasDisplay) return { reason: 'there is no display' };
  if (platform === 'linux' && userId === 0) return { reason: 'Electron refuses to run as root' };
  const binary = electronFolder === null ? null : binaryIn(electronFolder, environment);
  return binary === null ? { reason: 'the Electron binary is not installed (npx install-electron)' } : { binary };
}

/** Where the program stands now. */
export function currentSurroundings(): Surroundings {
  return {
    platform: process.platform,
    environment: process.env,
    userId: process.getuid?.() ?? null,
    electronFolder: packageFolder('electron'),
  };
}

function binaryIn(electronFolder: string, environment: NodeJS.ProcessEnv): string | null {
  const pathFile = join(electronFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const binary = join(environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}

function packageFolder(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}
