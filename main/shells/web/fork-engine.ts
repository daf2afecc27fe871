import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endOf } from '#contract/errors';
import type { Said } from '#contract/messages';
import type { MessagePipe } from '#contract/transport';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineProcess } from '#host/engine-supervisor';

const graceMs = 5000;

/** Starts the engine program as a child process of Node. What it prints goes to the log: native libraries say there why they die. */
export function forkEngine(options: {
  dataFolder: string;
  resourcesFolder: string;
  programFolder: string;
  log: Log;
}): EngineProcess {
  const { dataFolder, resourcesFolder, programFolder, log } = options;
  const child = fork(join(programFolder, 'engine.js'), [dataFolder, resourcesFolder, programFolder], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => log.warn(`engine: ${line}`));
  }
  return {
    pipe: pipeOverChild(child),
    onExit(listener) {
      let isTold = false;
      const tell = (reason: Said): void => {
        if (!isTold) listener(reason);
        isTold = true;
      };
      child.on('exit', (code, signal) => tell(endOf(code, signal)));
      child.on('error', (error) => {
        if (child.pid === undefined) tell({ raw: error.message });
      });
    },
    stop() {
      if (child.connected) child.disconnect();
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      child.once('exit', () => clearTimeout(force));
    },
  };
}

function pipeOverChild(child: ChildProcess): MessagePipe {
  return {
    send(message) {
      // A child that died in between is told by `exit`, not here.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.once('exit', listener),
  };
}
