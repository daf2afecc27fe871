import { basename } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { toWireError } from '#contract/errors';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';
import type { RecentProjects } from './recent-projects.ts';
import type { SpokenWords } from './words/spoken-words.ts';
import { sortOpenedFiles, filesInArguments } from './opened-files.ts';

/** Opens what a person hands to the program from outside its window. */
export interface FileOpener {
  /** Photos join the project, models are imported, a project takes the place of the one that is open. Never rejects: what failed is said. */
  open(paths: readonly string[]): Promise<void>;
  /** From now on files are opened at once; those that came before are opened now. */
  start(): Promise<void>;
}

/**
 * Hears of files from every side: the start of the program, a second start (a double click, "open with", a drop onto the
 * taskbar), and macOS' own message (the Finder, a drop onto the dock). Files that come before `start` wait.
 */
export function createFileOpener(options: {
  engine: () => EngineSupervisor;
  recent: () => RecentProjects;
  showWindow: () => BrowserWindow | null;
  /** Asked before a project is opened whose photos may lie anywhere. */
  mayOpen: (projectPath: string) => Promise<boolean>;
  words: SpokenWords;
  log: Log;
}): FileOpener {
  const { engine, recent, showWindow, mayOpen, words, log } = options;
  let waiting: string[] | null = filesInArguments(process.argv, { isPackaged: app.isPackaged, folder: process.cwd() });

  async function open(paths: readonly string[]): Promise<void> {
    if (waiting !== null) {
      waiting.push(...paths);
      return;
    }
    if (paths.length === 0) return;
    const { photos, models, projects } = sortOpenedFiles(paths);
    for (const path of projects.slice(-1)) await tell(path, () => openProject(path));
    for (const path of models) await tell(path, () => engine().call['models.import']({ path }));
    if (photos.length > 0) await tell(photos[0] ?? '', () => engine().call['photos.add']({ paths: photos }));
  }

  async function openProject(path: string): Promise<void> {
    if (!(await mayOpen(path))) return;
    await engine().call['project.open']({ path });
    await recent().add(path);
  }

  async function tell(path: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error(`${path} could not be opened`, error);
      const said: Electron.MessageBoxOptions = {
        type: 'error',
        message: words.now.opening.failed(basename(path)),
        detail: words.inWords(toWireError(error).message),
      };
      const window = showWindow();
      await (window ? dialog.showMessageBox(window, said) : dialog.showMessageBox(said));
    }
  }

  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (waiting === null) showWindow();
    void open([path]);
  });
  app.on('second-instance', (_event, given, folder) => {
    const window = showWindow();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    void open(filesInArguments(given, { isPackaged: app.isPackaged, folder }));
  });

  return {
    open,
    async start() {
      const paths = waiting ?? [];
      waiting = null;
      await open(paths);
    },
  };
}
