import type { Command } from 'commander';
import { speak } from '#contract/messages';
import { findPairs } from '#core/pairs/finding/find-pairs';
import type { ProgramFolders } from '#host/program-folders';
import { jsonInEnglish, printNote, printResult } from '../print.ts';
import { runCommand } from '../run-command.ts';

export function addPairCommand(program: Command, { programFolder }: ProgramFolders): void {
  program
    .command('pair')
    .description('find each wide photo of a folder with the teles of the same scene')
    .argument('<folder>', 'folder with photos, searched with the folders in it')
    .option('--content', 'compare what photos without a partner show, however many they are (usual for up to 100)')
    .option('--no-content', 'go by times, focal lengths and names alone')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (folder: string, options: { json?: true; content?: boolean }) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress }) => {
        const { pairs, passedOver, unreadable } = await findPairs(folder, {
          ...(options.content !== false && { content: { isForced: options.content === true, programFolder } }),
          signal,
          report: (fraction, label) => progress.report(fraction, label),
        });
        progress.end();
        if (options.json) {
          printResult(`${jsonInEnglish({ pairs, passedOver, unreadable })}\n`);
          return;
        }
        for (const { wide, teles, reason, versions } of pairs) {
          printResult(`${wide}\n`);
          for (const tele of teles) printResult(`  + ${tele}\n`);
          if (reason !== null) printResult(`    ${reason}\n`);
          for (const version of versions) printResult(`  = ${version}  (another version)\n`);
        }
        for (const { path, error } of unreadable) printNote(`${path}: ${speak(error.message, 'en')}\n`);
        if (passedOver > 0) {
          printNote(`${passedOver === 1 ? '1 other file' : `${passedOver} other files`} passed over.\n`);
        }
      });
    });
}
