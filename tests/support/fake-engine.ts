/** An engine program with the real pipe and a fake core: `engine <data folder> <resources folder> <program folder>`. */
import { mkdirSync } from 'node:fs';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { silentLog } from '#core/ground/disk/log-file';
import { openParentPipe } from '#host/parent-pipe';
import { serveEngine } from '#host/serve-engine';
import { createFakeCore } from './fake-core.ts';

const dataFolder = process.argv[2] ?? '';
mkdirSync(dataFolder, { recursive: true });
const core = createFakeCore(dataFolderAt(dataFolder).jobJournal);
const pipe = openParentPipe();
pipe.onClose(() => void core.close().then(() => process.exit(0)));
void serveEngine(pipe, core, silentLog);
