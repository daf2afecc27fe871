import { speak } from '#contract/messages';
import { jsonInEnglish, printResult } from '../print.ts';
import type { Command } from 'commander';
import { defaultSettings } from '#contract/settings';
import { tryExecutions } from '#core/enhancement/inference/choose-execution';
import type { ProgramFolders } from '#host/program-folders';
import { openModels } from '../model-folders.ts';
import { runCommand } from '../run-command.ts';

export function addDevicesCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('devices')
    .description('try every device this machine may have and say which can be used')
    .option('--model <id>', 'whose precision is told', defaultSettings.model)
    .option('--json', 'print one JSON document and nothing else')
    .action(async (options: { model: string; json?: true }) => {
      await runCommand({ quiet: true }, async () => {
        const model = await openModels(folders).load(options.model);
        const reports = await tryExecutions(model, { programFolder: folders.programFolder, isFresh: true });
        if (options.json) {
          printResult(`${jsonInEnglish(reports)}\n`);
          return;
        }
        for (const { name, adapter, usable, reason, precision } of reports) {
          const who = usable && adapter !== null ? `${adapter}: ` : '';
          printResult(`${usable ? 'yes' : 'no '}  ${name.padEnd(9)} ${who}${speak(reason, 'en')}\n`);
          if (precision !== undefined && name !== 'cpu')
            printResult(`     ${''.padEnd(9)} ${precision.precision} precision: ${speak(precision.reason, 'en')}\n`);
        }
      });
    });
}
