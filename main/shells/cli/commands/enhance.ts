import type { Command } from 'commander';
import { speak } from '#contract/messages';
import { defaultExportSettings } from '#contract/export-settings';
import { defaultSettings } from '#contract/settings';
import type { ProgramFolders } from '#host/program-folders';
import {
  formatOfFileName,
  parseCrop,
  parseDevice,
  parsePercent,
  parsePrecision,
  parseScale,
  parseWholeNumber,
} from '../arguments.ts';
import { describeEnhancement, enhanceToFile } from '../enhance-to-file.ts';
import { runCommand } from '../run-command.ts';
import { printNote } from '../print.ts';

interface EnhanceOptions {
  output: string;
  model: string;
  device: string;
  precision: string;
  crop?: string;
  scale: string;
  reference: boolean;
  referenceStrength: string;
  denoise: string;
  quality: string;
  gps: boolean;
  keepFileTime?: true;
  memory: string;
  pixelLimit: string;
  report?: string;
  bestPlaces?: string;
}

export function addEnhanceCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('enhance')
    .description('give the wide photo twice the width and height or more, with the detail that the teles saw')
    .argument('<wide>', 'photo of the wide camera')
    .argument('[teles...]', 'photos of the telephoto camera, up to 24; without them the wide photo is enlarged alone')
    .requiredOption('-o, --output <file>', 'where the result goes; its ending chooses the format')
    .option('--model <id>', 'which model enhances', defaultSettings.model)
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml', defaultSettings.device)
    .option('--precision <name>', 'auto, full or half: the floats that a graphics card computes with', 'auto')
    .option(
      '--scale <times>',
      '2, 3, 4 or auto: how many times as wide and high; auto is as fine as the finest tele',
      '2',
    )
    .option('--crop <x,y,w,h>', 'only this part, in pixels of the upright wide photo')
    .option('--no-reference', 'enlarge the wide photo alone')
    .option('--reference-strength <percent>', "how much of the tele's detail is kept", '100')
    .option('--denoise <percent>', 'how strongly the result is denoised', '0')
    .option('--quality <1-100>', 'of JPEG, WebP and AVIF', String(defaultExportSettings.quality))
    .option('--no-gps', 'leave the place where the photo was taken out of the result')
    .option('--keep-file-time', "give the result the time of the wide photo's file")
    .option('--memory <MiB>', 'what the network may use', String(defaultSettings.memoryBudgetMiB))
    .option('--pixel-limit <megapixels>', 'refuse larger photos', String(defaultSettings.pixelLimitMegapixels))
    .option('--report <file.json>', 'write what was done, how and how long, to a file')
    .option('--best-places <file.webp>', 'also write a picture of the places that gained most, before and after')
    .action(async (widePath: string, telePaths: string[], options: EnhanceOptions) => {
      await runCommand({ quiet: false }, async ({ signal, progress }) => {
        const losses: string[] = [];
        const report = await enhanceToFile({
          widePath,
          telePaths,
          outputPath: options.output,
          reportPath: options.report ?? null,
          bestPlacesPath: options.bestPlaces ?? null,
          settings: {
            format: formatOfFileName(options.output),
            quality: parseWholeNumber('--quality', 1, 100, options.quality),
            keepGps: options.gps,
            keepsFileTime: options.keepFileTime === true,
          },
          choices: {
            model: options.model,
            device: parseDevice(options.device),
            ...parsePrecision(options.precision),
            crop: options.crop === undefined ? null : parseCrop(options.crop),
            scale: parseScale(options.scale),
            useReference: options.reference,
            referenceStrength: parsePercent('--reference-strength', options.referenceStrength),
            denoise: parsePercent('--denoise', options.denoise),
          },
          memoryBudget: parseWholeNumber('--memory', 256, 1_000_000, options.memory) * 2 ** 20,
          pixelLimit: parseWholeNumber('--pixel-limit', 1, 2000, options.pixelLimit) * 1e6,
          folders,
          tell: (loss) => losses.push(speak(loss, 'en')),
          signal,
          report: (fraction, label) => progress.report(fraction, label),
        });
        progress.end();
        for (const line of [`${options.output}: ${describeEnhancement(report)}`, ...losses]) printNote(`${line}\n`);
      });
    });
}
