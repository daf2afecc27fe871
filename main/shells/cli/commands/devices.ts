import type { Command } from 'commander';
import { tryDevices } from '#core/runtime/execution-device';
import type { ProgramFolders } from '#host/program-folders';
import { runCommand } from '../run-command.ts';

export function addDevicesCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('devices')
    .description('try every device this machine may have and say which can be used')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (options: { json?: true }) => {
      await runCommand({ quiet: true }, async () => {
        const reports = await tryDevices({ programFolder: folders.programFolder, isFresh: true });
        if (options.json) {
          process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
          return;
        }
        for (const { name, adapter, usable, reason } of reports) {
          const who = usable && adapter !== null ? `${adapter}: ` : '';
          process.stdout.write(`${usable ? 'yes' : 'no '}  ${name.padEnd(9)} ${who}${reason}\n`);
        }
      });
    });
}
