import { extname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { ShellMethodName } from '#contract/api';
import { version } from '#contract/version';
import type { MethodTable } from '#core/core';
import { safeFileName } from '#core/export/safe-file-name';
import type { PathGrants } from '#host/path-grants';

const photoEndings = ['jpg', 'jpeg', 'png', 'tif', 'tiff', 'webp', 'avif', 'heic', 'heif'];

/** The shell's verbs, with the system's dialogs. What a person chooses there may be read or written from then on. */
export function createShellMethods(
  getWindow: () => BrowserWindow | null,
  grants: PathGrants,
): MethodTable<ShellMethodName> {
  return {
    'shell.describe': async () => ({ kind: 'desktop', version, platform: process.platform }),
    'shell.choose-photos': async () => ({ paths: await choosePhotos(getWindow(), grants) }),
    'shell.choose-save-path': async ({ suggestedName }) => ({
      path: await chooseSavePath(getWindow(), suggestedName, grants),
      downloadUrl: null,
    }),
  };
}

/** Empty when cancelled. */
export async function choosePhotos(window: BrowserWindow | null, grants: PathGrants): Promise<string[]> {
  const options: Electron.OpenDialogOptions = {
    title: 'Open photos',
    // Only macOS has a dialog that takes files and folders alike; elsewhere folders are dropped.
    properties:
      process.platform === 'darwin'
        ? ['openFile', 'openDirectory', 'multiSelections']
        : ['openFile', 'multiSelections'],
    filters: [
      { name: 'Photos', extensions: [...photoEndings, ...photoEndings.map((ending) => ending.toUpperCase())] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  for (const path of filePaths) grants.grantRead(path);
  return filePaths;
}

async function chooseSavePath(
  window: BrowserWindow | null,
  suggestedName: string,
  grants: PathGrants,
): Promise<string | null> {
  const name = safeFileName(suggestedName);
  const ending = extname(name).slice(1);
  const options: Electron.SaveDialogOptions = {
    title: 'Save photo',
    defaultPath: join(app.getPath('pictures'), name),
    filters: ending === '' ? [] : [{ name: `${ending.toUpperCase()} photo`, extensions: [ending] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options);
  if (canceled || filePath === '') return null;
  grants.grantWrite(filePath);
  return filePath;
}
