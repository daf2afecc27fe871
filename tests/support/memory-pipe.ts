import type { MessagePipe } from '#contract/transport';

/** Two ends of one pipe; messages pass through JSON, as they do between processes. */
export function createPipePair(): { client: MessagePipe; server: MessagePipe; close: () => void } {
  const ends = [new EventTarget(), new EventTarget()] as const;
  const end = (mine: EventTarget, theirs: EventTarget): MessagePipe => ({
    send(message) {
      const sent = JSON.stringify(message);
      queueMicrotask(() => theirs.dispatchEvent(new MessageEvent('message', { data: sent })));
    },
    onMessage(listener) {
      mine.addEventListener('message', (event) => listener(JSON.parse((event as MessageEvent<string>).data)));
    },
    onClose(listener) {
      mine.addEventListener('close', () => listener());
    },
  });
  return {
    client: end(ends[0], ends[1]),
    server: end(ends[1], ends[0]),
    close: () => ends.forEach((one) => one.dispatchEvent(new Event('close'))),
  };
}

/** Everything that arrives at one end, in order. */
export function collect(pipe: MessagePipe): unknown[] {
  const messages: unknown[] = [];
  pipe.onMessage((message) => messages.push(message));
  return messages;
}
