import type { WebSocket } from 'ws';
import type { MessagePipe } from '#contract/transport';
import type { Log } from '#core/ground/disk/log-file';

/** 1007: the frame did not hold what its kind says. */
const notJson = 1007;

/** A pipe over one websocket. A frame that is no JSON text closes it: our own page never sends one. */
export function pipeOverWebSocket(socket: WebSocket, log: Log): MessagePipe {
  socket.on('error', (error) => log.warn('A websocket failed', error));
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer, isBinary) => {
        const message = isBinary ? undefined : parsed(data.toString('utf8'));
        if (message === undefined) socket.close(notJson, 'Expected JSON');
        else listener(message);
      });
    },
    onClose(listener) {
      socket.on('close', listener);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
