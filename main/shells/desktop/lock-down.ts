import { app, session } from 'electron';
import type { Log } from '#core/storage/log-file';
import { isAppAddress } from './app-protocol.ts';

/** The page stays where it is, opens nothing, is granted nothing, and asks nobody but us. For all windows, now and later. */
export function lockDown(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.warn(`A new window for ${url} was refused`);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      log.warn(`Leaving the page for ${event.url} was refused`);
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });

  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isLocal(url) }));
}

const localSchemes = ['blob:', 'data:', 'devtools:'];

function isLocal(url: string): boolean {
  return isAppAddress(url) || localSchemes.some((scheme) => url.startsWith(scheme));
}
