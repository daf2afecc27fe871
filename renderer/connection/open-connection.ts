import { keepConnected, type LastingConnection, type PipeSource } from './keep-connected.ts';
import { pipeUrl, websocketPipes } from './websocket-pipes.ts';
import type { MessagePipe } from '#contract/transport';

/** The connection of this page: message ports in the desktop's window, a websocket in a browser. */
export function openConnection(page: Window): LastingConnection {
  return keepConnected(page.telewide === undefined ? websocketPipes(pipeUrl(page.location)) : portPipes(page));
}

/** What the desktop's preload puts on the page's window. */
interface DesktopBridge {
  /** Where a dropped file lies on disk. */
  pathOf(file: File): string;
}

declare global {
  interface Window {
    readonly telewide?: DesktopBridge;
  }
}

/**
 * Pipes over the message ports that the desktop's preload hands to the page:
 * the page posts `telewide-ready` to itself, the preload answers with `telewide-port` and the port.
 */
function portPipes(page: Window): PipeSource {
  return (onPipe) => {
    page.addEventListener('message', (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== page || port === undefined || !isNamed(event.data, 'telewide-port')) return;
      onPipe(pipeOver(port));
      port.start();
    });
    page.postMessage({ type: 'telewide-ready' }, page.location.origin);
  };
}

function isNamed(data: unknown, type: string): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type;
}

function pipeOver(port: MessagePort): MessagePipe {
  return {
    send(message) {
      port.postMessage(message);
    },
    onMessage(listener) {
      port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
    },
    onClose(listener) {
      port.addEventListener('close', () => listener());
    },
  };
}
