import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { createSemaphore } from '#core/ground/waiting/semaphore';
import { startRun, type ProgramRun, type Waiting } from './program-run.ts';
import type { StartProgram } from './start-program.ts';
import type { NameOf, NewsOf, RequestOf, ResultOf, WorkTable } from './work.ts';

/** Another program that works for this one. It is started with the first question, and anew with the first one after its end. */
export interface Program<Table extends WorkTable<Table>> {
  /**
   * Rejects with the AppError of the work, with an Error that has the stack of a fault, with what `ended` says when the program ended
   * before it could answer, and with the signal's reason. What cannot cross rejects as the system says.
   */
  ask<Name extends NameOf<Table>>(
    name: Name,
    request: RequestOf<Table[Name]>,
    options?: AskOptions<NewsOf<Table[Name]>>,
  ): Promise<ResultOf<Table[Name]>>;
  /** Keeps the program, however long nothing is asked, until the function that this gives is called. */
  hold(): () => void;
  /** Ends the program for good; what is asked, then and later, is `engine-stopped`. */
  close(): void;
}

export interface AskOptions<News> {
  signal?: AbortSignal | undefined;
  /** Goes before the others that wait. */
  isUrgent?: boolean;
  hear?: ((news: News) => void) | undefined;
  /** Buffers of the request that are handed over to a thread and unusable afterwards. */
  moved?: readonly ArrayBuffer[];
}

export interface ProgramOptions {
  start: StartProgram;
  /** Why a question fails whose program ended, from how it did; asked once for every end. */
  ended: (how: Said, processId: number) => AppError | Promise<AppError>;
  /** So many questions are worked on at once, the others wait; all unless told. */
  atOnce?: number;
  /** After so many milliseconds without a question the program is ended; never unless told. */
  idleMs?: number;
  /**
   * What a signal does to work that has begun. It is told, and its end waited for; or told, and left alone; or the program is ended, which
   * is for work that hears nothing and is done one at a time.
   */
  onCancel?: 'wait' | 'leave' | 'end';
  /** Whether a program that had a fault is not to be trusted any more: it is ended, and `ended` says so with the fault's message. */
  isFragile?: boolean;
}

export function openProgram<Table extends WorkTable<Table>>(options: ProgramOptions): Program<Table> {
  const { start, idleMs, onCancel = 'wait', isFragile = false } = options;
  const places = createSemaphore(options.atOnce ?? Infinity);
  let run: ProgramRun | null = null;
  let holders = 0;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  function stop(): readonly Waiting[] {
    clearTimeout(idleTimer);
    const stopped = run;
    run = null;
    return stopped?.end() ?? [];
  }

  /** All that the program was asked is lost with it. */
  function lose(how: Said): void {
    const processId = run?.processId ?? 0;
    const lost = stop();
    void Promise.resolve(options.ended(how, processId))
      .catch((error: unknown) => error)
      .then((reason) => lost.forEach(({ reject }) => reject(reason)));
  }

  function rest(): void {
    clearTimeout(idleTimer);
    if (run?.isIdle() !== true || holders > 0) return;
    run.rest();
    if (idleMs !== undefined) idleTimer = setTimeout(stop, idleMs).unref();
  }

  /** Gives what a signal does from now on. */
  function begin(
    name: string,
    request: unknown,
    waiting: Waiting,
    { signal, moved = [] }: AskOptions<never>,
  ): () => void {
    clearTimeout(idleTimer);
    try {
      run ??= startRun(start, { isFragile, answered: rest, ended: lose });
      const drop = run.ask(name, request, { waiting, moved });
      return () => {
        if (!drop() || onCancel === 'wait') return;
        waiting.reject(signal?.reason);
        if (onCancel === 'end') for (const { reject } of stop()) reject(signal?.reason);
      };
    } catch (error) {
      waiting.reject(error);
      waiting.leave();
      rest();
      return () => undefined;
    }
  }

  return {
    async ask(name, request, asked = {}) {
      const { signal, isUrgent = false, hear = () => undefined } = asked;
      const leave = await places.take({ isUrgent, signal });
      if (isClosed || signal?.aborted === true) leave();
      if (isClosed) throw closing();
      signal?.throwIfAborted();
      let cancel = (): void => undefined;
      try {
        return await new Promise((resolve, reject) => {
          cancel = begin(name, request, { resolve, reject, hear, leave }, asked);
          signal?.addEventListener('abort', cancel, { once: true });
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    hold() {
      holders += 1;
      clearTimeout(idleTimer);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        rest();
      };
    },
    close() {
      isClosed = true;
      for (const { reject } of stop()) reject(closing());
    },
  };
}

function closing(): AppError {
  return new AppError('engine-stopped', say('program.closing'));
}
