import { fork } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '#contract/errors';
import type { AdaptationMessage, AdaptationReply, AdaptationRequest } from './adaptation-requests.ts';

/** An adaptation that runs in a process of its own. */
export interface AdaptationProcess {
  /** Resolves when it was judged; rejects with its AppError, with `cancelled` after `stop`, and with `device-unavailable` when the process dies. */
  readonly ended: Promise<void>;
  hold(): void;
  goOn(): void;
  /** Saves a checkpoint and ends. */
  stop(): void;
}

type Heard = Extract<AdaptationReply, { name: 'progress' | 'curve' | 'patch' }>;

/** Starts the built program `adaptation-worker.js`, which lies in `request.programFolder`. */
export function startAdaptationProcess(request: AdaptationRequest, hear: (reply: Heard) => void): AdaptationProcess {
  const child = fork(join(request.programFolder, 'adaptation-worker.js'), [], {
    execArgv: [],
    // Inside Electron the program's own executable is only Node when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const send = (message: AdaptationMessage): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  const ended = new Promise<void>((resolve, reject) => {
    child.on('message', (reply: AdaptationReply) => {
      if (reply.name === 'judged') resolve();
      else if (reply.name === 'stopped') reject(new AppError('cancelled', 'Paused'));
      else if (reply.name === 'failed') reject(errorOf(reply));
      else hear(reply);
    });
    child.on('error', (error) => reject(died(error.message)));
    child.on('exit', (code, signal) => reject(died(signal ?? `exit code ${String(code)}`)));
  });
  send({ name: 'start', request });
  return {
    ended,
    hold: () => send({ name: 'hold' }),
    goOn: () => send({ name: 'go-on' }),
    stop: () => send({ name: 'stop' }),
  };
}

/** A fault of the program keeps its stack, for the log. */
function errorOf({ error, fault }: Extract<AdaptationReply, { name: 'failed' }>): Error {
  return fault === null ? new AppError(error.code, error.message) : new Error(fault);
}

function died(how: string): AppError {
  return new AppError(
    'device-unavailable',
    `Learning stopped without an answer (${how}), as happens when a driver fails or memory runs out. What was learned is kept: go on with it, or choose another device, such as cpu.`,
  );
}
