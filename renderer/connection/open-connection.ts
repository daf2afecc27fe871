import './desktop-bridge.ts';
import { keepConnected, type LastingConnection } from './keep-connected.ts';
import { portPipes } from './port-pipes.ts';
import { pipeUrl, websocketPipes } from './websocket-pipes.ts';

/** The connection of this page: message ports in the desktop's window, a websocket in a browser. */
export function openConnection(page: Window): LastingConnection {
  return keepConnected(page.telewide === undefined ? websocketPipes(pipeUrl(page.location)) : portPipes(page));
}
