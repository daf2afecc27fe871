import { join } from 'node:path';
import { app, clipboard, dialog, shell, type BrowserWindow } from 'electron';
import { version } from '#contract/version';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';
import { collectDiagnostics } from './diagnostics.ts';
import type { SpokenWords } from './words/spoken-words.ts';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DesktopWords } from './words/english.ts';

/** What stands under Help. Nothing rejects: what failed is in the log. */
export interface Help {
  /** Gives the system what it says about the program, in the language that is spoken now. */
  describe: () => void;
  showLogs: () => void;
  showLicences: () => void;
  /** Without names of files unless asked. */
  copyDiagnostics: (withFileNames: boolean) => void;
}

export function createHelp(options: {
  engine: EngineSupervisor;
  dataFolder: string;
  resourcesFolder: string;
  getWindow: () => BrowserWindow | null;
  words: SpokenWords;
  log: Log;
}): Help {
  const { engine, dataFolder, resourcesFolder, getWindow, words, log } = options;
  async function open(path: string): Promise<void> {
    const problem = await shell.openPath(path);
    if (problem !== '') log.warn(`${path} could not be opened: ${problem}`);
  }

  async function copy(withFileNames: boolean): Promise<void> {
    const text = await collectDiagnostics({ engine, dataFolder, withFileNames });
    await clipboard.writeText(text);
    const { copied, withNames, withoutNames } = words.now.diagnostics;
    const said: Electron.MessageBoxOptions = {
      type: 'info',
      message: copied,
      detail: withFileNames ? withNames : withoutNames,
    };
    const window = getWindow();
    await (window === null ? dialog.showMessageBox(said) : dialog.showMessageBox(window, said));
  }

  return {
    describe: () =>
      app.setAboutPanelOptions({
        applicationName: 'Telewide',
        applicationVersion: version,
        version: `Electron ${process.versions.electron ?? ''}, Chromium ${process.versions.chrome ?? ''}, Node ${process.versions.node}`,
        copyright: words.now.about.authors,
        credits: describeLicences(resourcesFolder, words.now.about),
        iconPath: join(resourcesFolder, 'icon.png'),
      }),
    showLogs: () => void open(dataFolderAt(dataFolder).logs),
    showLicences() {
      const path = licencesFile(resourcesFolder);
      if (path === null) log.warn('Licences are collected when the program is packaged; there are none in a checkout');
      else void open(path);
    },
    copyDiagnostics: (withFileNames) =>
      void copy(withFileNames).catch((error: unknown) => log.error('The diagnostics could not be copied', error)),
  };
}

const index = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string() }));

/** The texts of every licence; null while the program is not packaged. */
function licencesFile(resourcesFolder: string): string | null {
  const path = join(resourcesFolder, 'licences', 'third-party.txt');
  return existsSync(path) ? path : null;
}

/** What ships with the program, a line each, for the window that says what this program is. */
function describeLicences(resourcesFolder: string, words: DesktopWords['about']): string {
  const path = join(resourcesFolder, 'licences', 'third-party.json');
  if (!existsSync(path)) return words.licence;
  const listed = index.parse(JSON.parse(readFileSync(path, 'utf8')));
  return [words.licenceWith, ...listed.map((one) => `${one.name} ${one.version} (${one.identifier})`)].join('\n');
}
