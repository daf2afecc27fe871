import { parseArgs } from 'node:util';
import { AppError, saidBy } from '#contract/errors';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { openLogFile } from '#core/ground/disk/log-file';
import { findProgramFolders } from '#host/program-folders';
import { startWebShell } from './web-shell.ts';

/** The program: `serve [--port n] [--allow folder]…`. Prints the address to open and serves until it is interrupted. */
async function serve(): Promise<void> {
  const { port, allow } = readArguments(process.argv.slice(2));
  const folders = findProgramFolders(import.meta.url);
  const log = openLogFile({ folder: dataFolderAt(folders.dataFolder).logs, name: 'web' });
  const shell = await startWebShell({ ...folders, port, allowedFolders: allow, log });
  process.stdout.write(`Telewide is at ${shell.url}\nThis address is for you alone. Ctrl+C ends the program.\n`);

  const end = (): void => void shell.close().then(() => process.exit(0));
  process.once('SIGINT', end).once('SIGTERM', end);
}

function readArguments(given: string[]): { port: number; allow: string[] } {
  try {
    const { values } = parseArgs({
      args: given,
      options: { port: { type: 'string', default: '0' }, allow: { type: 'string', multiple: true, default: [] } },
    });
    const port = Number(values.port);
    if (/^\d+$/.test(values.port) && port <= 65_535) return { port, allow: values.allow };
    throw new Error(`Expected --port as a whole number from 0 to 65535, but received "${values.port}"`);
  } catch (error) {
    throw new AppError('invalid-request', saidBy(error), { cause: error });
  }
}

try {
  await serve();
} catch (error) {
  process.stderr.write(`telewide: ${(error as Error).message}\n`);
  process.exitCode = error instanceof AppError && error.code === 'invalid-request' ? 2 : 1;
}
