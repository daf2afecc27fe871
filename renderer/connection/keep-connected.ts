import { say } from '#contract/messages';
import type { CoreConnection, CoreEvents, EventName, MethodName, ParamsOf, ResultOf } from '#contract/api';
import { AppError } from '#contract/errors';
import type { MessagePipe } from '#contract/transport';
import { connect } from './connect.ts';

/** Delivers a pipe now, and another one whenever the last has closed. */
export type PipeSource = (onPipe: (pipe: MessagePipe) => void) => void;

/** A connection that outlives its pipes. Listeners stay; calls fail while there is no pipe. */
export interface LastingConnection extends CoreConnection {
  /** Tells every opening and closing of the pipe. */
  onOpenChange(listener: (isOpen: boolean) => void): void;
}

/** Keeps one connection over all the pipes that `source` delivers. */
export function keepConnected(source: PipeSource): LastingConnection {
  /** Each joins its listener to a new connection. */
  const joins = new Set<(connection: CoreConnection) => () => void>();
  const openListeners: ((isOpen: boolean) => void)[] = [];
  let current: CoreConnection | null = null;

  source((pipe) => {
    const connection = connect(pipe);
    current = connection;
    for (const join of joins) join(connection);
    pipe.onClose(() => {
      if (current !== connection) return;
      current = null;
      for (const listener of openListeners) listener(false);
    });
    for (const listener of openListeners) listener(true);
  });

  return {
    call<Name extends MethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
      return current === null ? Promise.reject(notConnected()) : current.call(name, params);
    },
    on<Name extends EventName>(name: Name, listener: (payload: CoreEvents[Name]) => void): () => void {
      let leave: (() => void) | undefined;
      const join = (connection: CoreConnection): (() => void) => (leave = connection.on(name, listener));
      joins.add(join);
      if (current !== null) join(current);
      return () => {
        joins.delete(join);
        leave?.();
      };
    },
    onOpenChange(listener) {
      openListeners.push(listener);
    },
  };
}

function notConnected(): AppError {
  return new AppError('engine-stopped', say('program.not-connected'));
}
