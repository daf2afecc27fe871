/** An engine program with the real pipe and a fake core: `engine <data folder> <resources folder> <program folder>`. */
import { mkdirSync } from 'node:fs';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { silentLog } from '#core/ground/disk/log-file';
import { openJobJournal } from '#core/ground/waiting/job-journal';
import { openParentPipe } from '#host/parent-pipe';
import { serveEngine } from '#host/serve-engine';
import { createFakeCore } from './fake-core.ts';

async function start(dataFolder: string): Promise<void> {
  mkdirSync(dataFolder, { recursive: true });
  const core = createFakeCore(await openJobJournal(dataFolderAt(dataFolder).jobJournal, () => undefined));
  const pipe = openParentPipe();
  pipe.onClose(() => void core.close().then(() => process.exit(0)));
  await serveEngine(pipe, core, silentLog);
}

void start(process.argv[2] ?? '');
