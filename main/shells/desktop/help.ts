import { join } from 'node:path';
import { app, clipboard, dialog, shell, type BrowserWindow } from 'electron';
import { version } from '#contract/version';
import { dataFolderAt } from '#core/storage/data-folder';
import type { Log } from '#core/storage/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';
import { collectDiagnostics } from './diagnostics.ts';
import { describeLicences, licencesFile } from './licences.ts';

/** What stands under Help. Nothing rejects: what failed is in the log. */
export interface Help {
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
  log: Log;
}): Help {
  const { engine, dataFolder, resourcesFolder, getWindow, log } = options;
  app.setAboutPanelOptions({
    applicationName: 'Telewide',
    applicationVersion: version,
    version: `Electron ${process.versions.electron ?? ''}, Chromium ${process.versions.chrome ?? ''}, Node ${process.versions.node}`,
    copyright: 'The Telewide authors',
    credits: describeLicences(resourcesFolder),
    iconPath: join(resourcesFolder, 'icon.png'),
  });

  async function open(path: string): Promise<void> {
    const problem = await shell.openPath(path);
    if (problem !== '') log.warn(`${path} could not be opened: ${problem}`);
  }

  async function copy(withFileNames: boolean): Promise<void> {
    const text = await collectDiagnostics({ engine, dataFolder, withFileNames });
    await clipboard.writeText(text);
    const said: Electron.MessageBoxOptions = {
      type: 'info',
      message: 'The diagnostics are in the clipboard',
      detail: withFileNames
        ? 'They name your photos and folders. Read them before you pass them on.'
        : 'Names of photos and folders were taken out. Read them all the same before you pass them on.',
    };
    const window = getWindow();
    await (window === null ? dialog.showMessageBox(said) : dialog.showMessageBox(window, said));
  }

  return {
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
