import { jsonInEnglish, printResult } from '../print.ts';
import { resolve } from 'node:path';
import { speak } from '#contract/messages';
import type { Command } from 'commander';
import { modelFileEnding, type ModelCard } from '#contract/model-card';
import type { ModelSummary } from '#contract/models';
import type { ProgramFolders } from '#host/program-folders';
import { openModels, openPersonalModels } from '../model-folders.ts';
import { runCommand } from '../run-command.ts';

interface JsonOption {
  json?: true;
}

export function addModelsCommand(program: Command, folders: ProgramFolders): void {
  const models = program.command('models').description('the models that can be chosen, and your own');
  const registry = openModels(folders);
  const personal = openPersonalModels(folders);
  const say = (options: JsonOption, value: unknown, words: string): void => {
    printResult(options.json ? `${jsonInEnglish(value)}\n` : words);
  };

  models
    .command('list', { isDefault: true })
    .description('every model, a line each')
    .option('--json', 'print one JSON document and nothing else')
    .action((options: JsonOption) =>
      runCommand({ quiet: true }, async () => {
        const summaries = await registry.list();
        say(options, summaries, summaries.map(line).join(''));
      }),
    );

  models
    .command('show')
    .description('one model, whole, its weights checked; of a personal one its card too')
    .argument('<id>')
    .option('--json', 'print one JSON document and nothing else')
    .action((id: string, options: JsonOption) =>
      runCommand({ quiet: true }, async () => {
        const { summary } = await registry.load(id);
        const card = summary.isPersonal ? await personal.card(id) : null;
        say(options, { ...summary, card }, `${details(summary)}\n${card === null ? '' : cardWords(card)}`);
      }),
    );

  models
    .command('rename')
    .description('give a personal model another name; its id stays')
    .argument('<id>')
    .argument('<name>')
    .action((id: string, name: string) => runCommand({ quiet: true }, () => personal.rename(id, name)));

  models
    .command('remove')
    .description('remove a personal model for good')
    .argument('<id>')
    .action((id: string) => runCommand({ quiet: true }, () => personal.remove(id)));

  models
    .command('export')
    .description(`write a personal model into one file, usually named …${modelFileEnding}`)
    .argument('<id>')
    .argument('<file>')
    .action((id: string, file: string) => runCommand({ quiet: true }, () => personal.exportTo(id, resolve(file))));

  models
    .command('import')
    .description('take in a model that was exported, after checking all of it')
    .argument('<file>')
    .option('--json', 'print one JSON document and nothing else')
    .action((file: string, options: JsonOption) =>
      runCommand({ quiet: true }, async () => {
        const id = await personal.importFrom(resolve(file));
        say(options, { id }, `${id}\n`);
      }),
    );
}

function line({ id, description }: ModelSummary): string {
  return `${id.padEnd(8)} ${speak(description, 'en')}\n`;
}

function details({ name, description, configuration, parameters, sha256 }: ModelSummary): string {
  return [
    name,
    speak(description, 'en'),
    `configuration ${configuration}, ${parameters.toLocaleString('en')} parameters`,
    `sha256 ${sha256}`,
  ].join('\n');
}

function cardWords({ base, made, photos, steps, seconds, device, judgement, isDespiteJudgement }: ModelCard): string {
  const learned = photos.filter(({ isKeptOut }) => !isKeptOut).map(({ name }) => name);
  return [
    `made ${made} from ${base.name} in ${steps} steps, ${seconds} s on ${device}`,
    `learned from ${learned.join(', ')}`,
    judgementWords(judgement),
    ...(isDespiteJudgement ? ['adopted although the judgement was against it'] : []),
    '',
  ].join('\n');
}

/** The judgement in two lines. */
export function judgementWords({
  detail,
  consistency,
  withoutReference,
  wrongReference,
  places,
  pairsKeptOut,
  reason,
}: ModelCard['judgement']): string {
  const decibels = (gain: number): string => `${gain >= 0 ? '+' : '−'}${Math.abs(gain).toFixed(2)} dB`;
  return (
    `${speak(reason, 'en')}\n` +
    `on ${places} places kept out (${pairsKeptOut} whole pairs): detail ${decibels(detail)}, agreement with the wide photo ${decibels(consistency)}, ` +
    `without a tele ${decibels(withoutReference)}, with a wrong one ${decibels(wrongReference)}`
  );
}
