import { BrowserWindow, screen, nativeTheme, app, dialog } from 'electron';
import type { Log } from '#core/ground/disk/log-file';
import { appOrigin } from './app-protocol.ts';
import type { SpokenWords } from './words/spoken-words.ts';
import type { Settings } from '#contract/settings';
import { type WindowState, smallestWindow, placeWindow } from './window-state.ts';

/** Opens the window on our page, where it was last time; `remember` is told where it is when it closes. */
export function openWindow(options: {
  preloadFile: string;
  iconFile: string;
  state: WindowState;
  remember: (state: WindowState) => void;
  words: SpokenWords;
  log: Log;
}): BrowserWindow {
  const { preloadFile, iconFile, state, remember, words, log } = options;
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Telewide',
    // Elsewhere the window has the program's own.
    ...(process.platform === 'linux' ? { icon: iconFile } : {}),
    backgroundColor: windowColour(),
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => remember({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }));
  recoverPage({ window, words, log });
  window.loadURL(`${appOrigin}/`).catch((error: unknown) => log.error('The page could not be loaded', error));
  return window;
}

/** What the window shows before its page does: the page's own background. */
function windowColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1d' : '#f4f2ee';
}

/** Title bar, menus and dialogs are dark or light as the settings say, the system deciding unless a person did. */
export function showTheme({ theme }: Settings): void {
  nativeTheme.themeSource = theme;
}

/** A page that stops so often within so long has something that loading it again does not cure. */
const maxCrashes = 3;
const withinMs = 60_000;

/**
 * Loads a page again that crashed, which loses nothing: project, jobs and settings are the engine's. When it keeps crashing, or
 * does not answer, the person is asked.
 */
function recoverPage(options: { window: BrowserWindow; words: SpokenWords; log: Log; now?: () => number }): void {
  const { window, words, log, now = Date.now } = options;
  const crashes: number[] = [];
  let isAsking = false;

  async function ask(message: string, detail: string): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const { loadAgain, wait, close } = words.now.page;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [loadAgain, wait, close],
      cancelId: 1,
    });
    isAsking = false;
    if (response === 0) window.reload();
    if (response === 2) app.quit();
  }

  function report(error: unknown): void {
    log.error('Nobody could be asked about the page', error);
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    crashes.push(now());
    const recent = crashes.filter((time) => time > now() - withinMs);
    log.error(`The page stopped (${reason}), ${recent.length} times lately`);
    if (recent.length < maxCrashes) window.reload();
    else ask(words.now.page.keepsStopping, words.now.page.allIsKept).catch(report);
  });
  window.on('unresponsive', () => {
    log.warn('The page does not answer');
    ask(words.now.page.doesNotAnswer, words.now.page.nothingIsLost).catch(report);
  });
}
