import { say } from '#contract/messages';
import type { CoreConnection, CoreEvents, EventName, MethodName, ParamsOf, ResultOf } from '#contract/api';
import { AppError } from '#contract/errors';
import type { Answer, MessagePipe, Notice } from '#contract/transport';

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Turns a pipe into a typed connection. When the pipe closes, calls still waiting and later ones fail with `engine-stopped`. */
export function connect(pipe: MessagePipe): CoreConnection {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;
  let isClosed = false;

  function settle(answer: Answer): void {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) call?.reject(new AppError(answer.error.code, answer.error.message));
    else call?.resolve(answer.result);
  }

  pipe.onMessage((message) => {
    const incoming = message as Answer | Notice;
    if ('id' in incoming) {
      settle(incoming);
      return;
    }
    for (const listener of listeners.get(incoming.event) ?? []) listener(incoming.payload);
  });

  pipe.onClose(() => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(connectionClosed());
    waiting.clear();
  });

  return {
    call<Name extends MethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
      if (isClosed) return Promise.reject(connectionClosed());
      const id = ++lastId;
      return new Promise<ResultOf<Name>>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        pipe.send({ id, name, params });
      });
    },
    on<Name extends EventName>(name: Name, listener: (payload: CoreEvents[Name]) => void): () => void {
      const heard = listener as (payload: unknown) => void;
      listeners.set(name, (listeners.get(name) ?? new Set()).add(heard));
      return () => listeners.get(name)?.delete(heard);
    },
  };
}

function connectionClosed(): AppError {
  return new AppError('engine-stopped', say('program.connection-closed'));
}
