import { app, session } from 'electron';
import type { Log } from '#core/ground/disk/log-file';
import { isAppAddress } from './app-protocol.ts';

/** What Chromium would ask the network for by itself: updates of its parts, lists, and names of hosts. There is nothing to ask for. */
const quietSwitches: readonly (readonly [name: string, value?: string])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['no-pings'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  // Chromium opens connections ahead of what it is going to be refused; these lead to a port where nobody listens.
  ['proxy-server', '127.0.0.1:9'],
  ['proxy-bypass-list', '<-loopback>'],
];

/** Sandboxes every page and keeps Chromium itself from the network. Only possible before Electron is ready. */
export function lockDownEarly(): void {
  app.enableSandbox();
  for (const [name, value] of quietSwitches) app.commandLine.appendSwitch(name, value);
}

/** The page stays where it is, opens nothing, is granted nothing, and asks nobody but us. For all windows, now and later. */
export function lockDown(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.warn(`A new window for ${url} was refused`);
      return { action: 'deny' };
    });
    // Frames too, though the policy of the page lets it have none.
    contents.on('will-frame-navigate', (event) => {
      log.warn(`Leaving the page for ${event.url} was refused`);
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });

  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isLocal(url) }));
  // Files are written by the engine where a dialog said; the page downloads none.
  defaultSession.on('will-download', (event) => event.preventDefault());
}

const localSchemes = ['blob:', 'data:', 'devtools:'];

function isLocal(url: string): boolean {
  return isAppAddress(url) || localSchemes.some((scheme) => url.startsWith(scheme));
}
