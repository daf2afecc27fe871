import { createCore } from '#core/create-core';
import { keepTrialsIn } from '#core/runtime/trial-record';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { openLogFile } from '#core/ground/disk/log-file';
import { openParentPipe } from './parent-pipe.ts';
import { serveEngine } from './serve-engine.ts';

/** The engine process: `engine <data folder> <resources folder> <program folder>`, started by a shell. */
const [, , dataFolder, resourcesFolder, programFolder] = process.argv;
if (!dataFolder || !resourcesFolder || !programFolder) {
  throw new Error('Expected three folders: data, resources, program');
}

const log = openLogFile({ folder: dataFolderAt(dataFolder).logs, name: 'engine' });
process.on('uncaughtException', (error) => {
  log.error('The engine stops after a fault that nothing caught', error);
  process.exit(1);
});

keepTrialsIn(dataFolderAt(dataFolder).deviceTrials);
const pipe = openParentPipe();
const core = await createCore({ dataFolder, resourcesFolder, programFolder, log });

async function end(): Promise<void> {
  await core.close();
  process.exit(0);
}
pipe.onClose(() => void end());
process.once('SIGTERM', () => void end());
// Ctrl+C reaches every process of a terminal; when the engine ends is the shell's to say.
process.on('SIGINT', () => undefined);

await serveEngine(pipe, core, log);
log.info(`The engine serves with Node ${process.version}`);
