import { pairsToLearnFrom } from '#core/learning/adaptation/pairs-to-learn-from';
import { jsonInEnglish, printResult } from '../print.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { speak } from '#contract/messages';
import { modelName } from '#contract/model-card';
import type { ModelId } from '#contract/models';
import { adaptModel, type AdaptedModel } from '#core/learning/adaptation/adapt-model';
import { objectives } from '#core/learning/adaptation/adaptation-batches';
import { cardOf, keepModel } from '#core/learning/adaptation/keep-model';
import { chooseDevice } from '#core/runtime/execution-device';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { TrainingBudget } from '#core/learning/training/learning-rate';
import type { ProgramFolders } from '#host/program-folders';
import { oneOf, parseDevice, parsePositiveNumber, parseWholeNumber } from '../arguments.ts';
import { openModels, openPersonalModels } from '../model-folders.ts';
import { runCommand } from '../run-command.ts';
import { judgementWords } from './models.ts';

interface AdaptOptions {
  name: string;
  base: string;
  minutes?: string;
  steps?: string;
  seed: string;
  device: string;
  objective: string;
  shrinking: string;
  saveEvery: string;
  despiteJudgement?: true;
  json?: true;
}

export function addAdaptCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('adapt')
    .description('tune a model to the phone that took the pairs in a folder; the same command goes on where it was')
    .argument('<folder>', 'folder with wide and tele photos of one phone, searched with the folders in it')
    .requiredOption('--name <personal>', 'how the new model is called')
    .option('--base <model>', 'the model to begin from', 'fast')
    .option('--minutes <n>', 'learn so long (default: 6)')
    .option('--steps <n>', 'learn so many steps; then the same photos and seed give the same model')
    .option('--seed <n>', 'of everything that is drawn', '0')
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml', 'auto')
    .option('--objective <which>', `what is minimised: ${objectives.join(', ')}`, 'both')
    .option('--shrinking <which>', 'how photos without truth are compared: measured or bicubic', 'measured')
    .option('--save-every <seconds>', 'of learning', '60')
    .option('--despite-judgement', 'keep the model even when it is judged to be no better')
    .option('--json', 'print one JSON document at the end and nothing else')
    .action(async (folder: string, options: AdaptOptions) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress }) => {
        const name = parseName(options.name);
        const budget = parseBudget(options);
        const base = await openModels(folders).load(options.base);
        const { device } = await chooseDevice(parseDevice(options.device), folders);
        const workFolder = join(dataFolderAt(folders.dataFolder).adaptations, `command-line-${folderName(name)}`);
        const adapted = await adaptModel({
          folder: workFolder,
          pairs: await pairsToLearnFrom(folder, {
            signal,
            report: (fraction, label) => progress.report(0.02 * fraction, label),
          }),
          base,
          objective: oneOf(objectives, '--objective', options.objective),
          shrinking: oneOf(['measured', 'bicubic'] as const, '--shrinking', options.shrinking),
          budget,
          seed: parseWholeNumber('--seed', 0, 2 ** 31 - 1, options.seed),
          device,
          pixelLimit: 200e6,
          programFolder: folders.programFolder,
          saveEverySeconds: parseWholeNumber('--save-every', 0, 86_400, options.saveEvery),
          giveWay: () => Promise.resolve(),
          signal,
          report: (fraction, label) => progress.report(0.02 + 0.98 * fraction, label),
        });
        progress.end();
        const isAdopted = adapted.judgement.isBetter || options.despiteJudgement === true;
        const card = cardOf(adapted, base, !adapted.judgement.isBetter, new Date());
        const id = isAdopted
          ? await keepModel(openPersonalModels(folders), { name, base, weights: adapted.weights, card })
          : null;
        await rm(workFolder, { recursive: true, force: true });
        printResult(options.json ? `${jsonInEnglish({ id, isAdopted, ...card })}\n` : describe(adapted, id));
      });
    });
}

function parseName(text: string): string {
  const parsed = modelName.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-request', { raw: `Expected --name with 1 to 60 characters, but received "${text}"` });
}

function folderName(name: string): string {
  return encodeURIComponent(name.toLowerCase()).replaceAll(/[^a-z0-9]+/g, '-');
}

function parseBudget({ minutes, steps }: AdaptOptions): TrainingBudget {
  if (steps !== undefined && minutes === undefined) return { steps: parseWholeNumber('--steps', 1, 1e6, steps) };
  return {
    seconds: 60 * parsePositiveNumber('--minutes', minutes ?? '6'),
    ...(steps === undefined ? {} : { steps: parseWholeNumber('--steps', 1, 1e6, steps) }),
  };
}

function describe(
  { material, judgement, steps, seconds, device, deviceReason }: AdaptedModel,
  id: ModelId | null,
): string {
  const { blur, halo, explained, noise } = material.facts;
  const deviations = noise.map(({ deviation }) => deviation);
  return [
    ...material.leftOut.map(({ name, reason }) => `left out ${name}: ${speak(reason, 'en')}`),
    `the wide camera: blur ${blur.least.toFixed(2)} to ${blur.most.toFixed(2)} pixels of the result, halo ${(100 * halo).toFixed(0)} %, ` +
      `noise ${Math.min(...deviations).toFixed(4)} to ${Math.max(...deviations).toFixed(4)}; explains ${(100 * explained).toFixed(0)} % of its detail`,
    ...(deviceReason === null ? [] : [deviceReason]),
    `${steps.toLocaleString('en-GB')} steps in ${(seconds / 60).toFixed(1)} min on ${device}`,
    judgementWords(judgement),
    id === null
      ? 'Not adopted: nothing was changed. With --despite-judgement it is kept all the same.'
      : `Adopted as ${id}: telewide enhance … --model ${id}`,
    '',
  ].join('\n');
}
