import type { Command } from 'commander';
import type { ModelSummary } from '#contract/models';
import { createModelRegistry } from '#core/models/model-registry';
import type { ProgramFolders } from '#host/program-folders';
import { modelFolders } from '../model-folders.ts';
import { runCommand } from '../run-command.ts';

export function addModelsCommand(program: Command, folders: ProgramFolders): void {
  const models = program.command('models').description('the models that can be chosen');
  const registry = createModelRegistry({ folders: modelFolders(folders) });

  models
    .command('list', { isDefault: true })
    .description('every model, a line each')
    .option('--json', 'print one JSON document and nothing else')
    .action((options: { json?: true }) =>
      runCommand({ quiet: true }, async () => {
        const summaries = await registry.list();
        process.stdout.write(options.json ? `${JSON.stringify(summaries, null, 2)}\n` : summaries.map(line).join(''));
      }),
    );

  models
    .command('show')
    .description('one model, whole, its weights checked')
    .argument('<id>')
    .option('--json', 'print one JSON document and nothing else')
    .action((id: string, options: { json?: true }) =>
      runCommand({ quiet: true }, async () => {
        const { summary } = await registry.load(id);
        process.stdout.write(`${options.json ? JSON.stringify(summary, null, 2) : details(summary)}\n`);
      }),
    );
}

function line({ id, description }: ModelSummary): string {
  return `${id.padEnd(8)} ${description}\n`;
}

function details({ name, description, configuration, parameters, sha256 }: ModelSummary): string {
  return [
    name,
    description,
    `configuration ${configuration}, ${parameters.toLocaleString('en')} parameters`,
    `sha256 ${sha256}`,
  ].join('\n');
}
