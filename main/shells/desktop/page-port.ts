import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { MenuCommand } from '#contract/api';
import { desktopChannels } from '#contract/desktop-channels';
import type { MessagePipe, Notice } from '#contract/transport';
import type { PathGrants } from '#host/path-grants';
import { servePage, type PageServices } from '#host/page-connection';
import { isAppAddress } from './app-protocol.ts';

/**
 * Gives every page that asks a message port and serves it, and notes the paths of dropped files. Only the top frame of our
 * own page is answered; anybody else is passed over. Returns what hands a command of the menu bar to the page.
 */
export function servePages(services: PageServices & { paths: PathGrants }): (id: MenuCommand) => void {
  const pipes = new Set<MessagePipe>();
  ipcMain.on(desktopChannels.connect, (event) => {
    const frame = event.senderFrame;
    if (frame === null || !isOurPage(event)) {
      services.log.warn('A message port was asked for by something that is not our page');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    const pipe = pipeOverPort(port1);
    pipes.add(pipe);
    pipe.onClose(() => pipes.delete(pipe));
    servePage(pipe, services);
    port1.start();
    frame.postMessage(desktopChannels.port, null, [port2]);
  });

  ipcMain.on(desktopChannels.dropped, (event, path: unknown) => {
    if (isOurPage(event) && typeof path === 'string') services.paths.grantRead(path);
    event.returnValue = null; // The sender waits for it.
  });

  return (id) => {
    for (const pipe of pipes) pipe.send({ event: 'command.run', payload: { id } } satisfies Notice);
  };
}

function isOurPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isAppAddress(senderFrame.url);
}

function pipeOverPort(port: MessagePortMain): MessagePipe {
  let isOpen = true;
  port.on('close', () => {
    isOpen = false;
  });
  return {
    send(message) {
      if (isOpen) port.postMessage(message);
    },
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
  };
}
