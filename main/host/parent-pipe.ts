import type { MessagePipe } from '#contract/transport';

/** What Electron gives a utility process; named here so that the host needs no Electron. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** The pipe to the process that started this one: Electron's main process or a Node parent. Throws when there is none. */
export function openParentPipe(): MessagePipe {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) return electronPipe(parentPort);
  if (process.send) return nodePipe();
  throw new Error('Expected to be started by a shell of Telewide, with a channel to it');
}

/** A utility process ends with its parent, so there is no closing to tell. */
function electronPipe(port: ParentPort): MessagePipe {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: () => undefined,
  };
}

function nodePipe(): MessagePipe {
  return {
    send(message) {
      // A parent that died in between is told by `disconnect`, not here.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', listener),
  };
}
