import type { EngineMethodName, ParamsOf, ResultOf } from '#contract/api';
import { AppError } from '#contract/errors';
import type { Answer, Call, MessagePipe, Notice } from '#contract/transport';

/** The shell's end of one engine's pipe. */
export interface EngineClient {
  call<Name extends EngineMethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>>;
  /** Fails the calls that wait for an answer, and all later ones. */
  fail(error: AppError): void;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: AppError) => void;
}

/** Asks the engine at the other end of `pipe` and passes on what it tells. */
export function connectEngine(pipe: MessagePipe, onNotice: (notice: Notice) => void): EngineClient {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let failure: AppError | null = null;

  function settle(answer: Answer): void {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) call?.reject(new AppError(answer.error.code, answer.error.message));
    else call?.resolve(answer.result);
  }

  pipe.onMessage((message) => {
    const incoming = message as Answer | Notice; // The engine is our own program.
    if ('id' in incoming) settle(incoming);
    else onNotice(incoming);
  });

  return {
    call<Name extends EngineMethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
      if (failure) return Promise.reject(failure);
      const id = ++lastId;
      return new Promise<ResultOf<Name>>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        pipe.send({ id, name, params } satisfies Call);
      });
    },
    fail(error) {
      failure = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
