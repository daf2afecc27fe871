import { extname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { ShellMethodName } from '#contract/api';
import { modelFileEnding } from '#contract/model-card';
import { version } from '#contract/version';
import type { MethodTable } from '#core/core';
import { safeFileName } from '#core/export/safe-file-name';
import type { PathGrants } from '#host/path-grants';

const modelFilter: Electron.FileFilter = { name: 'Telewide model', extensions: [modelFileEnding.slice(1)] };
const photoEndings = ['jpg', 'jpeg', 'png', 'tif', 'tiff', 'webp', 'avif', 'heic', 'heif'];

/** The shell's verbs, with the system's dialogs. What a person chooses there may be read or written from then on. */
export function createShellMethods(
  getWindow: () => BrowserWindow | null,
  grants: PathGrants,
): MethodTable<ShellMethodName> {
  return {
    'shell.describe': async () => ({ kind: 'desktop', version, platform: process.platform }),
    'shell.choose-photos': async () => ({ paths: await choosePhotos(getWindow(), grants) }),
    'shell.choose-model': async () => ({ path: await chooseModel(getWindow(), grants) }),
    'shell.choose-folder': async () => ({ path: await chooseFolder(getWindow(), grants) }),
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

async function chooseModel(window: BrowserWindow | null, grants: PathGrants): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: 'Import a model',
    properties: ['openFile'],
    filters: [modelFilter],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  const [path] = filePaths;
  if (path === undefined) return null;
  grants.grantRead(path);
  return path;
}

async function chooseFolder(window: BrowserWindow | null, grants: PathGrants): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { title: 'Export to', properties: ['openDirectory', 'createDirectory'] };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  const [path] = filePaths;
  if (path === undefined) return null;
  grants.grantWrite(path);
  return path;
}

async function chooseSavePath(
  window: BrowserWindow | null,
  suggestedName: string,
  grants: PathGrants,
): Promise<string | null> {
  const name = safeFileName(suggestedName);
  const isModel = name.endsWith(modelFileEnding);
  const options: Electron.SaveDialogOptions = {
    title: isModel ? 'Export the model' : 'Save photo',
    defaultPath: join(app.getPath(isModel ? 'documents' : 'pictures'), name),
    filters: isModel ? [modelFilter] : photoFilters(extname(name).slice(1)),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options);
  if (canceled || filePath === '') return null;
  grants.grantWrite(filePath);
  return filePath;
}

function photoFilters(ending: string): Electron.FileFilter[] {
  return ending === '' ? [] : [{ name: `${ending.toUpperCase()} photo`, extensions: [ending] }];
}
