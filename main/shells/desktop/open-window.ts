import { BrowserWindow, screen } from 'electron';
import type { Log } from '#core/ground/disk/log-file';
import { appOrigin } from './app-protocol.ts';
import { windowColour } from './show-theme.ts';
import { recoverPage } from './recover-page.ts';
import type { SpokenWords } from './words/spoken-words.ts';
import { placeWindow, smallestWindow, type WindowState } from './window-state.ts';

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
