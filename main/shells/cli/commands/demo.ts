import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultExportSettings } from '#contract/export-settings';
import { defaultSettings } from '#contract/settings';
import type { ProgramFolders } from '#host/program-folders';
import { formatOfFileName } from '../arguments.ts';
import { describeRegistration } from '../describe-registration.ts';
import { describeEnhancement, enhanceToFile } from '../enhance-to-file.ts';
import { runCommand } from '../run-command.ts';
import { printResult } from '../print.ts';

export function addDemoCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('demo')
    .description('run the main job on the sample pair that comes with the program')
    .option('-o, --output <file>', 'where the result goes', 'telewide-demo.jpg')
    .action(async (options: { output: string }) => {
      await runCommand({ quiet: false }, async ({ signal, progress }) => {
        const samples = join(folders.resourcesFolder, 'native-models/sample-pair');
        const outputPath = resolve(options.output);
        await mkdir(dirname(outputPath), { recursive: true });
        const report = await enhanceToFile({
          widePath: join(samples, 'wide.jpg'),
          telePaths: [join(samples, 'tele.jpg')],
          outputPath,
          bestPlacesPath: null,
          reportPath: null,
          tell: () => undefined,
          settings: { ...defaultExportSettings, format: formatOfFileName(outputPath) },
          choices: { model: defaultSettings.model, device: defaultSettings.device, crop: null, useReference: true },
          memoryBudget: defaultSettings.memoryBudgetMiB * 2 ** 20,
          pixelLimit: defaultSettings.pixelLimitMegapixels * 1e6,
          folders,
          signal,
          report: (fraction, label) => progress.report(fraction, label),
        });
        progress.end();
        const registration =
          report.registration === null ? '' : `\nThe tele in the wide\n${describeRegistration(report.registration)}\n`;
        printResult(`\nThe sample pair, enhanced: ${outputPath}\n${describeEnhancement(report)}\n${registration}`);
      });
    });
}
