import { AppError } from '#contract/errors';
import type { Said } from '#contract/messages';
import type { StartProgram } from './start-program.ts';
import type { Reply } from './work.ts';

/** Who waits for an answer. */
export interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
  readonly hear: (news: never) => void;
  /** Called when it is worked on no longer. */
  readonly leave: () => void;
}

/** One run of a program, from its start to its end, and what it has been asked. */
export interface ProgramRun {
  readonly processId: number;
  isIdle(): boolean;
  /** Gives the function that says that nobody wants the answer any more; false when it has been given. Throws for what cannot cross. */
  ask(name: string, request: unknown, asked: { waiting: Waiting; moved: readonly ArrayBuffer[] }): () => boolean;
  /** This process does not wait for the program until it is asked again. */
  rest(): void;
  /** Ends it by force; gives those who still wait. */
  end(): readonly Waiting[];
}

export function startRun(
  start: StartProgram,
  options: {
    /** After a fault it has `ended`, as it is not to be trusted any more. */
    isFragile: boolean;
    answered: () => void;
    /** Not by `end`. */
    ended: (how: Said) => void;
  },
): ProgramRun {
  const { isFragile, answered, ended } = options;
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isOver = false;
  const started = start(hear, (how) => {
    if (!isOver) ended(how);
  });

  /** What comes late, from a run that is over, finds nobody waiting. */
  function hear(reply: Reply): void {
    const asked = waiting.get(reply.id);
    if (asked === undefined) return;
    if ('news' in reply) {
      asked.hear(reply.news as never);
      return;
    }
    const fault = 'fault' in reply ? reply.fault : null;
    if (fault !== null && isFragile) {
      ended({ raw: fault.message });
      return;
    }
    waiting.delete(reply.id);
    if ('result' in reply) asked.resolve(reply.result as never);
    else asked.reject(errorOf(reply));
    asked.leave();
    answered();
  }

  return {
    processId: started.processId,
    isIdle: () => waiting.size === 0,
    ask(name, request, asked) {
      const id = ++lastId;
      started.send({ id, name, request }, asked.moved);
      started.keepAlive(true);
      waiting.set(id, asked.waiting);
      return () => {
        if (waiting.has(id)) started.send({ id, isUnwanted: true }, []);
        return waiting.has(id);
      };
    },
    rest: () => started.keepAlive(false),
    end() {
      isOver = true;
      started.stop();
      const left = [...waiting.values()];
      waiting.clear();
      for (const { leave } of left) leave();
      return left;
    },
  };
}

/** A fault of the program keeps its stack, for the log. */
function errorOf({ error, fault }: Extract<Reply, { error: unknown }>): Error {
  return fault === null ? new AppError(error.code, error.message) : Object.assign(new Error(fault.message), fault);
}
