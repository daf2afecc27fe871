import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { defaultSettings } from '#contract/settings';
import { evaluateModels } from '#core/learning/evaluation/evaluate-models';
import { fullSizeTable, measureFullSize } from '#core/learning/evaluation/full-size/measure-full-size';
import { type MissingModel, tableNames } from '#core/learning/evaluation/tables';
import { protocolNames } from '#core/learning/evaluation/protocols';
import { pairTables, reportTables } from '#core/learning/evaluation/report-tables';
import { rowNames } from '#core/learning/evaluation/rows';
import type { LoadedModel, ModelRegistry } from '#core/models/model-registry';
import { chooseDevice } from '#core/runtime/execution-device';
import type { ProgramFolders } from '#host/program-folders';
import { oneOf, parseDevice } from '../arguments.ts';
import { openModels } from '../model-folders.ts';
import { exitCodes, runCommand } from '../run-command.ts';
import { printNote, printResult } from '../print.ts';

/** Of real pairs that have no truth. */
const fullSize = 'full-size';

interface EvaluateOptions {
  protocol: string;
  model?: string[];
  table: string;
  rows?: string;
  pair?: string;
  pictures?: string;
  result?: string;
  device: string;
  markdown?: true;
  json?: true;
}

export function addEvaluateCommand(program: Command, folders: ProgramFolders): void {
  const allOf = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  program
    .command('evaluate')
    .description('measure models on photos whose truth is known')
    .argument('<folder>', 'the dataset')
    .requiredOption('--protocol <name>', [...protocolNames, fullSize].join(', '))
    .option(
      '--model <model>',
      `id or folder of a model to measure; may be given several times (default: "${defaultSettings.model}")`,
      allOf,
    )
    .option('--table <name>', tableNames.join(', '), 'quality')
    .option('--rows <names>', 'only these rows of the table, with commas between them')
    .option('--pair <name>', 'only this pair of the dataset')
    .option('--pictures <folder>', 'also write comparisons at 100 % there')
    .option('--result <file>', `with ${fullSize}: also measure this result of the pair`)
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml', defaultSettings.device)
    .option('--markdown', "print the mean in the layout of the paper's tables, its figures beside ours")
    .option('--json', 'print one JSON document and nothing else')
    .action(async (folder: string, { model = [defaultSettings.model], ...options }: EvaluateOptions) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const protocol = oneOf([...protocolNames, fullSize], '--protocol', options.protocol);
        const request = {
          folder,
          table: oneOf(tableNames, '--table', options.table),
          rows: options.rows?.split(',').map((name) => oneOf(rowNames, '--rows', name.trim())),
          pair: options.pair,
          pictures: options.pictures,
        };
        const device = parseDevice(options.device);
        const { models, missing } = await loadModels(openModels(folders), model);
        const temporaryFolder = join(folders.dataFolder, 'cache', 'scratch');
        await mkdir(temporaryFolder, { recursive: true });
        const means = {
          models,
          device: (await chooseDevice(device, folders)).device,
          programFolder: folders.programFolder,
          temporaryFolder,
          pixelLimit: defaultSettings.pixelLimitMegapixels * 1e6,
          memoryBudget: defaultSettings.memoryBudgetMiB * 2 ** 20,
          signal,
          report: (fraction: number, label: string) => progress.report(fraction, { raw: label }),
        };
        if (protocol === fullSize) {
          const measured = await measureFullSize({ ...means, folder, result: options.result });
          progress.end();
          const text = options.json ? JSON.stringify(measured, null, 2) : measured.map(fullSizeTable).join('\n\n');
          printResult(`${text}\n`);
          return;
        }
        const evaluations = await evaluateModels({ ...request, ...means, protocol });
        progress.end();
        const texts = {
          // One document for one model, a list for several.
          json: () => JSON.stringify(model.length === 1 ? evaluations[0] : evaluations, null, 2),
          markdown: () => reportTables(evaluations, missing),
          pairs: () => evaluations.map(pairTables).join('\n\n'),
        };
        printResult(`${texts[options.json ? 'json' : options.markdown ? 'markdown' : 'pairs']()}\n`);
        for (const { reason } of missing) printNote(`telewide: ${reason}\n`);
        if (missing.length > 0) endWith(exitCodes.failed);
      });
    });
}

/** The models that can be measured, and why the others cannot. Throws the reason when there is none to measure. */
async function loadModels(
  registry: ModelRegistry,
  ids: readonly string[],
): Promise<{ models: LoadedModel[]; missing: MissingModel[] }> {
  const models: LoadedModel[] = [];
  const missing: (MissingModel & { error: AppError })[] = [];
  for (const id of new Set(ids)) {
    try {
      models.push(await registry.load(id));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'model-unavailable') throw error;
      missing.push({ id, reason: error.message, error });
    }
  }
  const [first] = missing;
  if (models.length === 0 && first) throw first.error;
  return { models, missing };
}
