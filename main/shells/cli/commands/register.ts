import { say } from '#contract/messages';
import { jsonInEnglish } from '../json-in-english.ts';
import type { Command } from 'commander';
import { readPair } from '#core/enhancement/read-pair';
import { slice } from '#core/ground/waiting/progress';
import { registerPair } from '#core/pairs/registering/register-pair';
import { defaultSettings } from '#contract/settings';
import type { ProgramFolders } from '#host/program-folders';
import { describeRegistration } from '../describe-registration.ts';
import { exitCodes, runCommand } from '../run-command.ts';
import { printResult } from '../print.ts';

export function addRegisterCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('register')
    .description('find where the tele photo lies in the wide one')
    .argument('<wide>', 'photo of the wide camera')
    .argument('<tele>', 'photo of the telephoto camera')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (widePath: string, telePath: string, options: { json?: true }) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
        const report = slice(0, 0.5, (fraction, label) => progress.report(fraction, label));
        const { wide, tele, ...hints } = await readPair({ widePath, telePath, pixelLimit, signal, report });
        progress.report(0.5, say('enhancing.finding-tele'));
        const { programFolder } = folders;
        const registration = await registerPair(wide, tele, { ...hints, programFolder, signal });
        progress.end();
        printResult(`${options.json ? jsonInEnglish(registration) : describeRegistration(registration)}\n`);
        if (registration.verdict === 'failed') endWith(exitCodes.failed);
      });
    });
}
