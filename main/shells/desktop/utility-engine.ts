import { endOf } from '#contract/errors';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineProcess } from '#host/engine-supervisor';

const graceMs = 5000;

/** Starts the engine program as a utility process of Electron. What it prints goes to the log. */
export function forkUtilityEngine(options: {
  dataFolder: string;
  resourcesFolder: string;
  programFolder: string;
  log: Log;
}): EngineProcess {
  const { dataFolder, resourcesFolder, programFolder, log } = options;
  const child = utilityProcess.fork(join(programFolder, 'engine.js'), [dataFolder, resourcesFolder, programFolder], {
    serviceName: 'Telewide engine',
    stdio: 'pipe',
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => log.warn(`engine: ${line}`));
  }
  return {
    pipe: {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.once('exit', listener),
    },
    onExit: (listener) => void child.once('exit', (code) => listener(endOf(code, null))),
    stop() {
      // A driver that does not come back keeps the engine from hearing the polite signal.
      const force = setTimeout(() => child.pid !== undefined && process.kill(child.pid, 'SIGKILL'), graceMs);
      child.once('exit', () => clearTimeout(force));
      child.kill();
    },
  };
}
