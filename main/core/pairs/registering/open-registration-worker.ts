import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#contract/errors';
import type { Question, Reply, RequestName, RequestOf, ResultOf } from './registration-requests.ts';

/** OpenCV in a thread of its own, so that nothing blocks and a crash stays there. */
export interface RegistrationWorker {
  /**
   * Asks one question; questions wait for each other. `moved` buffers are handed over and unusable afterwards.
   * Rejects with the signal's reason when it fires (the thread is stopped), with an AppError `internal` when the
   * thread fails; the next question starts a new one.
   */
  ask<Name extends RequestName>(
    name: Name,
    request: RequestOf<Name>,
    options: { moved: readonly ArrayBuffer[]; signal?: AbortSignal | undefined },
  ): Promise<ResultOf<Name>>;
}

/** OpenCV's memory never shrinks, so an idle thread is soon stopped; a new one starts in less than a second. */
const idleMs = 5000;

const opened = new Map<string, RegistrationWorker>();

/** The one registration worker of this process. Its thread starts with the first question and never keeps the process alive. */
export function openRegistrationWorker(programFolder: string): RegistrationWorker {
  const worker = opened.get(programFolder) ?? createWorker(join(programFolder, 'registration-worker.js'));
  opened.set(programFolder, worker);
  return worker;
}

interface Job {
  readonly question: Question;
  readonly moved: readonly ArrayBuffer[];
  readonly resolve: (result: ResultOf<RequestName>) => void;
  readonly reject: (reason: unknown) => void;
}

function createWorker(program: string): RegistrationWorker {
  const waiting: Job[] = [];
  let running: Job | null = null;
  let thread: Worker | null = null;
  let idleTimer: NodeJS.Timeout | undefined;

  const startNext = (): void => {
    const job = running === null ? waiting.shift() : undefined;
    if (job === undefined) return;
    clearTimeout(idleTimer);
    thread ??= startThread();
    thread.postMessage(job.question, job.moved);
    thread.ref();
    running = job;
  };

  const finish = (settle: (job: Job) => void): void => {
    const job = running;
    running = null;
    if (job !== null) settle(job);
    thread?.unref();
    clearTimeout(idleTimer);
    idleTimer = setTimeout(stopThread, idleMs).unref();
    startNext();
  };

  const stopThread = (): void => {
    const stopped = thread;
    thread = null;
    void stopped?.terminate();
  };

  const cancel = (job: Job, reason: unknown): void => {
    if (job === running) {
      stopThread();
      finish(() => job.reject(reason));
      return;
    }
    waiting.splice(waiting.indexOf(job), 1);
    job.reject(reason);
  };

  const fail = (why: string): void => {
    stopThread();
    finish((job) => job.reject(new AppError('internal', `Comparing the photos failed: ${why}. Try again.`)));
  };

  const startThread = (): Worker => {
    const started = new Worker(program, { execArgv: [] });
    const whileInUse =
      <Event>(listener: (event: Event) => void) =>
      (event: Event): void => {
        if (thread === started) listener(event);
      };
    started.on(
      'message',
      whileInUse((reply: Reply) => {
        if ('failure' in reply) fail(reply.failure);
        else finish((job) => job.resolve(reply.result));
      }),
    );
    started.on(
      'error',
      whileInUse((error: Error) => fail(error.message)),
    );
    started.on(
      'exit',
      whileInUse((code: number) => fail(`its thread ended with code ${code}`)),
    );
    return started;
  };

  return {
    ask: async <Name extends RequestName>(
      name: Name,
      request: RequestOf<Name>,
      { moved, signal }: { moved: readonly ArrayBuffer[]; signal?: AbortSignal | undefined },
    ) => {
      signal?.throwIfAborted();
      let onAbort = (): void => undefined;
      try {
        return await new Promise<ResultOf<Name>>((resolve, reject) => {
          const job: Job = { question: { name, request } as Question, moved, resolve, reject };
          onAbort = () => cancel(job, signal?.reason);
          signal?.addEventListener('abort', onAbort, { once: true });
          waiting.push(job);
          startNext();
        });
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
