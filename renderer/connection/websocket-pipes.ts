import type { MessagePipe } from '#contract/transport';
import type { PipeSource } from './keep-connected.ts';

const firstDelayMs = 400;
const longestDelayMs = 5000;

/** Pipes over a websocket of the page's own origin; a closed one is followed by another, at growing intervals. */
export function websocketPipes(url: string): PipeSource {
  return (onPipe) => {
    let delayMs = firstDelayMs;

    function open(): void {
      const socket = new WebSocket(url);
      socket.addEventListener('open', () => {
        delayMs = firstDelayMs;
        onPipe(pipeOver(socket));
      });
      socket.addEventListener('close', () => {
        setTimeout(open, delayMs);
        delayMs = Math.min(longestDelayMs, delayMs * 1.7);
      });
    }

    open();
  };
}

/** Where the web shell listens: `pipe` beside the page, with a websocket scheme. */
export function pipeUrl({ href }: { href: string }): string {
  const url = new URL('pipe', href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function pipeOver(socket: WebSocket): MessagePipe {
  return {
    send(message) {
      socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.addEventListener('message', (event: MessageEvent<string>) => listener(JSON.parse(event.data)));
    },
    onClose(listener) {
      socket.addEventListener('close', () => listener());
    },
  };
}
