import { app, dialog, type BrowserWindow } from 'electron';
import type { Log } from '#core/ground/disk/log-file';
import type { SpokenWords } from './words/spoken-words.ts';

/** A page that stops so often within so long has something that loading it again does not cure. */
const maxCrashes = 3;
const withinMs = 60_000;

/**
 * Loads a page again that crashed, which loses nothing: project, jobs and settings are the engine's. When it keeps crashing, or
 * does not answer, the person is asked.
 */
export function recoverPage(options: {
  window: BrowserWindow;
  words: SpokenWords;
  log: Log;
  now?: () => number;
}): void {
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
