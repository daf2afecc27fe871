import { basename } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#contract/api';
import type { Help } from './help.ts';
import type { DesktopWords } from './words/english.ts';

/** What the menu bar does. */
export interface MenuActions {
  addPhotos: () => void;
  addFolder: () => void;
  openProject: () => void;
  saveProject: () => void;
  openRecent: (path: string) => void;
  clearRecent: () => void;
  openSamplePair: () => void;
  /** What the page does. */
  runCommand: (id: MenuCommand) => void;
  help: Help;
}

type Words = DesktopWords['menu'];

const separator: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The menu bar, as each system has it. Tools for developers are there only while the program is not packaged. What the system knows how
 * to do is given its words too: Electron would say it in English.
 */
export function setMenu(actions: MenuActions, recent: readonly string[], words: Words): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [macMenu(actions, words)] : []),
      fileMenu(actions, recent, words, isMac),
      editMenu(words),
      viewMenu(words),
      windowMenu(words, isMac),
      helpMenu(actions, words, isMac),
    ]),
  );
}

/** The application's own menu, which only macOS has. */
function macMenu(actions: MenuActions, words: Words): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settings(actions, words),
      separator,
      { role: 'services', label: words.services },
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      { role: 'quit', label: words.quit },
    ],
  };
}

function fileMenu(
  actions: MenuActions,
  recent: readonly string[],
  words: Words,
  isMac: boolean,
): MenuItemConstructorOptions {
  const quit: MenuItemConstructorOptions = { role: 'quit', label: words.quit };
  return {
    label: words.file,
    submenu: [
      { label: words.addPhotos, accelerator: 'CmdOrCtrl+O', click: actions.addPhotos },
      { label: words.addFolder, accelerator: 'CmdOrCtrl+Shift+F', click: actions.addFolder },
      separator,
      { label: words.openProject, accelerator: 'CmdOrCtrl+Shift+O', click: actions.openProject },
      { label: words.openRecent, submenu: recentMenu(actions, recent, words) },
      { label: words.saveProject, accelerator: 'CmdOrCtrl+Shift+S', click: actions.saveProject },
      separator,
      ...(isMac ? [{ role: 'close', label: words.closeWindow } as const] : [settings(actions, words), separator, quit]),
    ],
  };
}

function recentMenu(actions: MenuActions, recent: readonly string[], words: Words): MenuItemConstructorOptions[] {
  return [
    ...recent.map((path) => ({ label: basename(path), toolTip: path, click: () => actions.openRecent(path) })),
    ...(recent.length > 0 ? [separator] : []),
    { label: words.clearRecent, enabled: recent.length > 0, click: actions.clearRecent },
  ];
}

function editMenu(words: Words): MenuItemConstructorOptions {
  return {
    role: 'editMenu',
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'delete', label: words.delete },
      separator,
      { role: 'selectAll', label: words.selectAll },
    ],
  };
}

function viewMenu(words: Words): MenuItemConstructorOptions {
  const forDevelopers: MenuItemConstructorOptions[] = [
    separator,
    { role: 'reload', label: words.reload },
    { role: 'toggleDevTools', label: words.developerTools },
  ];
  return {
    label: words.view,
    submenu: [{ role: 'togglefullscreen', label: words.fullScreen }, ...(app.isPackaged ? [] : forDevelopers)],
  };
}

function windowMenu(words: Words, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'windowMenu',
    label: words.window,
    submenu: [
      { role: 'minimize', label: words.minimise },
      { role: 'zoom', label: words.zoom },
      ...(isMac
        ? [separator, { role: 'front', label: words.allToFront } as const]
        : [{ role: 'close', label: words.closeWindow } as const]),
    ],
  };
}

function helpMenu(
  { openSamplePair, runCommand, help }: MenuActions,
  words: Words,
  isMac: boolean,
): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: words.help,
    submenu: [
      { label: words.sample, click: openSamplePair },
      { label: words.shortcuts, click: () => runCommand('show-shortcuts') },
      separator,
      { label: words.showLogs, click: help.showLogs },
      { label: words.copyDiagnostics, click: () => help.copyDiagnostics(false) },
      { label: words.copyDiagnosticsWithNames, click: () => help.copyDiagnostics(true) },
      separator,
      { label: words.licences, click: help.showLicences },
      ...(isMac ? [] : [{ role: 'about', label: words.about } as const]),
    ],
  };
}

function settings({ runCommand }: MenuActions, words: Words): MenuItemConstructorOptions {
  return {
    label: words.settings,
    accelerator: 'CmdOrCtrl+,',
    registerAccelerator: false,
    click: () => runCommand('open-settings'),
  };
}
