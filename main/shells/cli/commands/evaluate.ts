import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { defaultSettings } from '#contract/settings';
import { evaluateModel, rowNames, type Evaluation, type Score } from '#core/evaluation/evaluate-model';
import { protocolNames, type ProtocolName } from '#core/evaluation/protocols';
import { createModelRegistry } from '#core/models/model-registry';
import { chooseDevice } from '#core/runtime/execution-device';
import type { ProgramFolders } from '#host/program-folders';
import { parseDevice } from '../arguments.ts';
import { modelFolders } from '../model-folders.ts';
import { runCommand } from '../run-command.ts';

interface EvaluateOptions {
  protocol: string;
  model: string;
  device: string;
  json?: true;
}

export function addEvaluateCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('evaluate')
    .description('measure a model on photos whose truth is known')
    .argument('<folder>', 'the dataset')
    .requiredOption('--protocol <name>', protocolNames.join(' or '))
    .option('--model <id>', 'which model is measured', defaultSettings.model)
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml', defaultSettings.device)
    .option('--json', 'print one JSON document and nothing else')
    .action(async (folder: string, options: EvaluateOptions) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress }) => {
        const temporaryFolder = join(folders.dataFolder, 'cache', 'scratch');
        await mkdir(temporaryFolder, { recursive: true });
        const evaluation = await evaluateModel({
          folder,
          protocol: parseProtocol(options.protocol),
          model: await createModelRegistry({ folders: modelFolders(folders) }).load(options.model),
          device: (await chooseDevice(parseDevice(options.device), folders)).device,
          programFolder: folders.programFolder,
          temporaryFolder,
          pixelLimit: defaultSettings.pixelLimitMegapixels * 1e6,
          memoryBudget: defaultSettings.memoryBudgetMiB * 2 ** 20,
          signal,
          report: (fraction, label) => progress.report(fraction, label),
        });
        progress.end();
        process.stdout.write(`${options.json ? JSON.stringify(evaluation, null, 2) : asMarkdown(evaluation)}\n`);
      });
    });
}

function parseProtocol(text: string): ProtocolName {
  const name = protocolNames.find((one) => one === text);
  if (name) return name;
  throw new AppError('invalid-request', `Expected --protocol ${protocolNames.join(' or ')}, but received "${text}"`);
}

/** PSNR in dB and SSIM on luma: a table of each pair, and of the mean where there are several. */
function asMarkdown({ protocol, model, pairs, mean }: Evaluation): string {
  const tables = pairs.map(({ name, verdict, rows }) => `${name} (registration ${verdict})\n\n${table(rows)}`);
  if (pairs.length > 1) tables.push(`mean of ${pairs.length} pairs\n\n${table(mean)}`);
  return [`Protocol ${protocol}, model ${model}, PSNR in dB and SSIM on luma`, ...tables].join('\n\n');
}

function table(rows: Evaluation['mean']): string {
  const lines = rowNames.map((name) => {
    const { whole, overlap, outside } = rows[name];
    return `| ${name} | ${cell(whole)} | ${cell(overlap)} | ${cell(outside)} |`;
  });
  return ['| | whole | overlap | outside |', '|---|---|---|---|', ...lines].join('\n');
}

function cell({ psnr, ssim }: Score): string {
  return psnr === null ? '' : `${psnr.toFixed(2)} / ${ssim?.toFixed(4) ?? ''}`;
}
