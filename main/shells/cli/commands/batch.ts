import { jsonInEnglish } from '../json-in-english.ts';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { isItemFinished, type BatchSnapshot } from '#contract/batch';
import { speak } from '#contract/messages';
import { defaultSettings } from '#contract/settings';
import { describePlan, planBatch } from '#core/export/batch/plan-batch';
import { openBatch, type OpenBatchOptions } from '#core/export/batch/open-batch';
import { defaultQueueName } from '#core/export/queue/queue-connection';
import { createQueueRun } from '#core/export/queue/run-by-queue';
import { createPresetStore, presetFile, type PresetStore } from '#core/export/batch/presets';
import { describeSummary, summariseBatch } from '#core/export/batch/summarise-batch';
import { createPairProcesses } from '#core/enhancement/process/pair-processes';
import { chooseDevice } from '#core/runtime/execution-device';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { openJsonFile } from '#core/ground/disk/json-file';
import { openLogFile, toldTo, type Log } from '#core/ground/disk/log-file';
import type { ProgramFolders } from '#host/program-folders';
import { parseWholeNumber } from '../arguments.ts';
import { addSettingOptions, loadOnce, parseSettings, type SettingOptions } from '../batch-options.ts';
import { chooseQueue } from '../choose-queue.ts';
import { openModels } from '../model-folders.ts';
import { exitCodes, runCommand } from '../run-command.ts';
import type { TerminalProgress } from '../terminal-progress.ts';
import { onOneLine, printNote, printResult } from '../print.ts';

interface BatchOptions extends SettingOptions {
  output: string;
  recursive: boolean;
  resume?: boolean;
  savePreset?: string;
  queue?: string | true;
  queueName: string;
  memory: string;
  pixelLimit: string;
  dryRun?: true;
  json?: true;
}

export function addBatchCommand(program: Command, folders: ProgramFolders): void {
  addSettingOptions(
    program
      .command('batch')
      .description('enhance a whole folder, or what a manifest lists; cut off, the same command goes on where it was')
      .argument('<folder|manifest.json>', 'photos to pair and enhance')
      .requiredOption('-o, --output <folder>', 'where the results go')
      .option('--no-recursive', 'leave out the folders in the folder'),
  )
    .option('--resume', 'leave alone everything that any earlier run finished')
    .option('--no-resume', 'begin anew, even after a run that was cut off')
    .option('--save-preset <name>', 'keep these settings under a name')
    .option('--queue [redis-url]', 'let workers do it, see telewide worker (default: $TELEWIDE_QUEUE)')
    .option('--queue-name <name>', 'of several queues on one server', defaultQueueName)
    .option('--memory <MiB>', 'what an enhancement may use beside the photos', String(defaultSettings.memoryBudgetMiB))
    .option('--pixel-limit <megapixels>', 'refuse larger photos', String(defaultSettings.pixelLimitMegapixels))
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--json', 'print one JSON document at the end and nothing else')
    .action(async (source: string, options: BatchOptions) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const started = performance.now();
        const log = toldTo(
          (said) => printNote(`${speak(said, 'en')}\n`),
          openLogFile({ folder: dataFolderAt(folders.dataFolder).logs, name: 'batch' }),
        );
        const presets = await openPresets(folders, log);
        const settings = await parseSettings(options, presets);
        if (options.dryRun) {
          const plan = await planBatch({
            source,
            recursive: options.recursive,
            outputFolder: resolve(options.output),
            settings,
            // A plan is not kept, so it needs no name for the model's weights.
            weightsOf: async (model) => model,
            programFolder: folders.programFolder,
            signal,
            report: (_, label) => progress.report(0, label),
          });
          progress.end();
          printResult(`${options.json ? jsonInEnglish(plan) : describePlan(plan)}\n`);
          return;
        }
        if (options.savePreset !== undefined) await presets.save(options.savePreset, settings);
        const models = openModels(folders);
        if (options.queue === undefined) await chooseDevice(settings.device, folders);
        const reporter = createReporter(options.json === true, progress, () => batch.run.snapshot());
        const pool = createPairProcesses(folders);
        const batch = await openBatch({
          source,
          recursive: options.recursive,
          outputFolder: resolve(options.output),
          settings,
          resume: options.resume === undefined ? 'auto' : options.resume ? 'always' : 'never',
          scratchFolder: join(folders.dataFolder, 'cache', 'scratch'),
          programFolder: folders.programFolder,
          tools: {
            loadModel: loadOnce((id) => models.load(id)),
            memoryBudget: parseWholeNumber('--memory', 256, 1_000_000, options.memory) * 2 ** 20,
            pixelLimit: parseWholeNumber('--pixel-limit', 1, 2000, options.pixelLimit) * 1e6,
            pool,
          },
          distribute: distributeBy(options),
          announce: () => reporter.tellSoon(),
          logFault: (message, error) => log.error(message, error),
          signal,
          report: (_, label) => progress.report(0, label),
        });
        let isInterrupted = false;
        try {
          await batch.run.work(signal);
        } catch (error) {
          if (!signal.aborted) throw error;
          isInterrupted = true;
        } finally {
          pool.close();
          await batch.close();
          reporter.end();
        }
        progress.end();
        const seconds = (performance.now() - started) / 1000;
        const summary = summariseBatch(batch.run.snapshot(), seconds, batch.run.deviceMilliseconds() / 1000);
        if (options.json) printResult(`${jsonInEnglish(summary)}\n`);
        else printNote(`${describeSummary(summary)}\n`);
        if (isInterrupted) {
          printNote('telewide: Interrupted. What is finished is kept; the same command goes on from here.\n');
          endWith(exitCodes.interrupted);
        } else if (summary.failed > 0) endWith(exitCodes.failed);
      });
    });
}

function distributeBy({ queue, queueName }: BatchOptions): OpenBatchOptions['distribute'] {
  if (queue === undefined) return null;
  const url = chooseQueue(queue, process.env);
  if (url === null)
    throw new AppError('invalid-request', { raw: 'Expected an address behind --queue or in TELEWIDE_QUEUE' });
  return (batch) => createQueueRun({ ...batch, url, queueName });
}

/** A person's own presets lie in the data folder. */
async function openPresets({ dataFolder }: ProgramFolders, log: Log): Promise<PresetStore> {
  const path = join(dataFolder, 'batch-presets.json');
  return createPresetStore(await openJsonFile({ path, parse: (json) => presetFile.parse(json), initial: {}, log }));
}

/** Says what goes on, a few times a second: the progress of all, and one line for each photo that ended. */
function createReporter(
  quiet: boolean,
  progress: TerminalProgress,
  look: () => BatchSnapshot,
): { tellSoon: () => void; end: () => void } {
  const told = new Set<string>();
  let saidWaiting: string | null = null;
  let timer: NodeJS.Timeout | null = null;

  function tell(): void {
    timer = null;
    const { items, progress: whole, photosPerHour, waitingFor } = look();
    const waiting = waitingFor === null ? null : speak(waitingFor, 'en');
    if (waiting !== saidWaiting && waiting !== null) {
      progress.end();
      printNote(`${waiting}\n`);
    }
    saidWaiting = waiting;
    if (quiet) return;
    for (const { key, source, state } of items) {
      if (!isItemFinished(state) || told.has(key)) continue;
      told.add(key);
      progress.end();
      printNote(`${onOneLine(lineFor(source, state))}\n`);
    }
    const running = items.find(({ state }) => state.name === 'running');
    const now =
      running?.state.name === 'running' ? `, ${running.source}: ${speak(running.state.progress.label, 'en')}` : '';
    const speed = photosPerHour === null ? '' : `, ${photosPerHour} photos an hour`;
    progress.report(whole.fraction, { raw: `${speak(whole.label, 'en')}${speed}${now}` });
  }

  return {
    tellSoon: () => void (timer ??= setTimeout(tell, tellEveryMs)),
    end() {
      if (timer !== null) clearTimeout(timer);
      tell();
    },
  };
}

const tellEveryMs = 200;

function lineFor(source: string, state: BatchSnapshot['items'][number]['state']): string {
  switch (state.name) {
    case 'done':
      return `done     ${source} -> ${state.target} (${(state.milliseconds / 1000).toFixed(1)} s)`;
    case 'skipped':
      return `skipped  ${source}: ${speak(state.reason, 'en')}`;
    case 'failed':
      return `failed   ${source}: ${speak(state.error.message, 'en')}`;
    case 'cancelled':
    case 'waiting':
    case 'running':
      return `${state.name} ${source}`;
  }
}
