import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** The menu bar. `openPhotos` is what its first entry does; tools for developers are there only while the program is not packaged. */
export function setMenu({ openPhotos }: { openPhotos: () => void }): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = process.platform === 'darwin';
  const forDevelopers: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  const macMenu: MenuItemConstructorOptions = { role: 'appMenu' };
  const helpMenu: MenuItemConstructorOptions = { role: 'help', submenu: [{ role: 'about' }] };
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [macMenu] : []),
    {
      label: '&File',
      submenu: [
        { label: '&Open photos…', accelerator: 'CmdOrCtrl+O', click: openPhotos },
        separator,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [{ role: 'togglefullscreen' }, ...(app.isPackaged ? [] : forDevelopers)],
    },
    { role: 'windowMenu' },
    ...(isMac ? [] : [helpMenu]),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
