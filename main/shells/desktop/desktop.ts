import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { dataFolderAt } from '#core/storage/data-folder';
import { openJsonFile } from '#core/storage/json-file';
import { openLogFile } from '#core/storage/log-file';
import { superviseEngine } from '#host/engine-supervisor';
import { lockDataFolder } from '#host/lock-data-folder';
import { createPathGrants } from '#host/path-grants';
import { findProgramFolders } from '#host/program-folders';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { choosePhotos, createShellMethods } from './dialogs.ts';
import { lockDown } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { openWindow } from './open-window.ts';
import { servePages } from './page-port.ts';
import { reportPower } from './report-power.ts';
import { forkUtilityEngine } from './utility-engine.ts';
import { firstWindowState, windowState } from './window-state.ts';

const folders = findProgramFolders(import.meta.url);
const log = openLogFile({ folder: dataFolderAt(folders.dataFolder).logs, name: 'desktop' });

// Both only work before Electron is ready, so nothing may be waited for above them.
registerAppScheme();
const browserFolder = join(folders.dataFolder, 'browser');
mkdirSync(browserFolder, { recursive: true });
app.setPath('userData', browserFolder);

if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    log.error('The program could not start', error);
    process.stderr.write(`telewide: ${(error as Error).message}\n`);
    app.exit(1);
  });
} else app.quit();

async function run(): Promise<void> {
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  await app.whenReady();

  const unlock = await lockDataFolder(folders.dataFolder);
  const stateFile = await openJsonFile({
    path: join(folders.dataFolder, 'window.json'),
    parse: (json) => windowState.parse(json),
    initial: firstWindowState,
    log,
  });
  let state = stateFile.value;

  lockDown(log);
  serveAppScheme(folders);
  const paths = createPathGrants();
  const engine = superviseEngine({ startEngine: () => forkUtilityEngine({ ...folders, log }), log });
  servePages({ engine, shell: createShellMethods(() => window, paths), paths, log });
  reportPower(engine, log);
  setMenu({
    openPhotos: () =>
      void openPhotos().catch((error: unknown) => log.error('Photos chosen in the menu were not added', error)),
  });
  show();

  app.on('activate', () => {
    if (window === null) show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.once('will-quit', (event) => {
    event.preventDefault();
    void stateFile
      .save(state)
      .catch((error: unknown) => log.warn('Where the window was could not be kept', error))
      .then(() => engine.close())
      .then(unlock)
      .then(() => app.exit(0));
  });

  function show(): void {
    window = openWindow({
      preloadFile: join(folders.programFolder, '../preload/preload.cjs'),
      state,
      remember: (next) => (state = next),
      log,
    });
    window.once('closed', () => (window = null));
  }

  async function openPhotos(): Promise<void> {
    const chosen = await choosePhotos(window, paths);
    if (chosen.length > 0) await engine.call['photos.add']({ paths: chosen });
  }
}
