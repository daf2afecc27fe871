import { dirname, extname, join } from 'node:path';
import { app, clipboard, ClipboardItem, dialog, shell, type BrowserWindow } from 'electron';
import type { ShellMethodName } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { modelFileEnding } from '#contract/model-card';
import { photoEndings, projectFileEnding } from '#contract/photo-endings';
import { version } from '#contract/version';
import type { MethodTable } from '#core/core';
import { safeFileName } from '#core/export/photo/safe-file-name';
import type { PathGrants } from '#host/path-grants';
import type { DialogPurpose, RememberedFolders } from './recent-projects.ts';
import type { SpokenWords } from './words/spoken-words.ts';

/** What dialogs need: whose they are, where they begin, what they say, and whom to tell what may be read or written from then on. */
export interface DialogContext {
  getWindow: () => BrowserWindow | null;
  folders: RememberedFolders;
  grants: PathGrants;
  words: SpokenWords;
  /** Whether a file is one that was saved, or may be, where the person chose. */
  isResult: (path: string) => Promise<boolean>;
}

/** The shell's verbs, with the system's dialogs. What a person chooses there may be read or written from then on. */
export function createShellMethods(context: DialogContext): MethodTable<ShellMethodName> {
  return {
    'shell.describe': async () => ({ kind: 'desktop', version, platform: process.platform }),
    'shell.choose-photos': async () => ({ paths: await choosePhotos(context) }),
    'shell.choose-photo-folders': async () => ({ paths: await choosePhotoFolders(context) }),
    'shell.choose-model': async () => ({
      path: await chooseOne(context, 'model', {
        title: context.words.now.dialogs.importModel,
        filters: [modelFilter(context)],
      }),
    }),
    'shell.choose-folder': async () => ({ path: await chooseFolder(context) }),
    ...fileMethods(context),
    'shell.choose-save-path': async ({ suggestedName }) => ({
      path: await chooseSavePath(context, suggestedName),
      downloadUrl: null,
    }),
  };
}

/** What becomes of files that are saved, and of pictures that are to be pasted elsewhere. */
function fileMethods({
  getWindow,
  isResult,
}: DialogContext): Pick<MethodTable<ShellMethodName>, 'shell.show-file' | 'shell.drag-file' | 'shell.copy-picture'> {
  async function checked(path: string): Promise<string> {
    if (await isResult(path)) return path;
    throw new AppError('not-allowed', say('writing.place-not-chosen', { path }));
  }

  return {
    async 'shell.show-file'({ path }) {
      shell.showItemInFolder(await checked(path));
      return null;
    },
    async 'shell.drag-file'({ path }) {
      const icon = await app.getFileIcon(await checked(path));
      getWindow()?.webContents.startDrag({ file: path, icon });
      return null;
    },
    async 'shell.copy-picture'({ png }) {
      await clipboard.write([new ClipboardItem({ 'image/png': new Blob([Buffer.from(png, 'base64')]) })]);
      return null;
    },
  };
}

/** Empty when cancelled. */
export function choosePhotos(context: DialogContext): Promise<string[]> {
  const { addPhotos, photos, allFiles } = context.words.now.dialogs;
  return open(context, 'photos', {
    title: addPhotos,
    // Only macOS has a dialog that takes files and folders alike; elsewhere folders have their own.
    properties:
      process.platform === 'darwin'
        ? ['openFile', 'openDirectory', 'multiSelections']
        : ['openFile', 'multiSelections'],
    filters: [
      { name: photos, extensions: [...photoEndings, ...photoEndings.map((ending) => ending.toUpperCase())] },
      { name: allFiles, extensions: ['*'] },
    ],
  });
}

/** Empty when cancelled. */
export function choosePhotoFolders(context: DialogContext): Promise<string[]> {
  const { addFolder } = context.words.now.dialogs;
  return open(context, 'photos', { title: addFolder, properties: ['openDirectory', 'multiSelections'] });
}

/** Null when cancelled. */
export function chooseProject(context: DialogContext): Promise<string | null> {
  const { openProject } = context.words.now.dialogs;
  return chooseOne(context, 'project', { title: openProject, filters: [projectFilter(context)] });
}

/** Where to write a copy of the project; null when cancelled. */
export function chooseProjectPath(context: DialogContext): Promise<string | null> {
  const { projectName, saveProject } = context.words.now.dialogs;
  const name = `${projectName}${projectFileEnding}`;
  return save(context, 'project', name, { title: saveProject, filters: [projectFilter(context)] });
}

/** Whether photos that a project names may be opened, which may lead anywhere: to another machine, too. */
export async function mayOpenElsewhere(
  { getWindow, words }: Pick<DialogContext, 'getWindow' | 'words'>,
  paths: readonly string[],
): Promise<boolean> {
  const { elsewhere, open: yes, leave } = words.now.opening;
  const question: Electron.MessageBoxOptions = {
    type: 'question',
    message: elsewhere(paths.length),
    detail: [...paths.slice(0, 5), ...(paths.length > 5 ? ['…'] : [])].join('\n'),
    buttons: [yes, leave],
    defaultId: 1,
    cancelId: 1,
  };
  const window = getWindow();
  const { response } = window ? await dialog.showMessageBox(window, question) : await dialog.showMessageBox(question);
  return response === 0;
}

async function chooseOne(
  context: DialogContext,
  purpose: DialogPurpose,
  options: Electron.OpenDialogOptions,
): Promise<string | null> {
  const [path = null] = await open(context, purpose, { ...options, properties: ['openFile'] });
  return path;
}

async function open(
  { getWindow, folders, grants }: DialogContext,
  purpose: DialogPurpose,
  given: Electron.OpenDialogOptions,
): Promise<string[]> {
  const options = { ...given, ...beginningIn(folders.folderFor(purpose)) };
  const window = getWindow();
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  for (const path of filePaths) grants.grantRead(path);
  const [first] = filePaths;
  if (first !== undefined) folders.remember(purpose, dirname(first));
  return filePaths;
}

async function chooseFolder({ getWindow, folders, grants, words }: DialogContext): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: words.now.dialogs.exportTo,
    properties: ['openDirectory', 'createDirectory'],
    ...beginningIn(folders.folderFor('export')),
  };
  const window = getWindow();
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  const [path] = filePaths;
  if (path === undefined) return null;
  grants.grantWrite(path);
  folders.remember('export', path);
  return path;
}

function chooseSavePath(context: DialogContext, suggestedName: string): Promise<string | null> {
  const name = safeFileName(suggestedName);
  const { exportModel, savePhoto } = context.words.now.dialogs;
  return name.endsWith(modelFileEnding)
    ? save(context, 'model', name, { title: exportModel, filters: [modelFilter(context)] })
    : save(context, 'save', name, { title: savePhoto, filters: photoFilters(context, extname(name).slice(1)) });
}

async function save(
  { getWindow, folders, grants }: DialogContext,
  purpose: DialogPurpose,
  name: string,
  given: Electron.SaveDialogOptions,
): Promise<string | null> {
  const folder = folders.folderFor(purpose) ?? app.getPath(purpose === 'save' ? 'pictures' : 'documents');
  const options: Electron.SaveDialogOptions = {
    ...given,
    defaultPath: join(folder, name),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const window = getWindow();
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options);
  if (canceled || filePath === '') return null;
  grants.grantWrite(filePath);
  folders.remember(purpose, dirname(filePath));
  return filePath;
}

function beginningIn(folder: string | undefined): { defaultPath?: string } {
  return folder === undefined ? {} : { defaultPath: folder };
}

function modelFilter({ words }: DialogContext): Electron.FileFilter {
  return { name: words.now.dialogs.model, extensions: [modelFileEnding.slice(1)] };
}

function projectFilter({ words }: DialogContext): Electron.FileFilter {
  return { name: words.now.dialogs.project, extensions: [projectFileEnding.slice(1)] };
}

function photoFilters({ words }: DialogContext, ending: string): Electron.FileFilter[] {
  return ending === '' ? [] : [{ name: words.now.dialogs.photo(ending.toUpperCase()), extensions: [ending] }];
}
