import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findProgramFolders } from '#host/program-folders';
import { currentSurroundings, findWindow } from './find-window.ts';

/** A window that fails sooner than this never came up, whatever the reason: libraries missing, a display that refuses. */
const cameUpMs = 5000;

const { programFolder, resourcesFolder } = findProgramFolders(import.meta.url);
const given = process.argv.slice(2);
const search = findWindow(currentSurroundings());

if ('reason' in search) await startInBrowser(search.reason);
else {
  const startedAt = Date.now();
  const code = await run(search.binary, [resourcesFolder, ...given]);
  if (code !== 0 && Date.now() - startedAt < cameUpMs)
    await startInBrowser(`the window did not come up (exit code ${code})`);
  else process.exitCode = code;
}

async function startInBrowser(reason: string): Promise<void> {
  process.stdout.write(`No window: ${reason}. Telewide runs in the browser instead.\n`);
  process.exitCode = await run(process.execPath, [join(programFolder, 'serve.js'), ...given]);
}

/** The exit code; 1 when the program cannot be started or a signal ended it. Ctrl+C is the child's to answer. */
function run(program: string, programArguments: string[]): Promise<number> {
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  return new Promise((done) => {
    const child = spawn(program, programArguments, { stdio: 'inherit' });
    process.once('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });
}
