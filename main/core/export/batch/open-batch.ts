import { randomUUID } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { BatchSettings } from '#contract/batch';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { Report } from '#core/ground/waiting/progress';
import type { BatchItem } from './batch-item.ts';
import { openBatchJournal, type BatchJournal } from './batch-journal.ts';
import type { StageTools } from './batch-stages.ts';
import { gatherItems } from './gather-items.ts';
import { lockOutput } from './lock-output.ts';
import { checkTemplate } from './name-template.ts';
import { planStrangers, planTargets } from './plan-targets.ts';
import { createBatchRun, type BatchOptions, type BatchRun } from './run-batch.ts';

export interface OpenBatchOptions {
  /** A folder of photos, or a manifest. */
  source: string;
  recursive: boolean;
  outputFolder: string;
  settings: BatchSettings;
  /**
   * `auto` goes on with a batch that did not come to its end, and begins anew after one that did; `always` leaves alone what any earlier run
   * finished; `never` begins anew.
   */
  resume: 'auto' | 'always' | 'never';
  scratchFolder: string;
  tools: StageTools;
  /** Where the built programs lie. */
  programFolder: string;
  /** Lets others do it (see ../queue); null does it here. */
  distribute: ((batch: BatchOptions) => DistributedRun) | null;
  announce: () => void;
  logFault: (message: string, error: unknown) => void;
  signal: AbortSignal;
  /** Of looking at the photos. */
  report: Report;
}

/** The work of a batch that others do. */
export type DistributedRun = Pick<BatchRun, 'work' | 'snapshot' | 'deviceMilliseconds'>;

/** Everything of a batch that is known before its work begins. */
export interface OpenedBatch {
  id: string;
  outputFolder: string;
  items: readonly BatchItem[];
  targets: readonly string[];
  ignored: number;
  goesOn: boolean;
  journal: BatchJournal;
  run: DistributedRun;
  /** The same with everything that steers it; null when workers do it. */
  local: BatchRun | null;
  /** Lets go of the output folder; not while `run` works. */
  close(): Promise<void>;
}

/**
 * Takes hold of the output folder, reads its journal, finds the photos and plans where each goes. Throws `invalid-request` for a template
 * or manifest that cannot be meant, `not-allowed` when another program writes to the folder, and what reading the source throws.
 */
export async function openBatch(options: OpenBatchOptions): Promise<OpenedBatch> {
  const { settings, tools, resume } = options;
  checkTemplate(settings.nameTemplate);
  const outputFolder = await makeFolder(options.outputFolder);
  const letGo = await lockOutput(outputFolder);
  try {
    const journal = await openBatchJournal(outputFolder);
    const { history } = journal;
    const goesOn = resume === 'always' || (resume === 'auto' && history.unfinished !== null);
    const id = (goesOn ? history.unfinished : null) ?? randomUUID();
    const { items, ignored } = await gatherItems({
      ...options,
      source: await realpath(options.source).catch(() => resolve(options.source)),
      outputFolder,
      isOwnOutput: (path) => isWritten(history.byTarget, relative(outputFolder, path)),
      weightsOf: async (model) => (await tools.loadModel(model)).summary.sha256,
    });
    const targets = planTargets(items);
    const strangers = planStrangers(items, targets);
    const batch = { ...options, id, items, targets, strangers, ignored, outputFolder, journal, goesOn };
    return {
      id,
      outputFolder,
      items,
      targets,
      ignored,
      goesOn,
      journal,
      ...startRun(batch, options.distribute),
      close: letGo,
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}

function startRun(batch: BatchOptions, distribute: OpenBatchOptions['distribute']): Pick<OpenedBatch, 'run' | 'local'> {
  if (distribute !== null) return { run: distribute(batch), local: null };
  const local = createBatchRun(batch);
  return { run: local, local };
}

/** The folder, made where there is none, by its real path: two ways to it are one folder. */
async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(join(folder, '.telewide'), { recursive: true });
    return await realpath(folder);
  } catch (error) {
    throw new AppError('not-writable', say('writing.folder-not-writable', { folder }), { cause: error });
  }
}

/** Results that lie among the photos are no photos to enhance; nor are the maps beside them. */
function isWritten(byTarget: ReadonlyMap<string, unknown>, path: string): boolean {
  const target = path.split(sep).join('/');
  return byTarget.has(target) || target.endsWith('.provenance.png');
}
