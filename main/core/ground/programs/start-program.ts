import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { endOf, saidBy } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { Question, Reply } from './work.ts';

/** Starts a program, and says what it replies and, once or more often, how it ended. */
export type StartProgram = (hear: (reply: Reply) => void, ended: (how: Said) => void) => StartedProgram;

export interface StartedProgram {
  readonly processId: number;
  /** Throws for what cannot cross. To a program that has ended nothing is sent. `moved` buffers are handed over, where the carrier can. */
  send(question: Question, moved: readonly ArrayBuffer[]): void;
  /** Whether this process waits for the program before it ends itself. */
  keepAlive(isNeeded: boolean): void;
  /** By force. */
  stop(): void;
}

/** In a process of its own, which may crash or hang. `environment` goes over that of this process. */
export function inProcess(
  programPath: string,
  {
    programArguments = [],
    environment = {},
  }: { programArguments?: readonly string[]; environment?: NodeJS.ProcessEnv } = {},
): StartProgram {
  return (hear, ended) => {
    const child = fork(programPath, programArguments, {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so.
      env: { ...process.env, ...environment, ELECTRON_RUN_AS_NODE: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (message) => hear(message as Reply));
    child.on('error', (error) => ended(saidBy(error)));
    child.on('exit', (code, signal) => ended(endOf(code, signal)));
    return {
      processId: child.pid ?? 0,
      // A process that cannot be reached tells so by its end.
      send: (question) => void child.send(question, () => undefined),
      keepAlive(isNeeded) {
        if (isNeeded) {
          child.ref();
          child.channel?.ref();
        } else {
          child.unref();
          child.channel?.unref();
        }
      },
      stop: () => void child.kill('SIGKILL'),
    };
  };
}

/** In a thread of this process. `data` is its `workerData`; shared memory in it is not copied. */
export function inThread(programPath: string, { data }: { data?: unknown } = {}): StartProgram {
  return (hear, ended) => {
    const thread = new Worker(programPath, { execArgv: [], workerData: data });
    thread.on('message', hear);
    thread.on('error', (error) => ended(saidBy(error)));
    thread.on('exit', (code) => ended(say('program.thread-ended', { code })));
    return {
      processId: process.pid,
      send: (question, moved) => thread.postMessage(question, moved),
      keepAlive: (isNeeded) => (isNeeded ? thread.ref() : thread.unref()),
      stop: () => void thread.terminate(),
    };
  };
}
