import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { openJsonFile } from '#core/ground/disk/json-file';
import { openLogFile } from '#core/ground/disk/log-file';
import { superviseEngine } from '#host/engine-supervisor';
import { lockDataFolder } from '#host/lock-data-folder';
import { createPathGrants, isWithin } from '#host/path-grants';
import { photosElsewhere } from '#host/photos-elsewhere';
import { findProgramFolders } from '#host/program-folders';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import {
  choosePhotoFolders,
  choosePhotos,
  chooseProject,
  chooseProjectPath,
  createShellMethods,
  mayOpenElsewhere,
  type DialogContext,
} from './dialogs.ts';
import { followSettings } from './follow-settings.ts';
import { createHelp } from './help.ts';
import { lockDown, lockDownEarly } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { createFileOpener } from './open-files.ts';
import { openWindow } from './open-window.ts';
import { servePages } from './page-port.ts';
import { openRecentProjects } from './recent-projects.ts';
import { openRememberedFolders } from './remembered-folders.ts';
import { reportPower } from './report-power.ts';
import { showTheme } from './show-theme.ts';
import { showWork } from './show-work.ts';
import { forkUtilityEngine } from './utility-engine.ts';
import { defaultWindowState, windowState } from './window-state.ts';
import { createSpokenWords } from './words/spoken-words.ts';

const folders = findProgramFolders(import.meta.url);
const log = openLogFile({ folder: dataFolderAt(folders.dataFolder).logs, name: 'desktop' });

// These only work before Electron is ready, so nothing may be waited for above them.
registerAppScheme();
// Windows puts notifications and the taskbar's lists to the program of this name, which its installer registers.
app.setAppUserModelId('app.telewide.desktop');
lockDownEarly();
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
  const getWindow = (): BrowserWindow | null => window;
  // What Electron tells the page as `navigator.languages`, so that both speak the same.
  const words = createSpokenWords(process.platform, () => [app.getLocale()]);
  // Files come before anything is ready, on macOS even before Electron is.
  const files = createFileOpener({ engine: () => engine, recent: () => recent, showWindow, mayOpen, words, log });
  await app.whenReady();

  const unlock = await lockDataFolder(folders.dataFolder);
  const stateFile = await openJsonFile({
    path: join(folders.dataFolder, 'window.json'),
    parse: (json) => windowState.parse(json),
    initial: defaultWindowState,
    log,
  });
  let state = stateFile.value;
  const { dataFolder, resourcesFolder } = folders;
  const recent = await openRecentProjects({ dataFolder, changed: () => showMenu(), log });
  const grants = createPathGrants();
  const remembered = await openRememberedFolders({ dataFolder, log });
  const dialogs: DialogContext = { getWindow, folders: remembered, grants, words, isResult };

  lockDown(log);
  serveAppScheme(folders);
  const engine = superviseEngine({ startEngine: () => forkUtilityEngine({ ...folders, log }), log });
  const runCommand = servePages({
    engine,
    shell: createShellMethods(dialogs),
    paths: grants,
    mayOpenElsewhere: (paths) => mayOpenElsewhere(dialogs, paths),
    log,
  });
  reportPower(engine, log);
  showWork(engine, getWindow, words);
  const help = createHelp({ engine, dataFolder, resourcesFolder, getWindow, words, log });
  followSettings(engine, log, (settings) => {
    showTheme(settings);
    if (words.speak(settings.language)) showWords();
  });
  showWords();
  showWindow();

  app.on('activate', () => void showWindow());
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
  await files.start();

  /** Exports of an earlier day lie where their batch was told to write. */
  async function isResult(path: string): Promise<boolean> {
    if (await grants.mayWrite(path)) return true;
    const batches = await engine.call['batch.list']({});
    return batches.some(({ outputFolder }) => isWithin(outputFolder, path));
  }

  /** What a project on this disk names beside itself needs no question. */
  async function mayOpen(projectPath: string): Promise<boolean> {
    // What is no project is said when it is opened.
    const unopened = await photosElsewhere(projectPath, grants).catch(() => []);
    const elsewhere = unopened.filter((path) => !isWithin(dirname(projectPath), path));
    return elsewhere.length === 0 || mayOpenElsewhere(dialogs, elsewhere);
  }

  function showWindow(): BrowserWindow | null {
    if (window !== null || !app.isReady()) return window;
    const opened = openWindow({
      preloadFile: join(folders.programFolder, '../preload/preload.cjs'),
      iconFile: join(resourcesFolder, 'icon.png'),
      state,
      remember: (next) => (state = next),
      words,
      log,
    });
    opened.once('closed', () => (window = null));
    return (window = opened);
  }

  /** The system keeps these words, and has to be given others. */
  function showWords(): void {
    help.describe();
    showMenu();
  }

  function showMenu(): void {
    setMenu(
      {
        addPhotos: () => whenChosen(choosePhotos(dialogs)),
        addFolder: () => whenChosen(choosePhotoFolders(dialogs)),
        openProject: () => whenChosen(chooseProject(dialogs)),
        openRecent: (path) => whenChosen(Promise.resolve(path)),
        runCommand,
        openSamplePair: () =>
          void engine.call['photos.add-sample']({}).catch((error: unknown) =>
            log.error('The sample pair was not added', error),
          ),
        saveProject: () => void saveProject().catch((error: unknown) => log.error('The project was not saved', error)),
        clearRecent: () => void recent.clear(),
        help,
      },
      recent.list(),
      words.now.menu,
    );
  }

  function whenChosen(choice: Promise<string | string[] | null>): void {
    choice
      .then((paths) => files.open([paths ?? []].flat()))
      .catch((error: unknown) => log.error('What was chosen in the menu could not be opened', error));
  }

  async function saveProject(): Promise<void> {
    const path = await chooseProjectPath(dialogs);
    if (path === null) return;
    await engine.call['project.save-copy']({ path });
    await recent.add(path);
  }
}
