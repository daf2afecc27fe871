import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { modelIdPattern } from '#core/models/model-manifest';
import { chooseDevice } from '#core/runtime/execution-device';
import { pretrain } from '#core/learning/training/pretrain';
import {
  configurationNames,
  lossChoices,
  trainedParts,
  variationNames,
  type PretrainOptions,
  type PretrainResult,
} from '#core/learning/training/pretrain-options';
import { readStartWeights } from '#core/learning/training/start-weights';
import type { ProgramFolders } from '#host/program-folders';
import { oneOf, parseDevice, parsePositiveNumber, parseWholeNumber } from '../arguments.ts';
import { openModels } from '../model-folders.ts';
import { exitCodes, runCommand } from '../run-command.ts';
import { printNote, printResult } from '../print.ts';

interface TrainOptions {
  config: string;
  variation?: string;
  photos?: string[];
  synthetic: string;
  minutes?: string;
  steps?: string;
  out?: string;
  from?: string;
  seed: string;
  batch: string;
  rate?: string;
  losses: string;
  part: string;
  device: string;
  contactSheet?: string;
  validationPairs: string;
  saveEvery: string;
  validateEvery: string;
  json?: true;
}

export function addTrainCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('train')
    .description('train a network on simulated pairs, from nothing or further; the same command goes on where it was')
    .requiredOption('--config <name>', configurationNames.join(' or '))
    .option('--variation <name>', `one thing changed in it, for experiments: ${variationNames.join(', ')}`)
    .option('--photos <folder...>', 'folders of sharp photos; every 10th is kept out to measure with')
    .option('--synthetic <n>', 'invent so many photos besides', '0')
    .option('--minutes <n>', 'train so long, pauses and measuring left out')
    .option('--steps <n>', 'train so many steps; with --minutes too, what comes first ends it')
    .option(
      '--out <folder>',
      'where the training is kept; its name becomes the id of the model (default: "trained-<config>")',
    )
    .option('--from <weights>', 'begin from a .safetensors file or a model instead of from nothing')
    .option('--seed <n>', 'the same seed and steps give the same curve', '0')
    .option('--batch <n>', 'pairs per step', '8')
    .option('--rate <x>', "the learning rate's peak (default: 6e-4 from nothing, 3e-4 from weights)")
    .option('--losses <which>', lossChoices.join(' or '), 'all')
    .option('--part <which>', 'what is trained: all, or the fusion of the reference alone', 'all')
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml', 'auto')
    .option('--contact-sheet <file.png>', 'draw what the network is fed; without --minutes or --steps nothing else')
    .option('--validation-pairs <n>', 'measure with so many pairs of each kind', '64')
    .option('--save-every <seconds>', 'of training', '120')
    .option('--validate-every <seconds>', 'of training', '300')
    .option('--json', 'print one JSON document at the end and nothing else')
    .action(async (options: TrainOptions) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const asked = parseTrainOptions(options);
        const models = openModels(folders);
        const result = await pretrain({
          ...asked,
          from: options.from === undefined ? null : await readStartWeights(options.from, models),
          device: await chooseDevice(parseDevice(options.device), folders),
          programFolder: folders.programFolder,
          signal,
          report: (fraction, label) => progress.report(fraction, { raw: label }),
          warn: (message) => {
            if (options.json) return;
            progress.end();
            printNote(`${message}\n`);
          },
        });
        progress.end();
        if (options.json) printResult(`${JSON.stringify(result, null, 2)}\n`);
        else printResult(describe(result, options.contactSheet));
        if (result?.ended === 'interrupted') {
          printNote('telewide: Interrupted. Everything so far is saved; the same command goes on from here.\n');
          endWith(exitCodes.interrupted);
        }
      });
    });
}

type Asked = Omit<PretrainOptions, 'from' | 'device' | 'programFolder' | 'signal' | 'report' | 'warn'>;

/** What was said, checked. Throws `invalid-request`. */
export function parseTrainOptions(options: TrainOptions): Asked {
  const configuration = oneOf(configurationNames, '--config', options.config);
  const synthetic = parseWholeNumber('--synthetic', 0, 100_000, options.synthetic);
  const photoFolders = (options.photos ?? []).map((folder) => resolve(folder));
  if (photoFolders.length === 0 && synthetic === 0)
    throw new AppError('invalid-request', {
      raw: 'Expected --photos <folder...> or --synthetic <n>, but received neither',
    });
  const { minutes, steps, contactSheet } = options;
  if (minutes === undefined && steps === undefined && contactSheet === undefined)
    throw new AppError('invalid-request', { raw: 'Expected --minutes <n> or --steps <n>, but received neither' });
  return {
    configuration,
    variation: options.variation === undefined ? null : oneOf(variationNames, '--variation', options.variation),
    losses: oneOf(lossChoices, '--losses', options.losses),
    part: oneOf(trainedParts, '--part', options.part),
    photoFolders,
    synthetic,
    budget: {
      ...(minutes === undefined ? {} : { seconds: 60 * parsePositiveNumber('--minutes', minutes) }),
      ...(steps === undefined ? {} : { steps: parseWholeNumber('--steps', 1, 1e9, steps) }),
    },
    folder: parseFolder(options.out ?? `trained-${configuration}`),
    seed: parseWholeNumber('--seed', 0, 2 ** 31 - 1, options.seed),
    batch: parseWholeNumber('--batch', 1, 1024, options.batch),
    peakRate: options.rate === undefined ? defaultRate(options.from) : parsePositiveNumber('--rate', options.rate),
    contactSheet: contactSheet === undefined ? null : resolve(contactSheet),
    validationPairs: parseWholeNumber('--validation-pairs', 1, 4096, options.validationPairs),
    saveEverySeconds: parseWholeNumber('--save-every', 0, 86_400, options.saveEvery),
    validateEverySeconds: parseWholeNumber('--validate-every', 0, 86_400, options.validateEvery),
  };
}

/** What is learned already is easily shaken. */
function defaultRate(from: string | undefined): number {
  return from === undefined ? 6e-4 : 3e-4;
}

function parseFolder(text: string): string {
  const folder = resolve(text);
  if (modelIdPattern.test(basename(folder))) return folder;
  throw new AppError('invalid-request', {
    raw: `Expected --out as a folder named with lower-case letters, digits and hyphens, as it becomes the model's id, but received "${text}"`,
  });
}

function describe(result: PretrainResult | null, contactSheet: string | undefined): string {
  const sheet = contactSheet === undefined ? '' : `${contactSheet}: what the network is fed\n`;
  if (result === null) return sheet;
  const { folder, steps, seconds, stepsPerSecond, device, gain, best, waiting } = result;
  const decibels = (name: string): string => `${(gain?.[name] ?? 0).toFixed(2)} dB`;
  return [
    sheet,
    `${folder}: ${steps.toLocaleString('en-GB')} steps in ${(seconds / 60).toFixed(1)} min on ${device}, ${stepsPerSecond} a second`,
    waiting === null ? '\n' : `, ${(100 * waiting).toFixed(1)} % of it waiting for data\n`,
    gain === null
      ? ''
      : `over bicubic, on photos kept out: ${decibels('mean/true')} with the true reference, ${decibels('mean/unrelated')} with an unrelated one, ${decibels('mean/none')} without\n`,
    best === null
      ? ''
      : `the best weights are those after ${best.step.toLocaleString('en-GB')} steps (best.safetensors)\n`,
    'curve.png shows how it went; log.ndjson has the figures\n',
  ].join('');
}
