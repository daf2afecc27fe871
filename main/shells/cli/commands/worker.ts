import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#contract/errors';
import { speak } from '#contract/messages';
import { defaultSettings } from '#contract/settings';
import { defaultQueueName } from '#core/export/queue/queue-connection';
import { workForQueue, type WorkerNews } from '#core/export/queue/work-for-queue';
import { createPairProcesses } from '#core/enhancement/process/pair-processes';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { openLogFile } from '#core/ground/disk/log-file';
import type { ProgramFolders } from '#host/program-folders';
import { parseWholeNumber } from '../arguments.ts';
import { loadOnce } from '../batch-options.ts';
import { openModels } from '../model-folders.ts';
import { exitCodes, runCommand } from '../run-command.ts';
import { chooseQueue } from '../choose-queue.ts';
import { onOneLine, printNote } from '../print.ts';

interface WorkerOptions {
  queue?: string | true;
  queueName: string;
  folder?: string[];
  stalledAfter: string;
  memory: string;
  pixelLimit: string;
}

export function addWorkerCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('worker')
    .description('enhance what telewide batch --queue puts into a queue, until interrupted')
    .option('--queue [redis-url]', 'a Redis or Valkey, such as redis://host:6379 (default: $TELEWIDE_QUEUE)')
    .option('--queue-name <name>', 'of several queues on one server', defaultQueueName)
    .option('--folder <folder...>', 'shared folders that photos may be read from and results written to')
    .option('--stalled-after <seconds>', 'without a sign of life another worker takes over', '60')
    .option('--memory <MiB>', 'what an enhancement may use beside the photos', String(defaultSettings.memoryBudgetMiB))
    .option('--pixel-limit <megapixels>', 'refuse larger photos', String(defaultSettings.pixelLimitMegapixels))
    .action(async (options: WorkerOptions) => {
      await runCommand({ quiet: true }, async ({ signal, endWith }) => {
        const url = chooseQueue(options.queue, process.env);
        if (url === null) throw missing('--queue <redis-url>');
        if (options.folder === undefined) throw missing('--folder <folder...>');
        const log = openLogFile({ folder: dataFolderAt(folders.dataFolder).logs, name: 'worker' });
        const models = openModels(folders);
        printNote('Waiting for photos. Ctrl+C ends it.\n');
        await workForQueue({
          url,
          queueName: options.queueName,
          folders: options.folder.map((folder) => resolve(folder)),
          stalledAfterSeconds: parseWholeNumber('--stalled-after', 2, 3600, options.stalledAfter),
          scratchFolder: join(folders.dataFolder, 'cache', 'scratch'),
          tools: {
            loadModel: loadOnce((id) => models.load(id)),
            memoryBudget: parseWholeNumber('--memory', 256, 1_000_000, options.memory) * 2 ** 20,
            pixelLimit: parseWholeNumber('--pixel-limit', 1, 2000, options.pixelLimit) * 1e6,
            pool: createPairProcesses(folders),
          },
          tell: (news) => printNote(`${onOneLine(lineFor(news))}\n`),
          logFault: (message, error) => log.error(message, error),
          signal,
        });
        endWith(exitCodes.interrupted);
      });
    });
}

function lineFor(news: WorkerNews): string {
  switch (news.name) {
    case 'began':
      return `began    ${news.source}`;
    case 'done':
      return `done     ${news.source} -> ${news.target} (${(news.milliseconds / 1000).toFixed(1)} s)`;
    case 'failed':
      return `failed   ${news.source}: ${news.message}`;
    case 'waiting':
      return speak(news.message, 'en');
  }
}

function missing(option: string): AppError {
  return new AppError('invalid-request', { raw: `Expected ${option}, but received none` });
}
