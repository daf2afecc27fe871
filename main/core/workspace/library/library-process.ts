import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '#contract/errors';
import type { LibraryQuestion, LibraryReply, LibraryWork, LibraryWorkName } from './library-requests.ts';

/** Photos are read and small pictures made in a process of its own, so that this one answers at once whatever lies in them. */
export interface LibraryProcess {
  /**
   * Urgent questions go before the others, each kind in its order. Rejects with the AppError of the work, with `internal` when a
   * file ended the process (the next question starts a new one), and with the signal's reason when cancelled.
   */
  ask<Name extends LibraryWorkName>(
    name: Name,
    request: LibraryWork[Name]['request'],
    options: { isUrgent: boolean; signal?: AbortSignal },
  ): Promise<LibraryWork[Name]['result']>;
  close(): void;
}

interface Asked {
  readonly question: LibraryQuestion;
  readonly resolve: (result: LibraryWork[LibraryWorkName]['result']) => void;
  readonly reject: (reason: Error) => void;
}

/** So many are worked on at once: while one waits for the disk, another decodes. */
const width = 3;
/** An idle process is ended after a while. */
const idleMs = 60_000;

export function createLibraryProcess({ programFolder }: { programFolder: string }): LibraryProcess {
  const waiting: Record<'urgent' | 'usual', Asked[]> = { urgent: [], usual: [] };
  const running = new Map<number, Asked>();
  let child: ChildProcess | null = null;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function start(): ChildProcess {
    const started = fork(join(programFolder, 'library-worker.js'), [], {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so. One picture per thread is enough.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', VIPS_CONCURRENCY: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', (reply: LibraryReply) => hear(reply));
    started.on('error', () => end(started));
    started.on('exit', () => end(started));
    return started;
  }

  function next(): void {
    while (running.size < width) {
      const asked = waiting.urgent.shift() ?? waiting.usual.shift();
      if (asked === undefined) break;
      child ??= start();
      child.ref();
      child.channel?.ref();
      running.set(asked.question.id, asked);
      // A process that cannot be reached tells so by its end.
      child.send(asked.question, () => undefined);
    }
    clearTimeout(idleTimer);
    if (running.size > 0) return;
    idleTimer = setTimeout(stop, idleMs).unref();
    child?.unref();
    child?.channel?.unref();
  }

  function hear(reply: LibraryReply): void {
    const asked = running.get(reply.id);
    if (asked === undefined) return;
    running.delete(reply.id);
    if ('result' in reply) asked.resolve(reply.result);
    else asked.reject(new AppError(reply.error.code, reply.error.message));
    next();
  }

  function end(ended: ChildProcess): void {
    if (ended !== child) return;
    child = null;
    const lost = [...running.values()];
    running.clear();
    for (const { reject } of lost) {
      reject(new AppError('internal', 'Reading this file ended the program that read it. It is probably damaged.'));
    }
    if (!isClosed) next();
  }

  function stop(): void {
    clearTimeout(idleTimer);
    const stopped = child;
    child = null;
    stopped?.kill('SIGKILL');
  }

  return {
    async ask(name, request, { isUrgent, signal }) {
      signal?.throwIfAborted();
      const line = isUrgent ? waiting.urgent : waiting.usual;
      const id = ++lastId;
      return new Promise<LibraryWork[typeof name]['result']>((resolve, reject) => {
        const asked: Asked = {
          question: { id, name, request } as LibraryQuestion,
          resolve: (result) => settle(() => resolve(result)),
          reject: (reason) => settle(() => reject(reason)),
        };
        const cancel = (): void => {
          const place = line.indexOf(asked);
          if (place >= 0) line.splice(place, 1);
          asked.reject(signal?.reason as Error);
        };
        const settle = (how: () => void): void => {
          signal?.removeEventListener('abort', cancel);
          how();
        };
        signal?.addEventListener('abort', cancel, { once: true });
        line.push(asked);
        next();
      });
    },
    close() {
      isClosed = true;
      stop();
      const closing = new AppError('engine-stopped', 'The program is closing.');
      for (const { reject } of [...running.values(), ...waiting.urgent.splice(0), ...waiting.usual.splice(0)])
        reject(closing);
      running.clear();
    },
  };
}
