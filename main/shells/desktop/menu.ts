import { basename } from 'node:path';
import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { Help } from './help.ts';

/** What the menu bar does. */
export interface MenuActions {
  openPhotos: () => void;
  openProject: () => void;
  saveProject: () => void;
  openRecent: (path: string) => void;
  clearRecent: () => void;
  openSamplePair: () => void;
  help: Help;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The menu bar, as each system has it. Tools for developers are there only while the program is not packaged. */
export function setMenu(actions: MenuActions, recent: readonly string[]): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [macMenu()] : []),
      fileMenu(actions, recent, isMac),
      { role: 'editMenu' },
      viewMenu(),
      { role: 'windowMenu' },
      helpMenu(actions, isMac),
    ]),
  );
}

/** The application's own menu, which only macOS has. */
function macMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu(actions: MenuActions, recent: readonly string[], isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      { label: '&Open photos…', accelerator: 'CmdOrCtrl+O', click: actions.openPhotos },
      separator,
      { label: 'Open &project…', accelerator: 'CmdOrCtrl+Shift+O', click: actions.openProject },
      { label: 'Open &recent', submenu: recentMenu(actions, recent) },
      { label: '&Save a copy of the project…', accelerator: 'CmdOrCtrl+Shift+S', click: actions.saveProject },
      separator,
      ...(isMac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  };
}

function recentMenu(actions: MenuActions, recent: readonly string[]): MenuItemConstructorOptions[] {
  return [
    ...recent.map((path) => ({ label: basename(path), toolTip: path, click: () => actions.openRecent(path) })),
    ...(recent.length > 0 ? [separator] : []),
    { label: '&Clear the list', enabled: recent.length > 0, click: actions.clearRecent },
  ];
}

function viewMenu(): MenuItemConstructorOptions {
  const forDevelopers: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return { label: '&View', submenu: [{ role: 'togglefullscreen' }, ...(app.isPackaged ? [] : forDevelopers)] };
}

function helpMenu({ openSamplePair, help }: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      { label: '&Try the sample pair', click: openSamplePair },
      {
        label: '&Keyboard shortcuts',
        click: (_item, window) => pressKey(window as BrowserWindow | undefined, '?', []),
      },
      separator,
      { label: 'Show the &log folder', click: help.showLogs },
      { label: 'Copy &diagnostics', click: () => help.copyDiagnostics(false) },
      { label: 'Copy diagnostics with file &names', click: () => help.copyDiagnostics(true) },
      separator,
      { label: '&Licences', click: help.showLicences },
      ...(isMac ? [] : [{ role: 'about' } as const]),
    ],
  };
}

/** The page knows its commands by their keys, so the menu presses them. */
const settings: MenuItemConstructorOptions = {
  label: process.platform === 'darwin' ? 'Settings…' : '&Settings…',
  accelerator: 'CmdOrCtrl+,',
  registerAccelerator: false,
  click: (_item, window) =>
    pressKey(window as BrowserWindow | undefined, ',', [process.platform === 'darwin' ? 'meta' : 'control']),
};

function pressKey(window: BrowserWindow | undefined, keyCode: string, modifiers: ('control' | 'meta')[]): void {
  window?.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
  window?.webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
}
