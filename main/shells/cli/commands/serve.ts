import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ProgramFolders } from '#host/program-folders';

/** The web shell is a program of its own, so that the command line does not hold it. */
export function addServeCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('serve')
    .description('the same app in a browser, at an address with a token')
    .option('--port <n>', 'the port to listen on; 0 takes any free one', '0')
    .option('--allow <folder...>', 'folders whose photos the page may open by their path')
    .action(async (options: { port: string; allow?: string[] }) => {
      const allowed = (options.allow ?? []).flatMap((folder) => ['--allow', folder]);
      const child = spawn(
        process.execPath,
        [join(folders.programFolder, 'serve.js'), '--port', options.port, ...allowed],
        {
          stdio: 'inherit',
        },
      );
      const leaveToChild = (): void => undefined;
      process.on('SIGINT', leaveToChild);
      process.once('SIGTERM', () => child.kill('SIGTERM'));
      process.exitCode = await new Promise<number>((done) => child.once('exit', (code) => done(code ?? 1)));
    });
}
